/*
 * Jupyter notebooks (nbformat 3 and 4): the code cells joined in order as one
 * Python module, every byte mapped back into the JSON. IPython's own syntax
 * (%magics, !shell, ?help, and %%cell magics of other languages) is blanked with
 * spaces of equal length; the shell lines are handed out beside.
 */
#ifndef SYNTAX_NOTEBOOK_H
#define SYNTAX_NOTEBOOK_H

#include "source/source.h"

struct notebook_line { /* a `!command`, `%%bash` body, or `%pip ...` in the module's text */
	span at;
	slice text;
	bool cell; /* the whole cell is shell */
};

struct notebook {
	struct source *module; /* child of the notebook's source, language HFG_NOTEBOOK */
	const struct notebook_line *lines;
	uint32_t lines_n, cells_n;
	bool complete;     /* false: not a notebook, or JSON errors */
	uint32_t error_at; /* in the notebook's text */
	const char *error;
};

/* Child source and texts live in `facts`; the JSON nodes in `scratch`. */
struct notebook *notebook_read(const struct source *, struct arena *facts, struct arena *scratch);

#endif
