/* The option parser on a small table of its own, and the tables of the real commands. */
#include "unit.h"
#include "cli/opt.h"

#include <stdio.h>

enum { FLAG = 1, NAME, COUNT, WHEN };

static const struct option options[] = {
	{FLAG, 'f', "flag", NULL, OPT_FLAG, NULL, "a flag"},
	{NAME, 'n', "name", "TEXT", OPT_TEXT, NULL, "a text"},
	{COUNT, 'j', "count", "N", OPT_NUMBER, NULL, "a number"},
	{WHEN, 0, "when", "WHEN", OPT_WORD, "auto always never", "a word"},
};

static const struct command command = {
	.name = "try",
	.summary = "try it",
	.synopsis = "[X]",
	.details = "",
	.example = "",
	.options = options,
	.options_n = sizeof options / sizeof *options,
	.operand = OPT_FILE,
	.operands_max = 2,
};

/* Parses words separated by blanks; the result as `id=value ... | operand ...`, or the message. */
static void check(const char *line, const char *wanted)
{
	struct arena arena;
	struct arguments arguments;
	struct hfg_err err = {0};
	struct buf got = {0};
	slice words[16], rest = slice_of(line);
	unsigned n = 0;
	arena_init(&arena);
	while (rest.n && n < 16) {
		size_t end = slice_find(rest, ' ');
		words[n++] = slice_cut(rest, 0, end);
		rest = slice_after(rest, end + 1);
	}
	if (opt_parse(&command, words, n, &arena, &arguments, &err)) {
		CHECK_NUMBER(err.code, HFG_EUSAGE);
		buf_text(&got, err.message);
	} else {
		for (unsigned i = 0; i < arguments.given_n; i++)
			buf_printf(&got, "%d=" SLICE_FMT " ", arguments.given[i].option->id,
				SLICE_ARG(arguments.given[i].value));
		buf_text(&got, "|");
		for (unsigned i = 0; i < arguments.operands_n; i++)
			buf_printf(&got, " " SLICE_FMT, SLICE_ARG(arguments.operands[i]));
	}
	CHECK_TEXT(buf_slice(&got), wanted);
	buf_free(&got);
	arena_free(&arena);
}

void test_cli_opt__forms(void)
{
	check("", "|");
	check("a -f b", "1= | a b");
	check("--name x --name=y --name=", "2=x 2=y 2= |");
	check("--name=a=b", "2=a=b |");
	check("-nx -n y -j4", "2=x 2=y 3=4 |");
	check("-fnx -ff", "1= 2=x 1= 1= |");
	check("-- -f --name", "| -f --name");
	check("- -f", "1= | -");
	check("--name -f", "2=-f |");
	check("--help --nonsense", "0= |");
	check("--when never", "4=never |");
}

void test_cli_opt__mistakes(void)
{
	check("--nam x",
		"unknown option \"--nam\" (did you mean \"--name\"?). See hfgate try --help");
	check("--zzzzzzzz", "unknown option \"--zzzzzzzz\". See hfgate try --help");
	check("-x", "unknown option \"-x\". See hfgate try --help");
	check("--flag=1", "--flag takes no value");
	check("--name", "--name wants TEXT behind it. See hfgate try --help");
	check("-j", "--count wants N behind it. See hfgate try --help");
	check("-j0", "--count wants a number from 1 on, not \"0\"");
	check("-j 9999999", "--count wants a number from 1 on, not \"9999999\"");
	check("--count=4x", "--count wants a number from 1 on, not \"4x\"");
	check("--when allways",
		"unknown when \"allways\" (did you mean \"always\"?). "
		"One of: auto, always, never.");
	check("a b c", "\"c\" is one word too many. See hfgate try --help");
}

static void check_table(const struct command *real)
{
	for (unsigned i = 0; i < real->options_n; i++) {
		const struct option *option = &real->options[i];
		CHECK(option->id > OPT_HELP && option->help && *option->help);
		CHECK(!option->argument == (option->value == OPT_FLAG));
		CHECK(!option->words == (option->value != OPT_WORD));
		for (unsigned j = 0; j < i; j++) {
			CHECK(strcmp(option->name, real->options[j].name) != 0);
			CHECK(option->id != real->options[j].id);
			CHECK(!option->letter || option->letter != real->options[j].letter);
		}
	}
}

void test_cli_opt__tables_are_consistent_and_fit_a_screen(void)
{
	enum { LINES = 24, COLUMNS = 80 };
	for (unsigned i = 0; i < commands_n; i++) {
		struct buf help = {0};
		check_table(commands[i]);
		opt_help(commands[i], &help);
		slice rest = buf_slice(&help);
		unsigned lines = 0;
		for (; rest.n; lines++) {
			size_t end = slice_find(rest, '\n');
			CHECK(end <= COLUMNS);
			rest = slice_after(rest, end + 1);
		}
		CHECK(lines <= LINES);
		buf_free(&help);
	}
}
