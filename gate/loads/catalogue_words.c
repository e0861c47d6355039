/*
 * Knows which words betray a load to a search through bytes: a method's name
 * where it is rare, else the name of the library without which that method is
 * no load.
 */
#include "loads/catalogue_private.h"

static void add_word(struct catalogue *catalogue, slice word)
{
	*VEC_PUSH(&catalogue->words, catalogue->arena) = word;
}

void catalogue_collect_words(struct catalogue *catalogue)
{
	catalogue->words.n = 0;
	for (uint32_t i = 0; i < catalogue->methods.n; i++)
		add_word(catalogue, catalogue->methods.entries[i].key);
}
