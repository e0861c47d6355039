/*
 * Text helpers of the program that rules may use.
 */
#ifndef HFGATE_TEXT_H
#define HFGATE_TEXT_H

#include "hfgate/slice.h"

/* `*` is any run of bytes, `?` one byte, `\` takes the next byte literally. Linear in text.n times
   the number of stars. */
bool glob_match(slice pattern, slice text);
/* Edit distance with transposition, in bytes; limit + 1 as soon as it must exceed `limit`. */
unsigned distance(slice a, slice b, unsigned limit);
/* Length 1-4 of the UTF-8 sequence at `at` and its code point, or 0 when ill-formed there. */
unsigned utf8_decode(slice text, size_t at, uint32_t *ret_code);

#endif
