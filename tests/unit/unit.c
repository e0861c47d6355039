/* Runs all unit tests, or those whose name contains an argument; ends with the count. */
#include "unit.h"

#include <stdio.h>

static unsigned failures; /* of the running test */

void unit_check(bool ok, const char *file, int line, const char *what)
{
	if (ok)
		return;
	failures++;
	printf("%s:%d: %s\n", file, line, what);
}

void unit_check_slice(slice got, slice wanted, const char *file, int line, const char *what)
{
	if (slice_eq(got, wanted))
		return;
	failures++;
	printf("%s:%d: %s is \"" SLICE_FMT "\", wanted \"" SLICE_FMT "\"\n", file, line, what,
		SLICE_ARG(got), SLICE_ARG(wanted));
}

void unit_check_number(
	long long got, long long wanted, const char *file, int line, const char *what)
{
	if (got == wanted)
		return;
	failures++;
	printf("%s:%d: %s is %lld, wanted %lld\n", file, line, what, got, wanted);
}

static bool selected(const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strstr(name, argv[i]))
			return true;
	return argc < 2;
}

int main(int argc, char **argv)
{
	unsigned passed = 0, failed = 0;
	for (const struct unit_test *test = unit_tests; test->name; test++) {
		if (!selected(test->name, argc, argv))
			continue;
		failures = 0;
		test->run();
		if (failures)
			printf("FAILED %s\n", test->name);
		*(failures ? &failed : &passed) += 1;
	}
	printf("%u passed, %u failed\n", passed, failed);
	return failed || !passed ? 1 : 0;
}
