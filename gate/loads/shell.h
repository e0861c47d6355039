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

/*
 * Adds the loads of one script to `facts`, in source order, and its children
 * (facts_child, one deeper) for whoever analyses them. A variable that nobody
 * sets is open (HFG_WHY_ENVIRONMENT, HFG_V_ENTRY). Loads are complete but for
 * number, line and column, path, context and reach.
 */
void shell_loads(const struct shell_input *, struct facts *);

/* One word of a command that is given as a list: CMD ["vllm", ...], args: [...], subprocess.run. */
struct shell_word {
	struct hfg_value value; /* `at` lies in the source */
	/* How the bytes of value.texts[0] stand in the source, for scripts that are words; NULL: the
	   word as a whole is at `value.at`. */
	const struct segment *segments;
	uint32_t segments_n;
};

/* As shell_loads for one command of which the words are known. `at` is the whole of it. */
void shell_words(
	const struct shell_input *, const struct shell_word *, uint32_t n, span at, struct facts *);

#endif
