/* Knows how a process begins and ends: descriptors, signals, the command, the exit status. */
#include "cli/opt.h"
#include "cli/output.h"
#include "base/distance.h"

#include <signal.h>
#include <unistd.h>

enum { MAX_WORDS = 1 << 20 }; /* the kernel allows fewer */

/* A first word that is neither a command nor a path is more likely a typing error than a file. */
static int looks_like_command(slice word, const char *written, struct hfg_err *err)
{
	slice names[32];
	unsigned n = 0;
	if (slice_has(word, S("/")) || slice_has(word, S(".")) || access(written, F_OK) == 0)
		return 0;
	for (unsigned i = 0; i < commands_n && n < 32; i++)
		names[n++] = slice_of(commands[i]->name);
	slice best = nearest(word, names, n);
	if (best.n)
		return err_set(err, HFG_EUSAGE,
			"unknown command \"" SLICE_FMT "\" (did you mean \"" SLICE_FMT
			"\"?). See hfgate --help",
			SLICE_ARG(word), SLICE_ARG(best));
	return err_set(err, HFG_EUSAGE,
		"\"" SLICE_FMT "\" is neither a command nor a file here. See hfgate --help",
		SLICE_ARG(word));
}

/* The command that the words ask for; *ret_skip of them are its name. */
static const struct command *choose(
	char **argv, const slice *words, unsigned n, unsigned *ret_skip, struct hfg_err *err)
{
	*ret_skip = 0;
	if (n && (slice_is(words[0], "--help") || slice_is(words[0], "-h")))
		return command_find(S("help"));
	if (n && slice_is(words[0], "--version"))
		return command_find(S("version"));
	const struct command *command = n ? command_find(words[0]) : NULL;
	if (command) {
		*ret_skip = 1;
		return command;
	}
	if (n && words[0].n && words[0].p[0] != '-' && looks_like_command(words[0], argv[1], err))
		return NULL;
	return command_find(S("lint"));
}

static int run(const struct command *command, const slice *words, unsigned n, struct arena *arena,
	struct hfg_err *err)
{
	struct arguments arguments;
	int status = opt_parse(command, words, n, arena, &arguments, err);
	if (status)
		return status;
	if (!arguments.help)
		return command->run(&arguments, err);
	struct buf help = {0};
	opt_help(command, &help);
	status = output_standard(buf_slice(&help), err);
	buf_free(&help);
	return status;
}

static int start(int argc, char **argv, struct arena *arena, struct hfg_err *err)
{
	unsigned n = argc > 0 && argc < MAX_WORDS ? (unsigned)argc - 1 : 0;
	slice *words = arena_array(arena, n, sizeof *words);
	for (unsigned i = 0; i < n; i++)
		words[i] = slice_of(argv[i + 1]);
	unsigned skip;
	const struct command *command = choose(argv, words, n, &skip, err);
	if (!command)
		return err->code;
	bool asked = n && words[0].n && words[0].p[0] == '-' && !skip &&
		strcmp(command->name, "lint") != 0;
	return run(command, words + skip, asked ? 0 : n - skip, arena, err);
}

int main(int argc, char **argv)
{
	struct hfg_err err = {0};
	struct arena arena;
	output_secure_descriptors();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	arena_init(&arena);
	int status = start(argc, argv, &arena, &err);
	if (status < 0) {
		output_error(slice_of(err.message));
		status = -status;
	}
	arena_free(&arena);
	return status;
}
