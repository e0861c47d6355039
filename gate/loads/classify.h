/*
 * From the values of a sink's arguments to the classes rules judge: revision
 * class, format policy, remote code, asset. The same for every language.
 */
#ifndef LOADS_CLASSIFY_H
#define LOADS_CLASSIFY_H

#include "loads/catalogue.h"
#include "loads/reference.h"

/* Class of a revision value. `opaque` = an unknown ** argument may carry it. */
enum hfg_revision_class classify_revision(const struct hfg_value *, bool opaque);
/* Worst first when several texts are possible. */
enum hfg_revision_class classify_revision_text(slice);

/*
 * Completes a load whose sink, values and flags (opaque_keywords) are set:
 * reads the repository's texts by the sink's form (which may move a revision or
 * a file name out of them), decides local, asset, kind and all classes. Texts
 * go to `facts`.
 */
void classify_load(
	struct hfg_load *, const struct sink *, const struct catalogue *, struct arena *facts);

/* Formats by file name. */
bool classify_pickle_name(slice filename);
bool classify_safe_name(slice filename);

#endif
