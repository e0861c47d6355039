/* Knows how three shells ask a program for completions; the words come from the tables. */
#include "cli/opt.h"
#include "cli/output.h"
#include "policy/policy.h"
#include "report/report.h"

static void add_commands(struct buf *buf)
{
	for (unsigned i = 0; i < commands_n; i++)
		buf_printf(buf, "%s%s", i ? " " : "", commands[i]->name);
}

static void add_options(struct buf *buf, const struct command *command)
{
	for (unsigned i = 0; i < command->options_n; i++)
		buf_printf(buf, "--%s ", command->options[i].name);
	buf_text(buf, "--help");
}

static void add_rules(struct buf *buf)
{
	for (uint32_t i = 0; i < hfg_rules_n; i++)
		buf_printf(buf, "%s%s %s", i ? " " : "", hfg_rules[i]->id, hfg_rules[i]->name);
}

static void add_formats(struct buf *buf)
{
	for (unsigned i = 0; i < report_formats_n; i++)
		buf_printf(buf, "%s%s", i ? " " : "", report_formats[i]->name);
}

/* The words that a value may be; files and free text have none. */
static void add_words(struct buf *buf, enum opt_value value, const char *words)
{
	if (value == OPT_WORD)
		buf_text(buf, words);
	else if (value == OPT_RULES)
		add_rules(buf);
	else if (value == OPT_FORMAT)
		add_formats(buf);
	else if (value == OPT_COMMAND)
		add_commands(buf);
}

static bool has_words(enum opt_value value)
{
	return value == OPT_WORD || value == OPT_RULES || value == OPT_FORMAT ||
		value == OPT_COMMAND;
}

static void bash_value(struct buf *buf, const struct command *command, const struct option *option)
{
	if (!option->argument)
		return;
	buf_printf(buf, "\t%s:--%s", command->name, option->name);
	if (option->letter)
		buf_printf(buf, "|%s:-%c", command->name, option->letter);
	buf_text(buf, ") COMPREPLY=(");
	if (has_words(option->value)) {
		buf_text(buf, "$(compgen -W '");
		add_words(buf, option->value, option->words);
		buf_text(buf, "' -- \"$current\")");
	} else if (option->value == OPT_FILE || option->value == OPT_FOLDER) {
		buf_printf(buf, "$(compgen -%c -- \"$current\")",
			option->value == OPT_FILE ? 'f' : 'd');
	}
	buf_text(buf, "); return ;;\n");
}

static void bash_command(struct buf *buf, const struct command *command)
{
	buf_printf(buf, "\t%s) words='", command->name);
	add_options(buf, command);
	if (has_words(command->operand)) {
		buf_byte(buf, ' ');
		add_words(buf, command->operand, command->operand_words);
	}
	buf_text(buf, "' ;;\n");
}

static void bash(struct buf *buf)
{
	buf_text(buf,
		"# Completion of hfgate for bash: eval \"$(hfgate completion bash)\"\n"
		"_hfgate() {\n"
		"\tlocal current=\"${COMP_WORDS[COMP_CWORD]}\"\n"
		"\tlocal before=\"${COMP_WORDS[COMP_CWORD - 1]}\"\n"
		"\tlocal command=lint commands='");
	add_commands(buf);
	buf_text(buf,
		"' word words\n"
		"\tfor word in \"${COMP_WORDS[@]:1:COMP_CWORD - 1}\"; do\n"
		"\t\tif [[ \" $commands \" == *\" $word \"* ]]; then command=$word; break; fi\n"
		"\tdone\n"
		"\tcase \"$command:$before\" in\n");
	for (unsigned i = 0; i < commands_n; i++)
		for (unsigned j = 0; j < commands[i]->options_n; j++)
			bash_value(buf, commands[i], &commands[i]->options[j]);
	buf_text(buf, "\tesac\n\tcase \"$command\" in\n");
	for (unsigned i = 0; i < commands_n; i++)
		bash_command(buf, commands[i]);
	buf_text(buf,
		"\tesac\n"
		"\t((COMP_CWORD == 1)) && words=\"$commands $words\"\n"
		"\tCOMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
		"\t[[ $command == lint && $current != -* ]] &&\n"
		"\t\tCOMPREPLY+=($(compgen -f -- \"$current\"))\n"
		"}\n"
		"complete -o filenames -F _hfgate hfgate\n");
}

/* Inside single quotes of a shell; brackets and colons have a meaning in zsh's specifications. */
static void quoted(struct buf *buf, const char *text, bool zsh)
{
	for (; *text; text++) {
		if (*text == '\'')
			buf_text(buf, "'\\''");
		else if (zsh && (*text == ':' || *text == '[' || *text == ']'))
			buf_printf(buf, "\\%c", *text);
		else
			buf_byte(buf, *text);
	}
}

static void zsh_action(struct buf *buf, enum opt_value value, const char *words)
{
	if (has_words(value)) {
		buf_byte(buf, '(');
		add_words(buf, value, words);
		buf_byte(buf, ')');
	} else if (value == OPT_FILE || value == OPT_FOLDER) {
		buf_text(buf, value == OPT_FILE ? "_files" : "_files -/");
	}
}

static void zsh_option(struct buf *buf, const struct option *option)
{
	buf_printf(buf, "\t\t\t'*--%s%s[", option->name, option->argument ? "=" : "");
	quoted(buf, option->help, true);
	buf_byte(buf, ']');
	if (option->argument) {
		buf_text(buf, ":value:");
		zsh_action(buf, option->value, option->words);
	}
	buf_text(buf, "' \\\n");
}

static void zsh_command(struct buf *buf, const struct command *command)
{
	buf_printf(buf, "\t%s)\n\t\t_arguments \\\n", command->name);
	for (unsigned i = 0; i < command->options_n; i++)
		zsh_option(buf, &command->options[i]);
	buf_text(buf, "\t\t\t'--help[show this help]'");
	if (command->operands_max) {
		buf_text(buf, " \\\n\t\t\t'*:operand:");
		zsh_action(buf, command->operand, command->operand_words);
		buf_byte(buf, '\'');
	}
	buf_text(buf, " ;;\n");
}

static void zsh(struct buf *buf)
{
	buf_text(buf,
		"#compdef hfgate\n"
		"# Completion of hfgate for zsh: hfgate completion zsh > _hfgate, on $fpath\n"
		"_hfgate() {\n"
		"\tlocal command=lint\n"
		"\tlocal -a commands\n"
		"\tcommands=(\n");
	for (unsigned i = 0; i < commands_n; i++) {
		buf_printf(buf, "\t\t'%s:", commands[i]->name);
		quoted(buf, commands[i]->summary, false);
		buf_text(buf, "'\n");
	}
	buf_text(buf,
		"\t)\n"
		"\tif ((CURRENT == 2)); then _describe command commands; fi\n"
		"\tif ((CURRENT > 2)) && [[ -n ${commands[(r)$words[2]:*]} ]]; then\n"
		"\t\tcommand=$words[2]\n\t\tshift words\n\t\t((CURRENT--))\n\tfi\n"
		"\tcase $command in\n");
	for (unsigned i = 0; i < commands_n; i++)
		zsh_command(buf, commands[i]);
	buf_text(buf,
		"\tesac\n}\nif [[ $funcstack[1] == _hfgate ]]; then _hfgate \"$@\"; "
		"else compdef _hfgate hfgate; fi\n");
}

static void fish_option(struct buf *buf, const struct command *command, const struct option *option)
{
	buf_printf(buf, "complete -c hfgate -n '__fish_seen_subcommand_from %s' -l %s",
		command->name, option->name);
	if (option->letter)
		buf_printf(buf, " -%c %c", 's', option->letter);
	if (option->argument)
		buf_text(buf, has_words(option->value) ? " -x" : " -r");
	if (has_words(option->value)) {
		buf_text(buf, " -a '");
		add_words(buf, option->value, option->words);
		buf_byte(buf, '\'');
	}
	buf_text(buf, " -d '");
	quoted(buf, option->help, false);
	buf_text(buf, "'\n");
}

static void fish_command(struct buf *buf, const struct command *command)
{
	buf_printf(buf, "complete -c hfgate -n __fish_use_subcommand -a %s -d '", command->name);
	quoted(buf, command->summary, false);
	buf_text(buf, "'\n");
	for (unsigned i = 0; i < command->options_n; i++)
		fish_option(buf, command, &command->options[i]);
	if (!has_words(command->operand))
		return;
	buf_printf(buf, "complete -c hfgate -f -n '__fish_seen_subcommand_from %s' -a '",
		command->name);
	add_words(buf, command->operand, command->operand_words);
	buf_text(buf, "'\n");
}

static void fish(struct buf *buf)
{
	buf_text(buf, "# Completion of hfgate for fish: hfgate completion fish | source\n");
	for (unsigned i = 0; i < commands_n; i++)
		fish_command(buf, commands[i]);
}

static int completion(const struct arguments *arguments, struct hfg_err *err)
{
	if (!arguments->operands_n)
		return err_set(err, HFG_EUSAGE, "for which shell? bash, zsh or fish");
	struct buf buf = {0};
	slice shell = arguments->operands[0];
	if (slice_is(shell, "bash"))
		bash(&buf);
	else if (slice_is(shell, "zsh"))
		zsh(&buf);
	else
		fish(&buf);
	int status = output_standard(buf_slice(&buf), err);
	buf_free(&buf);
	return status;
}

const struct command command_completion = {
	.name = "completion",
	.summary = "print a completion script",
	.synopsis = "bash|zsh|fish",
	.details = "",
	.example = "eval \"$(hfgate completion bash)\"\n",
	.operand = OPT_WORD,
	.operand_words = "bash zsh fish",
	.operands_max = 1,
	.run = completion,
};
