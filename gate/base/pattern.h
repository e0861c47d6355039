/*
 * Globs as users write them in policies and catalogues: `*` is any run of
 * bytes, `?` one byte, `\` takes the next byte literally. Linear in
 * text.n * (number of stars).
 */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include "hfgate/slice.h"

bool glob_match(slice pattern, slice text);
/* Path globs: `*` and `?` stop at `/`, `**` does not; a pattern without a `/` matches in any
   folder; a match of a folder matches all below it. */
bool glob_path(slice pattern, slice path);

#endif
