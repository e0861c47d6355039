/*
 * What language a file is written in, by its name first, then by its first
 * bytes. This is the only place that knows file names and shebangs.
 */
#ifndef SOURCE_KIND_H
#define SOURCE_KIND_H

#include "hfgate/load.h"

enum kind_guess {
	KIND_KNOWN, /* *ret_language is set */
	KIND_LOOK,  /* no extension or an executable-looking name: ask kind_of_bytes */
	KIND_SKIP,  /* not a file the gate reads */
};

enum kind_guess kind_of_name(slice path, enum hfg_language *ret_language);
/* Shebang and first bytes (at most 256 are looked at). false: not a file the gate reads. */
bool kind_of_bytes(slice first, enum hfg_language *ret_language);

#endif
