/* Knows that a broken narrowing is a bug, not an input. */
#include "base/num.h"
#include "base/die.h"

uint32_t u32(size_t n)
{
	if (n > UINT32_MAX)
		BUG("length over 32 bits");
	return (uint32_t)n;
}
