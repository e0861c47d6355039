/* Knows which formats there are: the rows of formats.def. */
#include "report/report.h"

#define FORMAT(name) extern const struct report_format report_##name;
#include "formats.def"
#undef FORMAT

const struct report_format *const report_formats[] = {
#define FORMAT(name) &report_##name,
#include "formats.def"
#undef FORMAT
};

const unsigned report_formats_n = sizeof report_formats / sizeof *report_formats;
