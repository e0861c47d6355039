/*
 * Errors of the world (I/O, network, configuration). A function that can fail
 * returns 0 or a negative HFG_E..., takes `struct hfg_err *` as its last
 * parameter and leaves its ret_ parameters untouched on failure. Only cli/ prints.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "hfgate/slice.h"

enum {
	HFG_EUSAGE = -2,       /* usage, policy, lockfile, baseline: exit 2 */
	HFG_EINCOMPLETE = -3,  /* no verdict: exit 3 */
	HFG_EENVIRONMENT = -4, /* output, network, memory: exit 4 */
};

struct hfg_err {
	int code;
	char message[1024]; /* what, where, why and how to mend; no newline at the end */
};

/* Fills `err` (first failure wins) and returns `code`. */
int err_set(struct hfg_err *err, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
