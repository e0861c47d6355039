/*
 * IPython's own syntax in a cell: %magics, !shell, ?help and %%cell magics. It
 * is blanked in place with text of equal length, so that plain Python is left;
 * line ends stay. The shell text is handed out.
 */
#ifndef SYNTAX_IPYTHON_H
#define SYNTAX_IPYTHON_H

#include "base/limits.h"
#include "base/vec.h"
#include "syntax/notebook.h"

struct ipython_lines {
	VEC(struct notebook_line);
};

struct ipython_cell {
	bool indented;           /* the first statement does not begin at the margin */
	bool backslash;          /* the cell ends in the middle of a continued line */
	char closers[MAX_DEPTH]; /* what closes the string and brackets left open */
	uint32_t closers_n;
};

/* Blanks the cell text[from, to). Texts of shell lines are copied to `facts`; the list itself
   lives in `scratch`. */
struct ipython_cell ipython_blank(char *text, uint32_t from, uint32_t to, struct ipython_lines *,
	struct arena *facts, struct arena *scratch);

#endif
