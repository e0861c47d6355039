/*
 * Reads expressions, one a line as JSON strings without escapes are, and prints what
 * the folding makes of each: `error`, `unknown`, or the type and the text.
 */
#include "syntax/expression.h"

#include <stdio.h>

int main(void)
{
	static const char *const types[] = {"unknown", "null", "boolean", "number", "string"};
	static char line[1 << 16];
	struct arena arena;
	arena_init(&arena);
	while (fgets(line, sizeof line, stdin)) {
		slice text = slice_cut(slice_of(line), 0, slice_find(slice_of(line), '\n'));
		struct expression *parsed = expression_parse(text, &arena);
		struct expression_constant value =
			expression_fold(parsed, parsed->root, NULL, &arena);
		slice shown = expression_text(&value, &arena);
		if (parsed->error)
			printf("error %s\n", parsed->error);
		else
			printf("%s " SLICE_FMT "\n", types[value.type], SLICE_ARG(shown));
		arena_reset(&arena);
	}
	arena_free(&arena);
	return 0;
}
