/*
 * Unit tests. A test is a function `void test_<room>_<unit>__<what>(void)` in
 * tests/unit/test_*.c; the Makefile finds it by its name. A failed check prints
 * where and what, and the test goes on.
 */
#ifndef UNIT_H
#define UNIT_H

#include "hfgate/slice.h"

struct unit_test {
	const char *name;
	void (*run)(void);
};

extern const struct unit_test unit_tests[];

void unit_check(bool ok, const char *file, int line, const char *what);
void unit_check_slice(slice got, slice wanted, const char *file, int line, const char *what);
void unit_check_number(
	long long got, long long wanted, const char *file, int line, const char *what);

#define CHECK(condition)         unit_check((condition), __FILE__, __LINE__, #condition)
#define CHECK_TEXT(got, wanted)  unit_check_slice((got), slice_of(wanted), __FILE__, __LINE__, #got)
#define CHECK_SLICE(got, wanted) unit_check_slice((got), (wanted), __FILE__, __LINE__, #got)
#define CHECK_NUMBER(got, wanted) \
	unit_check_number((long long)(got), (long long)(wanted), __FILE__, __LINE__, #got)

#endif
