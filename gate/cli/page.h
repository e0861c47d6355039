/* The page of a rule, for terminals. */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include "base/buf.h"

/* `rules/hfg101_unpinned_revision.md` for a rule's id and name. */
void page_name(struct buf *, const char *id, const char *name);
/* Markdown as the pages use it (headings, paragraphs, lists, fenced code) in `width` columns. */
void page_render(struct buf *, slice markdown, unsigned width, bool colour);

#endif
