/* UTF-8 by the rules of Unicode 15 table 3-7: no surrogates, no overlong forms, at most U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "hfgate/slice.h"

/* Length 1-4 of the sequence at `at` and its code point, or 0 when ill-formed there. */
unsigned utf8_decode(slice text, size_t at, uint32_t *ret_code);
/* Writes 1-4 bytes, returns how many. `code` must be a scalar value; others give U+FFFD. */
unsigned utf8_encode(uint32_t code, char out[4]);
/* Offset of the first ill-formed byte, or text.n. */
size_t utf8_valid(slice text);
/* Code points in `text`; an ill-formed byte counts as one. */
uint32_t utf8_count(slice text);
/* UTF-16 code units, ill-formed bytes as one. */
uint32_t utf16_count(slice text);
/* Columns on a terminal: wide and combining characters by their width, others 1. */
uint32_t utf8_width(slice text);

#endif
