/*
 * Finds short texts in long ones, at the speed of memory where they begin and
 * end as little else does.
 */
#ifndef BASE_FIND_H
#define BASE_FIND_H

#include "hfgate/slice.h"

bool find_text(slice text, slice word);

#endif
