/* Knows how a manual page is written; its contents are the tables. */
#include "cli/opt.h"
#include "cli/output.h"

/* Text of ours in roff: dashes stay dashes, a leading dot or quote is no request. */
static void roff(struct buf *buf, const char *text)
{
	bool start = true;
	for (; *text; text++) {
		if (start && (*text == '.' || *text == '\''))
			buf_text(buf, "\\&");
		start = *text == '\n';
		if (*text == '-')
			buf_text(buf, "\\-");
		else if (*text == '\\')
			buf_text(buf, "\\e");
		else
			buf_byte(buf, *text);
	}
}

static void roff_option(struct buf *buf, const struct option *option)
{
	buf_text(buf, ".TP\n");
	if (option->letter)
		buf_printf(buf, "\\fB\\-%c\\fR, ", option->letter);
	buf_text(buf, "\\fB\\-\\-");
	roff(buf, option->name);
	buf_text(buf, "\\fR");
	if (option->argument) {
		buf_text(buf, " \\fI");
		roff(buf, option->argument);
		buf_text(buf, "\\fR");
	}
	buf_byte(buf, '\n');
	roff(buf, option->help);
	buf_byte(buf, '\n');
}

static void roff_command(struct buf *buf, const struct command *command)
{
	buf_printf(buf, ".SS \"hfgate %s %s\"\n", command->name, command->synopsis);
	roff(buf, command->summary);
	buf_byte(buf, '\n');
	if (*command->details) {
		buf_text(buf, ".PP\n");
		roff(buf, command->details);
		buf_byte(buf, '\n');
	}
	for (unsigned i = 0; i < command->options_n; i++)
		roff_option(buf, &command->options[i]);
	if (*command->example) {
		buf_text(buf, ".PP\nExample:\n.PP\n.nf\n.RS\n");
		roff(buf, command->example);
		buf_text(buf, ".RE\n.fi\n");
	}
}

static const char head[] =
	".TH HFGATE 1 \"\" \"hfgate " HFGATE_VERSION "\" \"User Commands\"\n"
	".SH NAME\nhfgate \\- the gate between the Hugging Face Hub and your pipelines\n"
	".SH SYNOPSIS\n\\fBhfgate\\fR [\\fICOMMAND\\fR] [\\fIOPTION\\fR...] [\\fIPATH\\fR...]\n"
	".SH DESCRIPTION\n"
	"Finds every place where a repository pulls a model, data set or file from the Hub or\n"
	"deserialises model bytes, judges it by rules and reports findings and a verdict. Nothing "
	"of\n"
	"the analysed tree is executed, nothing is written into it, and the network is not used.\n"
	"Without a command, \\fBlint\\fR runs.\n"
	".SH COMMANDS\n";

static const char tail[] =
	".SH EXIT STATUS\n"
	".TP\n0\nthe policy is met\n"
	".TP\n1\nthe policy is violated\n"
	".TP\n2\nusage, or an invalid policy\n"
	".TP\n3\nno verdict: something that had to be read was not, or nothing was there to read\n"
	".TP\n4\nthe environment failed: output not writable, out of memory\n"
	".SH FILES\n"
	".TP\n.I .hfgate.yml\nthe policy; also .github/hfgate.yml or .gitlab/hfgate.yml\n"
	".SH ENVIRONMENT\n"
	".TP\n.B NO_COLOR\nno colour\n"
	".TP\n.B CLICOLOR_FORCE\ncolour although standard output is no terminal\n";

static int man(const struct arguments *arguments, struct hfg_err *err)
{
	(void)arguments;
	struct buf buf = {0};
	buf_text(&buf, head);
	for (unsigned i = 0; i < commands_n; i++)
		roff_command(&buf, commands[i]);
	buf_text(&buf, tail);
	int status = output_standard(buf_slice(&buf), err);
	buf_free(&buf);
	return status;
}

const struct command command_man = {
	.name = "man",
	.summary = "print the manual page",
	.synopsis = "",
	.details = "",
	.example = "hfgate man | man -l -\n",
	.operand = OPT_NOTHING,
	.quiet_about = true,
	.run = man,
};
