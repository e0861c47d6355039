/* Words that several formats share. */
#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include "hfgate/finding.h"

const char *word_level(enum hfg_level); /* error, warning, note, none */
const char *word_confidence(enum hfg_confidence);
const char *word_state(enum hfg_finding_state);
/* The path of a hop: its own, or the load's where it has none. */
slice hop_path(const struct hfg_hop *, const struct hfg_load *);

#endif
