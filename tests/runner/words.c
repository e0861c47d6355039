/* Prints the words of the catalogue, one a line: what a text search would have to look for. */
#include "loads/catalogue.h"

#include <stdio.h>

int main(void)
{
	struct arena arena;
	arena_init(&arena);
	uint32_t n;
	const slice *words = catalogue_words(catalogue_new(&arena), &n);
	for (uint32_t i = 0; i < n; i++)
		printf(SLICE_FMT "\n", SLICE_ARG(words[i]));
	arena_free(&arena);
	return 0;
}
