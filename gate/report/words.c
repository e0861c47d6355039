/* Knows how levels and states are spelled, in every format alike. */
#include "report/words.h"

const char *word_level(enum hfg_level level)
{
	static const char *const words[] = {"none", "note", "warning", "error"};
	return words[level];
}

const char *word_confidence(enum hfg_confidence confidence)
{
	static const char *const words[] = {"low", "medium", "high"};
	return words[confidence];
}

const char *word_state(enum hfg_finding_state state)
{
	static const char *const words[] = {"new", "worse", "unchanged", "fixed"};
	return words[state];
}

slice hop_path(const struct hfg_hop *hop, const struct hfg_load *load)
{
	return hop->path.n ? hop->path : load->path;
}
