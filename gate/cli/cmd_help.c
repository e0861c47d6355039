/* Knows where help on a command is: in its table. */
#include "cli/opt.h"
#include "cli/output.h"

static int unknown_command(slice word, struct hfg_err *err)
{
	struct buf names = {0};
	for (unsigned i = 0; i < commands_n; i++)
		buf_printf(&names, "%s%s", i ? " " : "", commands[i]->name);
	opt_unknown("command", word, names.p, err);
	buf_free(&names);
	return err->code;
}

static int help(const struct arguments *arguments, struct hfg_err *err)
{
	struct buf text = {0};
	const struct command *command = NULL;
	if (arguments->operands_n) {
		command = command_find(arguments->operands[0]);
		if (!command)
			return unknown_command(arguments->operands[0], err);
		opt_help(command, &text);
	} else {
		opt_overview(&text);
	}
	int status = output_standard(buf_slice(&text), err);
	buf_free(&text);
	return status;
}

const struct command command_help = {
	.name = "help",
	.summary = "show all commands, or one of them",
	.synopsis = "[COMMAND]",
	.details = "",
	.example = "hfgate help lint\n",
	.operand = OPT_COMMAND,
	.operands_max = 1,
	.run = help,
};
