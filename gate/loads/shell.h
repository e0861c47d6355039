/*
 * Loads in shell scripts: which commands are sinks, what their words may be,
 * and which scripts stand inside them (`bash -c`, `python - <<EOF`). Files,
 * notebook lines, steps of a pipeline and lines of an image build all come here.
 */
#ifndef LOADS_SHELL_H
#define LOADS_SHELL_H

#include "loads/facts.h"

struct shell_input {
	const struct source *source; /* the script; spans of the loads are in it */
	const struct catalogue *catalogue;
	const struct variables *environment; /* what it sees from outside; NULL = nothing known */
	slice function;                      /* `job/step`, for the loads; "" = none */
	struct arena *scratch;
	unsigned depth; /* scripts around this one; 0 for a file */
};

struct shell_outcome {
	const struct source *source; /* `error_at` is in it */
	bool complete;               /* false: something at `error_at` does not parse */
	uint32_t error_at;
	bool cut; /* calls of functions were not followed to their end */
};

/*
 * Adds the loads of one script to `facts`, in source order, and its children
 * (facts_child, one deeper) for whoever analyses them. A variable that nobody
 * sets is open (HFG_WHY_ENVIRONMENT, HFG_V_ENTRY). Loads are complete but for
 * number, line and column, path, context and reach. What does not parse is
 * stepped over, and the outcome says so.
 */
struct shell_outcome shell_loads(const struct shell_input *, struct facts *);

#endif
