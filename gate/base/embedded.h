/* Files of rules/ that are part of the program: pages, catalogue, data. */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include "hfgate/slice.h"

/* Calls `file` for each, by name (`rules/sinks/torch.yml`), sorted. */
void embedded_each(void *context, void (*file)(void *context, slice name, slice text));
/* The bytes of one file; "" when there is none of that name. Eight zero bytes follow. */
slice embedded_get(slice name);

#endif
