/*
 * Knows every key of the policy file: where it stands, what it may hold, what
 * holds without it, and how it is explained. Nothing else in the program
 * repeats any of this.
 */
#include "policy/config_keys.h"
#include "base/limits.h"

static const struct key_word presets[] = {
	{"baseline", PRESET_BASELINE},
	{"recommended", PRESET_RECOMMENDED},
	{"strict", PRESET_STRICT},
	{NULL, 0},
};

static const struct key_word levels[] = {
	{"off", HFG_LEVEL_NONE},
	{"note", HFG_LEVEL_NOTE},
	{"warning", HFG_LEVEL_WARNING},
	{"error", HFG_LEVEL_ERROR},
	{NULL, 0},
};

static const struct key_word contexts[] = {
	{"ci-privileged", HFG_CONTEXT_CI_PRIVILEGED},
	{"ci", HFG_CONTEXT_CI},
	{"image", HFG_CONTEXT_IMAGE},
	{"application", HFG_CONTEXT_APPLICATION},
	{"script", HFG_CONTEXT_SCRIPT},
	{"example", HFG_CONTEXT_EXAMPLE},
	{"test", HFG_CONTEXT_TEST},
	{"docs", HFG_CONTEXT_DOCS},
	{NULL, 0},
};

/* `..` as a whole folder name. */
static bool climbs(slice path)
{
	while (path.n) {
		size_t slash = slice_find(path, '/');
		if (slice_is(slice_cut(path, 0, slash), ".."))
			return true;
		path = slice_after(path, slash + 1);
	}
	return false;
}

static const char *check_relative(slice path)
{
	if (path.p[0] == '/' || climbs(path))
		return "must stay inside the repository: no leading `/`, no `..`";
	return NULL;
}

static const char *check_glob(slice glob)
{
	if (climbs(glob))
		return "must stay inside the repository: no `..`";
	if (slice_find(glob, '\\') < glob.n && glob.p[glob.n - 1] == '\\')
		return "ends with a `\\` that escapes nothing";
	return NULL;
}

static const char *check_namespace(slice name)
{
	if (slice_find(name, '/') < name.n)
		return "is a namespace without `/`; whole models stand under `models`";
	return NULL;
}

static const char *check_model(slice name)
{
	size_t slash = slice_find(name, '/');
	if (slash == 0 || slash + 1 == name.n)
		return "must be `org/name`; `org/*` stands for all of a namespace";
	if (slash < name.n && slice_find(slice_after(name, slash + 1), '/') < name.n - slash - 1)
		return "must be `org/name` with one `/`; addresses and paths are not names";
	return NULL;
}

static const char *check_endpoint(slice endpoint)
{
	if (!slice_starts(endpoint, S("https://")) || endpoint.n == sizeof "https://" - 1)
		return "must be an address that starts with `https://`";
	return NULL;
}

static const char *check_policy_repo(slice repo)
{
	size_t at = slice_rfind(repo, '@');
	if (at == 0 || at >= repo.n || !hfg_is_commit(slice_after(repo, at + 1)))
		return "must be a git address, `@` and a full commit of 40 hexadecimal digits";
	return NULL;
}

static const char *check_any(slice text)
{
	(void)text;
	return NULL;
}

#define POLICY(member)   offsetof(struct policy, member)
#define RULE(member)     offsetof(struct policy_rule, member)
#define APPROVAL(member) offsetof(struct policy_approval, member)

const struct config_key config_keys[] = {
	{
		.group = GROUP_FILE,
		.name = "version",
		.type = KEY_VERSION,
		.required = true,
		.help = "Version of this file's format; always 1",
	},
	{
		.group = GROUP_FILE,
		.name = "preset",
		.type = KEY_WORD,
		.field = POLICY(preset),
		.words = presets,
		.fallback = "recommended",
		.help = "How strict the levels are: baseline fails on CI jobs with secrets only, "
			"recommended on what an attacker can use, strict on everything",
	},
	{
		.group = GROUP_FILE,
		.name = "fail-on",
		.type = KEY_WORD,
		.field = POLICY(fail_on),
		.words = levels + 1, /* a gate that never fails is --exit-zero */
		.fallback = "error",
		.help = "The lowest level that makes the verdict a failure",
	},
	{
		.group = GROUP_FILE,
		.name = "rules",
		.type = KEY_RULES,
		.help = "Changes to single rules, by id or name",
	},
	{
		.group = GROUP_FILE,
		.name = "allow",
		.type = KEY_GROUP,
		.child = GROUP_ALLOW,
		.help = "What may be loaded; without entries everything may",
	},
	{
		.group = GROUP_FILE,
		.name = "deny",
		.type = KEY_GROUP,
		.child = GROUP_DENY,
		.help = "What must not be loaded, whatever `allow` says",
	},
	{
		.group = GROUP_FILE,
		.name = "trusted-code",
		.type = KEY_APPROVALS,
		.field = POLICY(trusted_code),
		.check = check_model,
		.pattern = "^([^/]+/)?[^/]+$",
		.help = "Repositories whose code may run; it must be pinned all the same",
	},
	{
		.group = GROUP_FILE,
		.name = "paths",
		.type = KEY_GROUP,
		.child = GROUP_PATHS,
		.help = "Path globs; files of the CI itself are never affected",
	},
	{
		.group = GROUP_FILE,
		.name = "sinks",
		.type = KEY_SINKS,
		.help = "Loading functions of this project, in the syntax of the built-in "
			"catalogue",
	},
	{
		.group = GROUP_FILE,
		.name = "suppress",
		.type = KEY_GROUP,
		.child = GROUP_SUPPRESS,
		.help = "What an ignore comment must look like",
	},
	{
		.group = GROUP_FILE,
		.name = "lock",
		.type = KEY_GROUP,
		.child = GROUP_LOCK,
		.help = "The lockfile",
	},
	{
		.group = GROUP_FILE,
		.name = "limits",
		.type = KEY_GROUP,
		.child = GROUP_LIMITS,
		.help = "Limits of a run; what hits one is reported",
	},
	{
		.group = GROUP_FILE,
		.name = "policy-repo",
		.type = KEY_TEXT,
		.field = POLICY(policy_repo),
		.check = check_policy_repo,
		.pattern = "^.+@[0-9a-f]{40}$",
		.help = "Git address at a full commit, `ADDRESS@COMMIT`, of a policy shared by "
			"many repositories",
	},
	{
		.group = GROUP_ALLOW,
		.name = "namespaces",
		.type = KEY_APPROVALS,
		.field = POLICY(allow_namespaces),
		.check = check_namespace,
		.pattern = "^[^/]+$",
		.help = "Organisations and users whose repositories may be loaded; globs",
	},
	{
		.group = GROUP_ALLOW,
		.name = "models",
		.type = KEY_APPROVALS,
		.field = POLICY(allow_models),
		.check = check_model,
		.pattern = "^([^/]+/)?[^/]+$",
		.help = "Single repositories that may be loaded, `org/name`; globs",
	},
	{
		.group = GROUP_ALLOW,
		.name = "endpoints",
		.type = KEY_APPROVALS,
		.field = POLICY(allow_endpoints),
		.check = check_endpoint,
		.pattern = "^https://.",
		.help = "Mirrors of the Hub that may be used; globs over addresses",
	},
	{
		.group = GROUP_DENY,
		.name = "models",
		.type = KEY_APPROVALS,
		.field = POLICY(deny_models),
		.check = check_model,
		.pattern = "^([^/]+/)?[^/]+$",
		.help = "Repositories that must not be loaded, `org/name` or `org/*`",
	},
	{
		.group = GROUP_PATHS,
		.name = "exclude",
		.type = KEY_GLOBS,
		.field = POLICY(exclude),
		.check = check_glob,
		.pattern = "^(?!(.*/)?\\.\\.(/|$)).+$",
		.help = "Files that are not read",
	},
	{
		.group = GROUP_PATHS,
		.name = "tests",
		.type = KEY_GLOBS,
		.field = POLICY(tests),
		.check = check_glob,
		.pattern = "^(?!(.*/)?\\.\\.(/|$)).+$",
		.help = "Test files besides those that are named like tests",
	},
	{
		.group = GROUP_PATHS,
		.name = "docs",
		.type = KEY_GLOBS,
		.field = POLICY(docs),
		.check = check_glob,
		.pattern = "^(?!(.*/)?\\.\\.(/|$)).+$",
		.help = "Documentation besides what is named like it",
	},
	{
		.group = GROUP_SUPPRESS,
		.name = "max-days",
		.type = KEY_NUMBER,
		.field = POLICY(suppress_max_days),
		.least = 1,
		.most = 3650,
		.number = 180,
		.help = "The furthest an `until=` may lie ahead, in days",
	},
	{
		.group = GROUP_SUPPRESS,
		.name = "min-reason",
		.type = KEY_NUMBER,
		.field = POLICY(suppress_min_reason),
		.least = 1,
		.most = 200,
		.number = 10,
		.help = "The fewest characters that are a reason",
	},
	{
		.group = GROUP_LOCK,
		.name = "path",
		.type = KEY_TEXT,
		.field = POLICY(lock_path),
		.check = check_relative,
		.pattern = "^(?!/)(?!(.*/)?\\.\\.(/|$)).+$",
		.fallback = "hfgate.lock",
		.help = "Where the lockfile stands",
	},
	{
		.group = GROUP_LOCK,
		.name = "require",
		.type = KEY_SWITCH,
		.field = POLICY(lock_require),
		.fallback = "false",
		.help = "Every load needs an entry in the lockfile",
	},
	{
		.group = GROUP_LIMITS,
		.name = "findings",
		.type = KEY_NUMBER,
		.field = POLICY(max_findings),
		.least = 1,
		.most = MAX_FINDINGS,
		.number = MAX_FINDINGS,
		.help = "Findings of each level that are listed; all are counted",
	},
	{
		.group = GROUP_LIMITS,
		.name = "source-bytes",
		.type = KEY_NUMBER,
		.field = POLICY(max_source),
		.least = 1024,
		.most = MAX_SOURCE,
		.number = MAX_SOURCE,
		.help = "Largest source file that is read",
	},
	{
		.group = GROUP_RULE,
		.name = "level",
		.type = KEY_WORD,
		.field = RULE(level),
		.words = levels,
		.required = true,
		.help = "Level of the rule's findings, in place of the preset's",
	},
	{
		.group = GROUP_RULE,
		.name = "reason",
		.type = KEY_TEXT,
		.field = RULE(reason),
		.check = check_any,
		.help = "Why the rule is changed",
	},
	{
		.group = GROUP_RULE,
		.name = "until",
		.type = KEY_DATE,
		.field = RULE(until),
		.help = "Last day on which the change counts",
	},
	{
		.group = GROUP_RULE,
		.name = "contexts",
		.type = KEY_WORDS,
		.field = RULE(contexts),
		.words = contexts,
		.help = "Where the change counts; everywhere when missing",
	},
	{
		.group = GROUP_APPROVAL,
		.name = "name",
		.type = KEY_TEXT,
		.field = APPROVAL(name),
		.required = true,
		.help = "What is approved",
	},
	{
		.group = GROUP_APPROVAL,
		.name = "reviewed",
		.type = KEY_DATE,
		.field = APPROVAL(reviewed),
		.help = "Day of the review",
	},
	{
		.group = GROUP_APPROVAL,
		.name = "by",
		.type = KEY_TEXT,
		.field = APPROVAL(by),
		.help = "Who reviewed it",
	},
	{
		.group = GROUP_APPROVAL,
		.name = "until",
		.type = KEY_DATE,
		.field = APPROVAL(until),
		.help = "Last day on which the entry counts",
	},
	{
		.group = GROUP_APPROVAL,
		.name = "reason",
		.type = KEY_TEXT,
		.field = APPROVAL(reason),
		.help = "Why the entry is here",
	},
};

const unsigned config_keys_n = sizeof config_keys / sizeof *config_keys;

_Static_assert(sizeof config_keys / sizeof *config_keys <= POLICY_KEYS,
	"struct policy has a line for each key");
_Static_assert(sizeof(enum hfg_level) == sizeof(uint32_t) &&
		sizeof(enum policy_preset) == sizeof(uint32_t),
	"words are stored as 32 bits");

static const char *group_name(enum key_group group)
{
	for (unsigned i = 0; i < config_keys_n; i++)
		if (config_keys[i].type == KEY_GROUP && config_keys[i].child == group)
			return config_keys[i].name;
	return "";
}

slice key_path(const struct config_key *key, struct arena *arena)
{
	const char *group = group_name(key->group);
	return arena_printf(arena, "%s%s%s", group, *group ? "." : "", key->name);
}

const char *key_word_of(const struct config_key *key, uint32_t value)
{
	for (const struct key_word *word = key->words; word->word; word++)
		if (word->value == value)
			return word->word;
	return NULL;
}

void key_list_words(const struct config_key *key, struct buf *out)
{
	for (const struct key_word *word = key->words; word->word; word++) {
		if (word > key->words)
			buf_text(out, word[1].word ? ", " : " or ");
		buf_text(out, word->word);
	}
}
