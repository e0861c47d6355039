/* Knows how to say a last word without allocating. */
#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { EXIT_ENVIRONMENT = 4 };

void die_no_memory(void)
{
	static const char message[] = "hfgate: out of memory: no verdict\n";
	ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
	(void)ignored;
	_exit(EXIT_ENVIRONMENT);
}

void die_bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "hfgate: internal error at %s:%d: %s. Please report it.\n", file, line,
		what);
	abort();
}
