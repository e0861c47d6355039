/*
 * Typed growable arrays in an arena. VEC(struct x) names the struct type's
 * members; the elements are contiguous and move when the array grows.
 *
 *	struct things { VEC(struct thing); } list = {0};
 *	*VEC_PUSH(&list, arena) = (struct thing){...};
 *	for (uint32_t i = 0; i < list.n; i++) use(&list.at[i]);
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#define VEC(type) \
	type *at; \
	uint32_t n; \
	uint32_t room

/* Room for one more, zeroed, as a pointer to it. */
#define VEC_PUSH(vec, arena) \
	((vec)->n == (vec)->room ? (void)((vec)->at = arena_grow((arena), (vec)->at, (vec)->n, \
						  vec_next_room(&(vec)->room), sizeof *(vec)->at)) \
				 : (void)0, \
		memset(&(vec)->at[(vec)->n], 0, sizeof *(vec)->at), &(vec)->at[(vec)->n++])

/* Doubles *room (8 at first) and returns it; ends the run when 32 bits are exceeded. */
uint32_t vec_next_room(uint32_t *room);

#endif
