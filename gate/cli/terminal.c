/* Knows how to ask about the terminal and how not to disturb it. */
#include "cli/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum {
	LOG_WIDTH = 160, /* logs of runners show about this much of a line without scrolling */
	MIN_WIDTH = 40,
};

static bool set(const char *name)
{
	const char *value = getenv(name);
	return value && *value;
}

bool terminal_on_output(void)
{
	return isatty(STDOUT_FILENO);
}

bool terminal_colour(slice choice)
{
	if (slice_is(choice, "always") || slice_is(choice, "never"))
		return slice_is(choice, "always");
	if (set("NO_COLOR"))
		return false;
	const char *forced = getenv("CLICOLOR_FORCE");
	if (forced && *forced)
		return strcmp(forced, "0") != 0;
	const char *term = getenv("TERM");
	return terminal_on_output() && (!term || strcmp(term, "dumb") != 0);
}

unsigned terminal_width(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
		return LOG_WIDTH;
	return size.ws_col < MIN_WIDTH ? MIN_WIDTH : size.ws_col;
}

double terminal_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void progress_init(struct progress *progress, bool quiet)
{
	*progress = (struct progress){
		.wanted = !quiet && isatty(STDERR_FILENO), .start = terminal_clock()};
}

void progress_step(void *context, uint32_t done, uint32_t total)
{
	struct progress *progress = context;
	if (!progress->wanted)
		return;
	double now = terminal_clock();
	if (now - progress->start < 1 || now - progress->last < 0.1)
		return;
	progress->last = now;
	progress->shown = true;
	fprintf(stderr, "\r%u of %u files\033[K", done, total);
}

void progress_clear(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
	progress->shown = false;
}
