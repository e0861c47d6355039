/* What kind of terminal, if any, people look at. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include "hfgate/slice.h"

/* `choice` is always, never, or auto (also ""): then NO_COLOR, CLICOLOR_FORCE, TERM and the kind of
   standard output decide, in this order. */
bool terminal_colour(slice choice);
/* Columns of standard output; a fixed, generous number when it is no terminal. */
unsigned terminal_width(void);
bool terminal_on_output(void);

/* Progress on standard error: nothing unless it is a terminal and the run takes over a second. */
struct progress {
	bool wanted, shown;
	double start, last; /* seconds of the monotonic clock */
};

double terminal_clock(void);
void progress_init(struct progress *, bool quiet);
/* Fits struct scan_options; `context` is the struct progress. */
void progress_step(void *context, uint32_t done, uint32_t total);
void progress_clear(struct progress *);

#endif
