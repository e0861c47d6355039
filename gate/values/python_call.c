/*
 * Knows what well-known calls return: environment, paths, temporary folders,
 * downloads from the Hub, string methods, files read at run time.
 */
#include "values/python_internal.h"

static struct hfg_value flagged(enum hfg_why why, uint32_t flags)
{
	return (struct hfg_value){.state = HFG_OPEN, .why = why, .flags = flags};
}

struct hfg_value eval_environment(struct pyv *in, py_ref key, py_ref fallback, py_ref at)
{
	enum { OUTSIDE = HFG_V_DEFAULT | HFG_V_REST | HFG_V_ENTRY };
	slice name;
	struct hfg_value value = flagged(HFG_WHY_ENVIRONMENT, HFG_V_ENTRY);
	if (fallback)
		value = value_default(eval_node(in, fallback), HFG_WHY_ENVIRONMENT, OUTSIDE);
	else if (kind_of(in, at) == PY_CALL)
		value.flags |= HFG_V_NONE | OUTSIDE;
	if (!key || !tree_text(in, key, &name))
		name = key ? py_text(in->tree, key) : S("environment");
	return value_trail(in, value, at, "environment", name);
}

static bool ends_in(slice dotted, slice name)
{
	return slice_ends(dotted, name) &&
		(dotted.n == name.n || dotted.p[dotted.n - name.n - 1] == '.');
}

static bool is_environment_call(slice dotted)
{
	static const char *const readers[] = {"os.environ.get", "os.getenv", "environ.get",
		"getenv", "os.environ.pop", "os.environ.setdefault", "environ.setdefault"};
	return IS_ONE_OF(dotted, readers);
}

static bool is_path_maker(slice dotted)
{
	static const char *const makers[] = {"pathlib.Path", "Path", "pathlib.PurePath",
		"pathlib.PosixPath", "pathlib.PurePosixPath"};
	return IS_ONE_OF(dotted, makers);
}

static bool keeps_text(slice dotted)
{
	static const char *const same[] = {"str", "os.fspath", "os.path.expanduser",
		"os.path.expandvars", "os.path.normpath", "sys.intern", "typing.cast"};
	return IS_ONE_OF(dotted, same);
}

static bool is_hub_path(slice dotted)
{
	static const char *const downloads[] = {"snapshot_download", "hf_hub_download",
		"cached_download", "cached_file", "cached_path", "try_to_load_from_cache",
		"hf_hub_download_with_retry"};
	size_t dot = slice_rfind(dotted, '.');
	return IS_ONE_OF(dot < dotted.n ? slice_after(dotted, dot + 1) : dotted, downloads);
}

static bool is_file_reader(slice dotted)
{
	static const char *const readers[] = {"json.load", "json.loads", "yaml.safe_load",
		"yaml.load", "yaml.full_load", "toml.load", "tomllib.load", "tomli.load",
		"OmegaConf.load", "omegaconf.OmegaConf.load", "configparser.ConfigParser",
		"pickle.load", "open", "OmegaConf.create", "omegaconf.OmegaConf.create",
		"hydra.compose"};
	return IS_ONE_OF(dotted, readers);
}

static bool is_prompt(slice dotted)
{
	static const char *const prompts[] = {"input", "raw_input", "getpass.getpass",
		"click.prompt", "typer.prompt", "builtins.input"};
	return IS_ONE_OF(dotted, prompts);
}

static struct hfg_value eval_join(struct pyv *in, py_ref call, slice between)
{
	struct hfg_value parts[MAX_SOME];
	uint32_t n = 0;
	for (py_ref at = call_arguments(in, call); at; at = next_of(in, at)) {
		if (kind_of(in, at) == PY_STARRED || n == MAX_SOME)
			return flagged(HFG_WHY_CALL, HFG_V_LOCAL);
		if (kind_of(in, at) != PY_KEYWORD)
			parts[n++] = eval_node(in, at);
	}
	struct hfg_value value =
		n ? py_value_concat(in, parts, n, between) : value_text(in, S("."));
	value.flags |= HFG_V_LOCAL;
	return value;
}

static bool eval_function(struct pyv *in, py_ref call, slice dotted, struct hfg_value *ret_value)
{
	py_ref first = call_position(in, call, 0);
	if (is_environment_call(dotted)) {
		py_ref fallback = call_position(in, call, 1);
		fallback = fallback ? fallback : call_keyword(in, call, S("default"));
		*ret_value = eval_environment(in, first, fallback, call);
	} else if (keeps_text(dotted) && first) {
		bool cast = slice_is(dotted, "typing.cast");
		*ret_value = eval_node(in, cast ? call_position(in, call, 1) : first);
	} else if (is_path_maker(dotted) || slice_is(dotted, "os.path.join")) {
		*ret_value = eval_join(in, call, S("/"));
	} else if (slice_starts(dotted, S("os.path.")) || slice_starts(dotted, S("tempfile.")) ||
		slice_is(dotted, "os.getcwd") || slice_starts(dotted, S("pathlib.Path."))) {
		*ret_value = flagged(HFG_WHY_CALL, HFG_V_LOCAL);
	} else if (is_hub_path(dotted)) {
		*ret_value = flagged(HFG_WHY_CALL, HFG_V_LOCAL | HFG_V_HUB_PATH);
	} else if (is_file_reader(dotted)) {
		*ret_value = flagged(HFG_WHY_CONFIG, HFG_V_ENTRY);
	} else if (is_prompt(dotted)) {
		*ret_value = flagged(HFG_WHY_INPUT, HFG_V_ENTRY);
	} else {
		return false;
	}
	return true;
}

static slice lowered(void *context, slice text, struct arena *arena)
{
	bool upper = context != NULL;
	slice copy = arena_copy(arena, text);
	for (size_t i = 0; i < copy.n; i++) {
		char *byte = (char *)&copy.p[i];
		if (upper && *byte >= 'a' && *byte <= 'z')
			*byte = (char)(*byte - 32);
		else if (!upper && *byte >= 'A' && *byte <= 'Z')
			*byte = (char)(*byte + 32);
	}
	return copy;
}

struct strip {
	slice set;
	bool left, right, whole; /* whole: the set is one prefix or suffix */
};

static slice stripped(void *context, slice text, struct arena *arena)
{
	const struct strip *strip = context;
	(void)arena;
	if (strip->whole) {
		if (strip->left && slice_starts(text, strip->set))
			return slice_after(text, strip->set.n);
		if (strip->right && slice_ends(text, strip->set))
			return slice_cut(text, 0, text.n - strip->set.n);
		return text;
	}
	while (strip->left && text.n && slice_find(strip->set, text.p[0]) < strip->set.n)
		text = slice_after(text, 1);
	while (strip->right && text.n && slice_find(strip->set, text.p[text.n - 1]) < strip->set.n)
		text.n--;
	return text;
}

struct replacement {
	slice old, new;
};

static slice with_replaced(void *context, slice text, struct arena *arena)
{
	const struct replacement *replacement = context;
	struct buf buf = {0};
	if (!replacement->old.n || text.n > MAX_TEXT)
		return text;
	while (text.n && buf.n <= MAX_TEXT) {
		size_t hit = slice_search(text, replacement->old);
		buf_add(&buf, slice_cut(text, 0, hit));
		if (hit == text.n)
			break;
		buf_add(&buf, replacement->new);
		text = slice_after(text, hit + replacement->old.n);
	}
	slice made = arena_copy(arena, buf_slice(&buf));
	buf_free(&buf);
	return made;
}

/* A change of an unknown part is unknown: shapes do not survive replacing. */
static struct hfg_value shapeless(struct hfg_value value)
{
	if (value.state != HFG_SHAPED)
		return value;
	value.state = HFG_OPEN;
	value.n = 0;
	value.why = value.why ? value.why : HFG_WHY_UNKNOWN;
	return value;
}

static struct hfg_value eval_replace(struct pyv *in, py_ref call, struct hfg_value base)
{
	struct replacement replacement;
	bool known = tree_text(in, call_position(in, call, 0), &replacement.old) &&
		tree_text(in, call_position(in, call, 1), &replacement.new) &&
		!call_position(in, call, 2);
	if (known)
		return value_map(in, shapeless(base), with_replaced, &replacement);
	struct hfg_value value = flagged(HFG_WHY_CALL, base.flags & HFG_V_LOCAL);
	return value;
}

static struct hfg_value eval_strip(struct pyv *in, py_ref call, slice method, struct hfg_value base)
{
	struct strip strip = {.set = S(" \t\r\n")};
	py_ref set = call_position(in, call, 0);
	strip.whole = slice_starts(method, S("remove"));
	strip.left = !slice_is(method, "rstrip") && !slice_is(method, "removesuffix");
	strip.right = !slice_is(method, "lstrip") && !slice_is(method, "removeprefix");
	if (set && !tree_text(in, set, &strip.set))
		return flagged(HFG_WHY_CALL, 0);
	return value_map(in, shapeless(base), stripped, &strip);
}

/* "/".join([a, b]) */
static struct hfg_value eval_joined(struct pyv *in, py_ref call, struct hfg_value between)
{
	struct hfg_value parts[MAX_SOME];
	uint32_t n = 0;
	py_ref list = call_position(in, call, 0);
	enum py_kind kind = list ? kind_of(in, list) : PY_NONE;
	if (between.state != HFG_ONE || (kind != PY_LIST && kind != PY_TUPLE))
		return py_value_open(HFG_WHY_CALL);
	for (py_ref at = first_of(in, list); at; at = next_of(in, at)) {
		if (n == MAX_SOME || kind_of(in, at) == PY_STARRED)
			return py_value_open(HFG_WHY_CALL);
		parts[n++] = eval_node(in, at);
	}
	return py_value_concat(in, parts, n, between.texts[0]);
}

static bool is_path_method(slice method)
{
	static const char *const methods[] = {"joinpath", "resolve", "absolute", "with_suffix",
		"with_name", "mkdir", "mkdtemp", "mktemp", "relative_to", "expanduser", "parent"};
	return IS_ONE_OF(method, methods);
}

static bool eval_text_method(struct pyv *in, py_ref call, slice method, struct hfg_value base,
	struct hfg_value *ret_value)
{
	static const char *const strips[] = {
		"strip", "lstrip", "rstrip", "removeprefix", "removesuffix"};
	static const char *const same[] = {"as_posix", "__str__", "encode", "decode", "copy"};
	static char upper[1];
	if (IS_ONE_OF(method, same))
		*ret_value = base;
	else if (slice_is(method, "lower") || slice_is(method, "casefold"))
		*ret_value = value_map(in, base, lowered, NULL);
	else if (slice_is(method, "upper"))
		*ret_value = value_map(in, base, lowered, upper);
	else if (IS_ONE_OF(method, strips))
		*ret_value = eval_strip(in, call, method, base);
	else if (slice_is(method, "replace"))
		*ret_value = eval_replace(in, call, base);
	else if (slice_is(method, "format"))
		*ret_value = eval_format_call(in, call, base);
	else if (slice_is(method, "join"))
		*ret_value = eval_joined(in, call, base);
	else
		return false;
	return true;
}

static bool eval_method(struct pyv *in, py_ref call, struct hfg_value *ret_value)
{
	py_ref callee = first_of(in, call);
	if (kind_of(in, callee) != PY_ATTRIBUTE)
		return false;
	slice method = name_of(in, callee);
	struct hfg_value base = eval_node(in, first_of(in, callee));
	if (base.flags & HFG_V_LOCAL && is_path_method(method)) {
		*ret_value = flagged(HFG_WHY_CALL, base.flags & (HFG_V_LOCAL | HFG_V_HUB_PATH));
		return true;
	}
	if (eval_text_method(in, call, method, base, ret_value))
		return true;
	bool outside = base.why == HFG_WHY_CONFIG || base.why == HFG_WHY_INPUT;
	if (outside && (slice_is(method, "get") || slice_is(method, "read")))
		*ret_value = flagged(base.why, HFG_V_ENTRY);
	return outside && (slice_is(method, "get") || slice_is(method, "read"));
}

/* Capitalised: an object is made. Numbers are no texts either. */
static bool makes_object(slice dotted)
{
	static const char *const numbers[] = {"int", "float", "len", "bool", "dict", "list", "set",
		"tuple", "sum", "abs", "round", "bytes", "object", "torch.device", "range"};
	static const char *const makers[] = {
		"from_pretrained", "from_config", "from_single_file", "load_dataset"};
	size_t dot = slice_rfind(dotted, '.');
	slice last = dot < dotted.n ? slice_after(dotted, dot + 1) : dotted;
	bool capital = last.n && last.p[0] >= 'A' && last.p[0] <= 'Z';
	return capital || IS_ONE_OF(dotted, numbers) || IS_ONE_OF(last, makers);
}

struct hfg_value eval_call(struct pyv *in, py_ref call)
{
	struct hfg_value value;
	slice dotted = callee_dotted(in, call);
	slice method = tree_last_name(in, first_of(in, call));
	if (eval_function(in, call, dotted, &value))
		return value;
	if (eval_method(in, call, &value))
		return value;
	if (ends_in(dotted, S("snapshot_download")) || is_hub_path(method))
		return flagged(HFG_WHY_CALL, HFG_V_LOCAL | HFG_V_HUB_PATH);
	if (is_options_call(in, call))
		return flagged(HFG_WHY_CLI, HFG_V_ENTRY);
	if (makes_object(dotted.n ? dotted : method))
		return flagged(HFG_WHY_NONE, HFG_V_OBJECT);
	return py_value_open(HFG_WHY_CALL);
}
