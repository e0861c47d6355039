/*
 * Edit distance with transposition (optimal string alignment), bytes. Stops
 * early: returns limit + 1 as soon as the distance must exceed `limit`.
 */
#ifndef BASE_DISTANCE_H
#define BASE_DISTANCE_H

#include "hfgate/slice.h"

unsigned distance(slice a, slice b, unsigned limit);
/* The candidate nearest to `word` within distance max(1, word.n / 3), or an empty slice.
   For "did you mean". */
slice nearest(slice word, const slice *candidates, size_t n);

#endif
