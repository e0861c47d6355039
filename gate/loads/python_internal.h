/* What python.c and python_wrapper.c share. */
#ifndef LOADS_PYTHON_INTERNAL_H
#define LOADS_PYTHON_INTERNAL_H

#include "base/map.h"
#include "loads/classify.h"
#include "loads/python.h"

struct finder {
	const struct python_input *in;
	struct facts *facts;
	const slice *imports;
	uint32_t imports_n;
	struct catalogue_view view;
	struct map aliases; /* local names that may stand for a sink: name -> 1 */
	py_ref *parents;
	const struct sink
		*address;     /* row for functions that are given an address; NULL: none written */
	struct map own_names; /* last names of the wrappers of this file -> 1 */
};

/* The arguments of a load as expressions, for the search of wrappers. */
struct load_nodes {
	py_ref call, repo, revision, code_revision, safetensors, weights_only, remote_code,
		filename, local_files_only;
};

/* When `load` hands a parameter of its function on, records that function as a wrapper. */
void wrapper_record(struct finder *, const struct hfg_load *, const struct sink *,
	const struct load_nodes *, unsigned round);
/* Is this call one of a wrapper (of this file or of another one)? Then its load is added. */
bool wrapper_call(struct finder *, py_ref call, slice method);
/* By the bytes of a text: is the wrapper's module, or one that may hand it on, named there? `path`
   is the one of its module. */
bool wrapper_reachable(const struct wrapper *, slice path, slice text);
/* Given that: can the call of `word`, a part of the text, be one of the wrapper? */
bool wrapper_may_be_called(const struct wrapper *, slice path, slice text, slice word);
bool wrapper_known(const struct finder *, slice method);

/* Fields every load of a call has: places, callee, function. */
struct hfg_load *load_begin(struct finder *, py_ref call, const struct sink *, slice callee);
void load_finish(struct finder *, struct hfg_load *, const struct sink *);

#endif
