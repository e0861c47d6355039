/* Knows the words for what a load is, as reports and policies write them. */
#include "policy/policy.h"

#define NAME_OF(names, value) \
	((size_t)(value) < sizeof(names) / sizeof *(names) ? (names)[value] : "unknown")

const char *hfg_language_name(enum hfg_language language)
{
	static const char *const names[] = {
		[HFG_PYTHON] = "python",
		[HFG_NOTEBOOK] = "notebook",
		[HFG_SHELL] = "shell",
		[HFG_GITHUB_WORKFLOW] = "github-workflow",
		[HFG_GITHUB_ACTION] = "github-action",
		[HFG_GITLAB_CI] = "gitlab-ci",
		[HFG_DOCKERFILE] = "dockerfile",
		[HFG_COMPOSE] = "compose",
		[HFG_KUBERNETES] = "kubernetes",
		[HFG_JAVASCRIPT] = "javascript",
		[HFG_MAKEFILE] = "makefile",
		[HFG_CONFIG] = "config",
		[HFG_MARKDOWN] = "markdown",
		[HFG_OTHER_LANGUAGE] = "other",
	};
	return NAME_OF(names, language);
}

const char *hfg_kind_name(enum hfg_kind kind)
{
	static const char *const names[] = {
		[HFG_MODEL] = "model",
		[HFG_TOKENIZER] = "tokenizer",
		[HFG_PROCESSOR] = "processor",
		[HFG_CONFIGURATION] = "config",
		[HFG_DATASET] = "dataset",
		[HFG_METRIC] = "metric",
		[HFG_ADAPTER] = "adapter",
		[HFG_PIPELINE] = "pipeline",
		[HFG_FILE] = "file",
		[HFG_SNAPSHOT] = "snapshot",
		[HFG_SPACE] = "space",
		[HFG_KERNEL] = "kernel",
		[HFG_CODE] = "code",
		[HFG_DESERIALISE] = "deserialise",
	};
	return NAME_OF(names, kind);
}

const char *hfg_context_name(enum hfg_context context)
{
	static const char *const names[] = {
		[HFG_CONTEXT_CI_PRIVILEGED] = "ci-privileged",
		[HFG_CONTEXT_CI] = "ci",
		[HFG_CONTEXT_IMAGE] = "image",
		[HFG_CONTEXT_APPLICATION] = "application",
		[HFG_CONTEXT_SCRIPT] = "script",
		[HFG_CONTEXT_EXAMPLE] = "example",
		[HFG_CONTEXT_TEST] = "test",
		[HFG_CONTEXT_DOCS] = "docs",
	};
	return NAME_OF(names, context);
}

const char *hfg_revision_class_name(enum hfg_revision_class class)
{
	static const char *const names[] = {
		[HFG_REVISION_NOT_APPLICABLE] = "n/a",
		[HFG_REVISION_COMMIT] = "commit",
		[HFG_REVISION_LOCKED] = "locked",
		[HFG_REVISION_MUTABLE] = "mutable",
		[HFG_REVISION_PULL_REQUEST] = "pull-request",
		[HFG_REVISION_SHORT] = "short",
		[HFG_REVISION_OPEN] = "open",
		[HFG_REVISION_FLOATING_DEFAULT] = "floating-default",
		[HFG_REVISION_ABSENT] = "absent",
	};
	return NAME_OF(names, class);
}

const char *hfg_safetensors_name(enum hfg_safetensors safetensors)
{
	static const char *const names[] = {
		[HFG_SAFE_NOT_APPLICABLE] = "n/a",
		[HFG_SAFE_REQUIRED] = "required",
		[HFG_SAFE_DISABLED] = "disabled",
		[HFG_SAFE_OPEN] = "open",
		[HFG_SAFE_LOCKED] = "locked",
	};
	return NAME_OF(names, safetensors);
}

const char *hfg_remote_code_name(enum hfg_remote_code remote_code)
{
	static const char *const names[] = {
		[HFG_CODE_OFF] = "off",
		[HFG_CODE_ON] = "on",
		[HFG_CODE_OPEN] = "open",
		[HFG_CODE_ALWAYS] = "always",
	};
	return NAME_OF(names, remote_code);
}

const char *hfg_state_name(enum hfg_state state)
{
	static const char *const names[] = {
		[HFG_ABSENT] = "absent",
		[HFG_ONE] = "one",
		[HFG_SOME] = "some",
		[HFG_SHAPED] = "shaped",
		[HFG_OPEN] = "open",
	};
	return NAME_OF(names, state);
}

const char *hfg_why_text(enum hfg_why why)
{
	static const char *const texts[] = {
		[HFG_WHY_NONE] = "nothing known",
		[HFG_WHY_PARAMETER] = "a parameter that callers decide",
		[HFG_WHY_ATTRIBUTE] = "an attribute set elsewhere",
		[HFG_WHY_CLI] = "a command-line option",
		[HFG_WHY_ENVIRONMENT] = "an environment variable",
		[HFG_WHY_INPUT] = "input from outside",
		[HFG_WHY_CONFIG] = "a configuration file read at run time",
		[HFG_WHY_CALL] = "the result of a call",
		[HFG_WHY_LOOP] = "a loop over values that are not known",
		[HFG_WHY_IMPORT] = "a name imported from outside the project",
		[HFG_WHY_SUBSCRIPT] = "an entry of a table that is not known",
		[HFG_WHY_UNKNOWN] = "an expression that is not understood",
		[HFG_WHY_LIMIT] = "a value with more origins than the analysis follows",
	};
	return NAME_OF(texts, why);
}

const char *hfg_level_name(enum hfg_level level)
{
	static const char *const names[] = {
		[HFG_LEVEL_NONE] = "none",
		[HFG_LEVEL_NOTE] = "note",
		[HFG_LEVEL_WARNING] = "warning",
		[HFG_LEVEL_ERROR] = "error",
	};
	return NAME_OF(names, level);
}

const char *policy_preset_name(enum policy_preset preset)
{
	static const char *const names[] = {
		[PRESET_BASELINE] = "baseline",
		[PRESET_RECOMMENDED] = "recommended",
		[PRESET_STRICT] = "strict",
	};
	return NAME_OF(names, preset);
}
