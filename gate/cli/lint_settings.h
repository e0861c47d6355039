/* What the command line of lint asks for, checked. */
#ifndef CLI_LINT_SETTINGS_H
#define CLI_LINT_SETTINGS_H

#include "cli/opt.h"
#include "report/report.h"

enum { MAX_OUTPUTS = 16 }; /* there are fewer formats; the same one may go to several files */

struct lint_output {
	const struct report_format *format;
	slice file; /* "" = standard output */
};

struct lint_settings {
	slice config, revision, stdin_filename, preset, fail_on, colour; /* "" = not given */
	const slice *only, *skip;
	uint32_t only_n, skip_n;
	struct lint_output outputs[MAX_OUTPUTS];
	unsigned outputs_n;
	unsigned jobs; /* 0 = processors */
	bool from_stdin, quiet, verbose, stats, exit_zero, show_suppressed, show_open;
	const slice *paths;
	unsigned paths_n;
};

enum { LINT_OPTIONS_N = 17 };
extern const struct option lint_options[];

/* Changes the folder when asked to (-C). HFG_EUSAGE with what is wrong. */
int lint_settings_read(
	struct lint_settings *, const struct arguments *, struct arena *, struct hfg_err *);

#endif
