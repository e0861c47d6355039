/* Knows what to say about the program itself. */
#include "cli/opt.h"
#include "cli/output.h"

static int version(const struct arguments *arguments, struct hfg_err *err)
{
	(void)arguments;
	return output_standard(S("hfgate " HFGATE_VERSION "\n"), err);
}

const struct command command_version = {
	.name = "version",
	.summary = "print the version",
	.synopsis = "",
	.details = "",
	.example = "",
	.operand = OPT_NOTHING,
	.run = version,
};
