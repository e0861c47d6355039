/*
 * Findings and loads in, bytes out. One writer a format; bytes are
 * deterministic: no time, no absolute path, no locale. Everything that comes
 * from the analysed tree is neutralised for its sink.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "hfgate/finding.h"

struct report_summary {
	uint32_t files;
	uint64_t bytes;
	uint32_t loads, models, models_pinned, models_floating, models_open;
	uint32_t errors, warnings, notes, suppressed, baselined, not_analysed;
	uint32_t dropped;     /* findings beyond MAX_FINDINGS, counted only */
	uint32_t open_values; /* pass-through values */
};

struct report_options {
	bool colour;
	unsigned width; /* terminal columns, 0 = no limit */
	bool verbose;   /* notes are shown */
	bool quiet;     /* only the last line */
	bool show_open, show_suppressed, stats;
	double seconds; /* < 0: not shown (files, tests) */
};

struct report {
	const char *version;
	const struct hfg_rule *const *rules;
	uint32_t rules_n;
	const struct hfg_load *const *loads; /* report order */
	uint32_t loads_n;
	const struct hfg_finding *const *findings; /* report order: path, offset, rule id */
	uint32_t findings_n;
	const struct hfg_trouble *troubles; /* sorted */
	uint32_t troubles_n;
	struct report_summary summary;
	int exit_code;
	const char *verdict; /* `pass`, `fail`, `none` */
	slice tree;          /* description of what was analysed */
	slice policy;        /* `.hfgate.yml`, or `built-in` */
	const char *preset;
	struct report_options options;
};

struct report_format {
	const char *name;    /* `sarif` */
	const char *summary; /* for --help */
	void (*write)(const struct report *, struct buf *);
};

extern const struct report_format *const report_formats[];
extern const unsigned report_formats_n;

#endif
