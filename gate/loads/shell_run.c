/*
 * Knows which commands only run another one, where that one begins among their
 * words, and which of them take a script: bash, python, eval.
 */
#include "loads/shell_internal.h"

/* A command in front of another. */
struct runner {
	const char *words;  /* one or two */
	const char *valued; /* options that take a value, blanks around each */
	uint8_t skipped;    /* words between the options and the command */
};

static const struct runner runners[] = {
	{"sudo", " -u -g -h -p -C -U -T -r -t --user --group ", 0},
	{"doas", " -u -C ", 0},
	{"env", " -u -C -S --unset --chdir ", 0},
	{"nohup", "", 0},
	{"exec", " -a ", 0},
	{"command", "", 0},
	{"builtin", "", 0},
	{"time", " -f -o ", 0},
	{"nice", " -n ", 0},
	{"ionice", " -c -n ", 0},
	{"stdbuf", " -i -o -e ", 0},
	{"setsid", "", 0},
	{"timeout", " -s -k --signal --kill-after ", 1},
	{"xargs", " -n -I -P -L -d -a -s -E --max-args --max-procs --delimiter ", 0},
	{"gosu", "", 1},
	{"tini", "", 0},
	{"dumb-init", "", 0},
	{"catchsegv", "", 0},
	{"numactl", " -C -m -N ", 0},
	{"retry", " -t -d --times --delay ", 0},
	{"uvx", " --from --with --python -p --index-url ", 0},
	{"uv run",
		" --with --python -p --package --project --extra --group --env-file "
		"--directory --index-url --with-requirements ",
		0},
	{"uv tool", "", 1},
	{"pipx run", " --spec --python ", 0},
	{"poetry run", "", 0},
	{"pipenv run", "", 0},
	{"pdm run", "", 0},
	{"rye run", "", 0},
	{"hatch run", "", 0},
	{"conda run", " -n -p --name --prefix --cwd ", 0},
	{"mamba run", " -n -p --name --prefix ", 0},
	{"micromamba run", " -n -p --name --prefix ", 0},
	{"coverage run", " -m --source --rcfile ", 0},
	{"docker exec", " -e -u -w --env --user --workdir --env-file ", 1},
	{"podman exec", " -e -u -w --env --user --workdir --env-file ", 1},
	{"kubectl exec", " -n -c --namespace --container ", 1},
	{"srun", " -n -N -c -p -t -J -w -A -o -e ", 0},
};

static const char docker_valued[] =
	" -v --volume -e --env --env-file -p --publish --name --network --net -w --workdir -u "
	"--user "
	"--gpus --shm-size --ipc --entrypoint --mount --platform --pull --runtime --device "
	"--ulimit "
	"--cpus -m --memory --restart -h --hostname --label -l --add-host --security-opt --cap-add "
	"--tmpfs --cidfile --log-driver --log-opt --network-alias --dns --pid --cpuset-cpus ";

static bool in_list(const char *list, slice word)
{
	slice rest = slice_of(list);
	while (word.n && rest.n) {
		rest = slice_after(rest, 1);
		size_t end = slice_find(rest, ' ');
		if (slice_eq(slice_cut(rest, 0, end), word))
			return true;
		rest = slice_after(rest, end);
	}
	return false;
}

static slice base_name(slice path)
{
	size_t slash = slice_rfind(path, '/');
	return slash < path.n ? slice_after(path, slash + 1) : path;
}

static bool has_word(slice text, const char *word)
{
	return slice_has(text, slice_of(word));
}

/* `python3.11`, `/usr/bin/python`, `$PYTHON`: python; the base name of all others. */
static slice command_name(const struct command *command)
{
	slice name = base_name(command_text(command, 0));
	slice rest = slice_starts(name, S("python")) ? slice_after(name, 6) : S("?");
	while (rest.n && ((rest.p[0] >= '0' && rest.p[0] <= '9') || rest.p[0] == '.'))
		rest = slice_after(rest, 1);
	bool variable = !name.n && command->n &&
		(has_word(command->items[0].value.expression, "PYTHON") ||
			has_word(command->items[0].value.expression, "python"));
	if (!rest.n || variable)
		return S("python");
	return slice_is(name, "pip3") ? S("pip") : name;
}

static bool is_assignment(slice text)
{
	size_t equals = slice_find(text, '=');
	for (size_t i = 0; i < equals; i++)
		if (text.p[i] != '_' && !(text.p[i] >= '0' && text.p[i] <= '9') &&
			!((text.p[i] | 0x20) >= 'a' && (text.p[i] | 0x20) <= 'z'))
			return false;
	return equals > 0 && equals < text.n;
}

/* Index of the first word that is neither an option, nor the value of one, nor an assignment. */
static uint32_t after_options(const struct command *command, uint32_t from, const char *valued)
{
	uint32_t i = from;
	while (i < command->n) {
		slice text = command_text(command, i);
		if (slice_is(text, "--"))
			return i + 1;
		bool option = text.n > 1 && text.p[0] == '-';
		if (!option && !is_assignment(text))
			break;
		i += option && in_list(valued, text) ? 2 : 1;
	}
	return i;
}

static const struct runner *runner_of(const struct command *command, uint32_t *ret_words)
{
	slice name = command_name(command), second = command_text(command, 1);
	for (size_t i = 0; i < sizeof runners / sizeof *runners; i++) {
		slice words = slice_of(runners[i].words);
		size_t blank = slice_find(words, ' ');
		if (!slice_eq(slice_cut(words, 0, blank), name))
			continue;
		*ret_words = blank < words.n ? 2 : 1;
		if (blank == words.n || slice_eq(slice_after(words, blank + 1), second))
			return &runners[i];
	}
	return NULL;
}

static bool is_one_of(slice name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(name, names[i]))
			return true;
	return false;
}

static bool is_shell(slice name)
{
	static const char *const names[] = {"bash", "sh", "dash", "zsh", "ksh", "ash"};
	return is_one_of(name, names, sizeof names / sizeof *names);
}

/* `bash -lc "..."`, `bash <<EOF` */
static void run_shell(struct walker *w, struct command command)
{
	uint32_t i = 1;
	for (; i < command.n; i++) {
		slice text = command_text(&command, i);
		if (!text.n || (text.p[0] != '-' && text.p[0] != '+'))
			return; /* a file */
		bool valued = slice_is(text, "-o") || slice_is(text, "+o") || slice_is(text, "-O");
		if (text.p[0] == '-' && text.n > 1 && text.p[1] != '-' &&
			slice_ends(text, S("c"))) {
			if (i + 1 < command.n)
				shell_child_item(w, &command.items[i + 1], HFG_SHELL);
			return;
		}
		i += valued;
	}
	shell_child_input(w, command.node, HFG_SHELL);
}

enum { MAX_WORDS = 5 }; /* of the longest row */

static bool find_sink(struct walker *w, struct command command, slice first)
{
	slice words[MAX_WORDS];
	uint32_t n = 0, taken;
	words[n++] = first;
	for (uint32_t i = 1; i < command.n && n < MAX_WORDS; i++)
		words[n++] = i == 1 && slice_is(first, "python")
			? base_name(command_text(&command, i))
			: command_text(&command, i);
	const struct sink *sink = catalogue_command(w->in->catalogue, words, n, &taken);
	if (sink)
		shell_sink(w, command, sink, taken);
	return sink != NULL;
}

/* `python -u -X dev ...`: the words without the interpreter's own switches. */
static struct command without_switches(struct walker *w, struct command command)
{
	uint32_t i = after_options(&command, 1, " -X -W ");
	for (uint32_t k = 1; k < i && k < command.n; k++) {
		slice text = command_text(&command, k);
		if (slice_is(text, "-c") || slice_is(text, "-m") || slice_is(text, "-")) {
			i = k;
			break;
		}
		k += slice_is(text, "-X") || slice_is(text, "-W");
	}
	if (i <= 1)
		return command;
	struct shell_item *items = arena_array(w->in->scratch, command.n, sizeof *items);
	items[0] = command.items[0];
	for (uint32_t k = i; k < command.n; k++)
		items[1 + k - i] = command.items[k];
	return (struct command){items, command.n - i + 1, command.node};
}

static void run_python(struct walker *w, struct command command)
{
	command = without_switches(w, command);
	slice first = command_text(&command, 1);
	if (command.n < 2 || slice_is(first, "-") || slice_is(first, "/dev/stdin")) {
		shell_child_input(w, command.node, HFG_PYTHON);
		return;
	}
	if (slice_is(first, "-c")) {
		if (command.n > 2)
			shell_child_item(w, &command.items[2], HFG_PYTHON);
		return;
	}
	slice module = command_text(&command, 2);
	bool runs_pip =
		slice_is(first, "-m") && (slice_is(module, "pip") || slice_is(module, "uv"));
	if (runs_pip)
		find_sink(w, command_after(command, 2), module);
	else
		find_sink(w, command, S("python"));
}

/* `accelerate launch ... train.py ...`: as `python train.py ...`. */
static void run_launcher(struct walker *w, struct command command)
{
	for (uint32_t i = 1; i < command.n; i++) {
		slice text = command_text(&command, i);
		if (!slice_ends(text, S(".py")) && !slice_is(text, "-m"))
			continue;
		run_python(w, command_after(command, i - 1));
		return;
	}
	find_sink(w, command, command_name(&command));
}

/* The image's own command in front of its arguments. */
static struct command with_entrypoint(struct walker *w, slice entrypoint, struct command arguments)
{
	struct shell_items items = {0};
	while ((entrypoint = slice_trim(entrypoint)).n) {
		size_t end = slice_find(entrypoint, ' ');
		span at = arguments.items[0].value.at;
		*VEC_PUSH(&items, w->in->scratch) =
			(struct shell_item){.value = value_of_text(w->facts->arena,
						    slice_cut(entrypoint, 0, end), "literal", at),
				.quoted = true};
		entrypoint = slice_after(entrypoint, end);
	}
	for (uint32_t i = 1; i < arguments.n; i++)
		*VEC_PUSH(&items, w->in->scratch) = arguments.items[i];
	return (struct command){items.at, items.n, 0};
}

/* `docker run [options] IMAGE [command]` */
static void run_container(struct walker *w, struct command command)
{
	uint32_t image = after_options(&command, 2, docker_valued);
	if (image >= command.n)
		return;
	struct command arguments = command_after(command, image);
	slice entrypoint = catalogue_entrypoint(w->in->catalogue, command_text(&command, image));
	if (entrypoint.n)
		shell_run(w, with_entrypoint(w, entrypoint, arguments));
	else if (arguments.n > 1)
		shell_run(w, command_after(arguments, 1));
}

static const struct hfg_value *checked_out(struct command command, uint32_t i)
{
	for (; i < command.n; i++) {
		slice text = command_text(&command, i);
		if (slice_is(text, "-b") || slice_is(text, "-B") || slice_is(text, "--"))
			return NULL;
		if (!text.n || text.p[0] != '-')
			return &command.items[i].value;
	}
	return NULL;
}

/* What happens to a clone of the Hub later: another commit, or a push. */
static void follow_clone(struct walker *w, struct command command)
{
	uint32_t verb = after_options(&command, 1, " -C -c --git-dir --work-tree ");
	slice name = command_text(&command, verb);
	if (slice_is(name, "push") && w->clone)
		*VEC_PUSH(&w->pushed, w->in->scratch) = w->clone;
	bool moves = slice_is(name, "checkout") || slice_is(name, "reset") ||
		slice_is(name, "switch") || slice_is(name, "fetch");
	const struct hfg_value *revision = moves ? checked_out(command, verb + 1) : NULL;
	if (!w->clone || !revision || slice_is(name, "fetch") ||
		w->clone->revision.state != HFG_ABSENT)
		return;
	w->clone->revision = *revision;
	w->clone->revision.flags &= ~SHELL_FROM_PARAMETER;
	w->clone->revision_class = classify_revision(revision, false);
}

static void run_git(struct walker *w, struct command command)
{
	uint32_t verb = after_options(&command, 1, " -C -c --git-dir --work-tree ");
	if (verb > 1 && verb < command.n) {
		struct shell_item *items = arena_array(w->in->scratch, command.n, sizeof *items);
		items[0] = command.items[0];
		for (uint32_t i = verb; i < command.n; i++)
			items[1 + i - verb] = command.items[i];
		command = (struct command){items, command.n - verb + 1, command.node};
	}
	if (!find_sink(w, command, S("git")))
		follow_clone(w, command);
}

static void dispatch(struct walker *w, struct command command)
{
	static const char *const launchers[] = {"accelerate", "torchrun", "deepspeed", "mpirun"};
	slice name = command_name(&command), second = command_text(&command, 1);
	bool container =
		slice_is(name, "docker") || slice_is(name, "podman") || slice_is(name, "nerdctl");
	if (is_shell(name))
		run_shell(w, command);
	else if (slice_is(name, "eval") && command.n > 1)
		shell_child_item(w, &command.items[1], HFG_SHELL);
	else if (slice_is(name, "python") || slice_is(name, "pypy3"))
		run_python(w, command);
	else if (is_one_of(name, launchers, sizeof launchers / sizeof *launchers))
		run_launcher(w, command);
	else if (container && (slice_is(second, "run") || slice_is(second, "create")))
		run_container(w, command);
	else if (slice_is(name, "git"))
		run_git(w, command);
	else
		find_sink(w, command, name);
}

/* `uv run python`, `uv run - <<EOF`, `uv run script.py` */
static bool is_python_word(slice text)
{
	return slice_is(text, "-") || slice_ends(text, S(".py"));
}

void shell_run(struct walker *w, struct command command)
{
	for (uint32_t n = 0; n < MAX_RUNNERS && command.n; n++) {
		uint32_t words;
		const struct runner *runner = runner_of(&command, &words);
		if (!runner)
			break;
		slice name = slice_of(runner->words);
		uint32_t next = after_options(&command, words, runner->valued) + runner->skipped;
		if (runner->skipped)
			next = after_options(&command, next, "");
		bool python = slice_is(name, "uv run") || slice_is(name, "coverage run") ||
			slice_is(name, "pipx run");
		if (python && next > 0 && next < command.n &&
			is_python_word(command_text(&command, next))) {
			run_python(w, command_after(command, next - 1));
			return;
		}
		bool address = slice_starts(command_text(&command, next), S("http"));
		if (slice_is(name, "uv run") && address && find_sink(w, command, S("uv")))
			return;
		command = command_after(command, next);
	}
	if (command.n)
		dispatch(w, command);
}
