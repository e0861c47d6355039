/* Knows how fast arrays grow. */
#include "base/vec.h"
#include "base/die.h"

uint32_t vec_next_room(uint32_t *room)
{
	if (*room > UINT32_MAX / 2)
		die_no_memory();
	*room = *room ? *room * 2 : 8;
	return *room;
}
