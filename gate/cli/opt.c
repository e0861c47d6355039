/* Knows how words of a command line become options and operands, and how to say what is wrong. */
#include "cli/opt.h"
#include "base/distance.h"
#include "base/vec.h"

/* A word that is the option's value by itself is longer than this only by mistake. */
enum { MAX_CANDIDATES = 64 };

#define COMMAND(name) extern const struct command command_##name;
#include "commands.def"
#undef COMMAND

const struct command *const commands[] = {
#define COMMAND(name) &command_##name,
#include "commands.def"
#undef COMMAND
};

const unsigned commands_n = sizeof commands / sizeof *commands;

static const struct option help_option = {
	.id = OPT_HELP, .letter = 'h', .name = "help", .help = "show this help"};

const struct command *command_find(slice name)
{
	for (unsigned i = 0; i < commands_n; i++)
		if (slice_is(name, commands[i]->name))
			return commands[i];
	return NULL;
}

void opt_words(const char *words, void (*each)(void *context, slice word), void *context)
{
	slice rest = slice_of(words);
	while (rest.n) {
		size_t end = slice_find(rest, ' ');
		if (end)
			each(context, slice_cut(rest, 0, end));
		rest = slice_after(rest, end + 1);
	}
}

struct candidates {
	slice at[MAX_CANDIDATES];
	unsigned n;
};

static void add_candidate(void *context, slice word)
{
	struct candidates *candidates = context;
	if (candidates->n < MAX_CANDIDATES)
		candidates->at[candidates->n++] = word;
}

static void add_listed(void *context, slice word)
{
	struct buf *list = context;
	buf_text(list, list->n ? ", " : "");
	buf_add(list, word);
}

int opt_unknown(const char *kind, slice word, const char *list, struct hfg_err *err)
{
	struct candidates candidates = {.n = 0};
	struct buf all = {0};
	opt_words(list, add_candidate, &candidates);
	opt_words(list, add_listed, &all);
	slice best = nearest(word, candidates.at, candidates.n);
	const char *known = all.p ? all.p : "none";
	if (best.n)
		err_set(err, HFG_EUSAGE,
			"unknown %s \"" SLICE_FMT "\" (did you mean \"" SLICE_FMT
			"\"?). One of: %s.",
			kind, SLICE_ARG(word), SLICE_ARG(best), known);
	else
		err_set(err, HFG_EUSAGE, "unknown %s \"" SLICE_FMT "\". One of: %s.", kind,
			SLICE_ARG(word), known);
	buf_free(&all);
	return HFG_EUSAGE;
}

/* The command line while it is read. */
struct reader {
	const struct command *command;
	const slice *words;
	unsigned n, at;
	struct arena *arena;
	struct hfg_err *err;
	struct {
		VEC(struct given);
	} given;
	struct {
		VEC(slice);
	} operands;
	bool help;
};

static const struct option *find_long(const struct command *command, slice name)
{
	for (unsigned i = 0; i < command->options_n; i++)
		if (slice_is(name, command->options[i].name))
			return &command->options[i];
	return slice_is(name, help_option.name) ? &help_option : NULL;
}

static const struct option *find_letter(const struct command *command, char letter)
{
	for (unsigned i = 0; i < command->options_n; i++)
		if (command->options[i].letter && command->options[i].letter == letter)
			return &command->options[i];
	return letter == help_option.letter ? &help_option : NULL;
}

static int unknown_option(const struct reader *reader, slice written, slice name)
{
	struct candidates candidates = {.n = 0};
	for (unsigned i = 0; i < reader->command->options_n; i++)
		add_candidate(&candidates, slice_of(reader->command->options[i].name));
	add_candidate(&candidates, S("help"));
	slice best = nearest(name, candidates.at, candidates.n);
	if (best.n)
		return err_set(reader->err, HFG_EUSAGE,
			"unknown option \"" SLICE_FMT "\" (did you mean \"--" SLICE_FMT
			"\"?). See hfgate %s --help",
			SLICE_ARG(written), SLICE_ARG(best), reader->command->name);
	return err_set(reader->err, HFG_EUSAGE,
		"unknown option \"" SLICE_FMT "\". See hfgate %s --help", SLICE_ARG(written),
		reader->command->name);
}

static bool is_number(slice value)
{
	if (!value.n || value.n > 6 || value.p[0] == '0')
		return false;
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] < '0' || value.p[i] > '9')
			return false;
	return true;
}

static bool among(const char *words, slice value)
{
	struct candidates candidates = {.n = 0};
	opt_words(words, add_candidate, &candidates);
	for (unsigned i = 0; i < candidates.n; i++)
		if (slice_eq(candidates.at[i], value))
			return true;
	return false;
}

static int check_value(const struct reader *reader, const struct option *option, slice value)
{
	if (option->value == OPT_WORD && !among(option->words, value))
		return opt_unknown(option->name, value, option->words, reader->err);
	if (option->value == OPT_NUMBER && !is_number(value))
		return err_set(reader->err, HFG_EUSAGE,
			"--%s wants a number from 1 on, not \"" SLICE_FMT "\"", option->name,
			SLICE_ARG(value));
	if (option->value != OPT_TEXT && !value.n)
		return err_set(reader->err, HFG_EUSAGE, "--%s wants %s, and nothing was given",
			option->name, option->argument);
	return 0;
}

static int take(struct reader *reader, const struct option *option, slice value)
{
	int status = option->argument ? check_value(reader, option, value) : 0;
	if (status)
		return status;
	reader->help |= option->id == OPT_HELP;
	*VEC_PUSH(&reader->given, reader->arena) = (struct given){option, value};
	return 0;
}

/* The value in the next word. */
static int take_next(struct reader *reader, const struct option *option)
{
	if (reader->at >= reader->n)
		return err_set(reader->err, HFG_EUSAGE,
			"--%s wants %s behind it. See hfgate %s --help", option->name,
			option->argument, reader->command->name);
	return take(reader, option, reader->words[reader->at++]);
}

static int read_long(struct reader *reader, slice word)
{
	slice name = slice_after(word, 2);
	size_t equals = slice_find(name, '=');
	bool has_value = equals < name.n;
	slice value = has_value ? slice_after(name, equals + 1) : S("");
	name = slice_cut(name, 0, equals);
	const struct option *option = find_long(reader->command, name);
	if (!option)
		return unknown_option(reader, word, name);
	if (!option->argument && has_value)
		return err_set(reader->err, HFG_EUSAGE, "--%s takes no value", option->name);
	if (!option->argument || has_value)
		return take(reader, option, value);
	return take_next(reader, option);
}

static int read_letters(struct reader *reader, slice word)
{
	for (size_t i = 1; i < word.n; i++) {
		const struct option *option = find_letter(reader->command, word.p[i]);
		if (!option)
			return unknown_option(reader, word, slice_after(word, 1));
		slice rest = slice_after(word, i + 1);
		if (option->argument && !rest.n)
			return take_next(reader, option);
		int status = take(reader, option, option->argument ? rest : S(""));
		if (status || option->argument)
			return status;
	}
	return 0;
}

static int read_operand(struct reader *reader, slice word)
{
	const struct command *command = reader->command;
	if (reader->operands.n >= command->operands_max)
		return err_set(reader->err, HFG_EUSAGE,
			"\"" SLICE_FMT "\" is one word too many. See hfgate %s --help",
			SLICE_ARG(word), command->name);
	if (command->operand == OPT_WORD && !among(command->operand_words, word))
		return opt_unknown(command->name, word, command->operand_words, reader->err);
	*VEC_PUSH(&reader->operands, reader->arena) = word;
	return 0;
}

static int read_word(struct reader *reader, slice word, bool *only_operands)
{
	if (*only_operands || word.n < 2 || word.p[0] != '-')
		return read_operand(reader, word);
	if (slice_is(word, "--")) {
		*only_operands = true;
		return 0;
	}
	return word.p[1] == '-' ? read_long(reader, word) : read_letters(reader, word);
}

int opt_parse(const struct command *command, const slice *words, unsigned n, struct arena *arena,
	struct arguments *ret, struct hfg_err *err)
{
	struct reader reader = {
		.command = command, .words = words, .n = n, .arena = arena, .err = err};
	bool only_operands = false;
	while (reader.at < n && !reader.help) {
		slice word = words[reader.at++];
		int status = read_word(&reader, word, &only_operands);
		if (status)
			return status;
	}
	*ret = (struct arguments){
		.given = reader.given.at,
		.given_n = reader.given.n,
		.operands = reader.operands.at,
		.operands_n = reader.operands.n,
		.help = reader.help,
	};
	return 0;
}

static void option_help(struct buf *buf, const struct option *option)
{
	size_t start = buf->n;
	if (option->letter)
		buf_printf(buf, "  -%c, ", option->letter);
	else
		buf_text(buf, "      ");
	buf_printf(buf, "--%s", option->name);
	if (option->argument)
		buf_printf(buf, " %s", option->argument);
	int gap = 32 - (int)(buf->n - start);
	buf_printf(buf, "%*s%s\n", gap > 1 ? gap : 1, "", option->help);
}

void opt_help(const struct command *command, struct buf *buf)
{
	buf_printf(buf, "hfgate %s: %s\n", command->name, command->summary);
	buf_printf(buf, "usage: hfgate %s%s%s%s\n", command->name,
		command->options_n ? " [OPTION...]" : "", *command->synopsis ? " " : "",
		command->synopsis);
	if (*command->details)
		buf_printf(buf, "%s\n", command->details);
	for (unsigned i = 0; i < command->options_n; i++)
		option_help(buf, &command->options[i]);
	option_help(buf, &help_option);
	if (*command->example)
		buf_printf(buf, "example: %s", command->example);
}

void opt_overview(struct buf *buf)
{
	buf_text(buf,
		"hfgate: the gate between the Hugging Face Hub and your pipelines\n"
		"usage: hfgate [COMMAND] [OPTION...] [PATH...]\n\n");
	for (unsigned i = 0; i < commands_n; i++)
		if (!commands[i]->quiet_about)
			buf_printf(buf, "  %-12s%s\n", commands[i]->name, commands[i]->summary);
	buf_text(buf,
		"\nWithout a command: lint. Options of a command: hfgate COMMAND --help\n"
		"Exit status: 0 pass, 1 policy violated, 2 usage or invalid policy,\n"
		"3 no verdict, 4 the environment failed.\n\n"
		"example: hfgate lint --format sarif=hfgate.sarif\n");
}
