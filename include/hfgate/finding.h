/*
 * A finding as reports and policy see it. Produced by the rules through
 * hfgate/rule.h, levelled by the policy, immutable afterwards.
 */
#ifndef HFGATE_FINDING_H
#define HFGATE_FINDING_H

#include "hfgate/rule.h"

struct hfg_place {
	slice path;
	uint32_t line, column;
	slice message;
};

struct hfg_edit {
	uint32_t offset, length; /* bytes of the outermost file `finding.path` */
	slice text;
};

enum hfg_finding_state { HFG_NEW, HFG_WORSE, HFG_UNCHANGED, HFG_FIXED };

struct hfg_finding {
	const struct hfg_rule *rule;
	const struct hfg_load *load; /* NULL for findings about files */
	const struct source *source; /* NULL when the file could not be read */
	slice path;
	span at;                                     /* in `source` */
	uint32_t line, column, end_line, end_column; /* outermost file, 1-based, code points */
	slice message, help, group_key;
	uint32_t group;           /* 1-based number of the group, in report order */
	bool primary;             /* the place that stands for the group; the others are notes */
	enum hfg_level ceiling;   /* set by hfg_at_most */
	enum hfg_level own_level; /* before grouping: what this place alone would be */
	enum hfg_level level;     /* after grouping: non-primary places are at most notes */
	enum hfg_confidence confidence;
	const struct hfg_place *also;
	uint32_t also_n;
	uint32_t
		also_linked; /* the last ones of `also`: places of the same group, at most eleven */
	const struct hfg_edit *edits;
	uint32_t edits_n;
	bool edits_safe;
	char fingerprint
		[33]; /* 32 hexadecimal digits: rule, repository, function, normalised text, count */
	enum hfg_finding_state state;
	slice suppressed_by; /* reason of the ignore comment or policy; "" with suppressed == false */
	bool suppressed;
};

#endif
