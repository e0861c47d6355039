/* Knows where a policy file may stand, and that there must not be two. */
#include "policy/policy.h"

int policy_locate(bool (*exists)(void *context, slice path), void *context, slice *ret_path,
	struct hfg_err *err)
{
	static const char *const places[] = {
		".hfgate.yml", ".github/hfgate.yml", ".gitlab/hfgate.yml"};
	slice found = S("");
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		if (!exists(context, slice_of(places[i])))
			continue;
		if (found.n)
			return err_set(err, HFG_EUSAGE,
				SLICE_FMT " and %s are both policy files; which one counts would "
					  "be a guess: keep one and delete the other",
				SLICE_ARG(found), places[i]);
		found = slice_of(places[i]);
	}
	*ret_path = found;
	return 0;
}
