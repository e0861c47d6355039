/* Words of a script that stand for an expression of the pipeline around it. */
#ifndef LOADS_SUBSTITUTE_H
#define LOADS_SUBSTITUTE_H

#include "hfgate/load.h"
#include "source/source.h"

/* Puts what the words stand for into the values of a load (substitutions of its source and of the
   sources around it). Places in the values stay as they are. */
void substitute_values(struct hfg_load *, struct arena *facts);

#endif
