/*
 * The load: one place where something comes from the Hub or where model bytes
 * are deserialised, whatever language it is written in. Rules judge loads and
 * never see syntax. Immutable once the scan is done; lives as long as the run.
 */
#ifndef HFGATE_LOAD_H
#define HFGATE_LOAD_H

#include "hfgate/value.h"

struct source; /* opaque to rules: the bytes a span points into */

enum hfg_language {
	HFG_PYTHON,
	HFG_NOTEBOOK,
	HFG_SHELL,
	HFG_GITHUB_WORKFLOW,
	HFG_GITHUB_ACTION,
	HFG_GITLAB_CI,
	HFG_DOCKERFILE,
	HFG_COMPOSE,
	HFG_KUBERNETES,
	HFG_JAVASCRIPT,
	HFG_MAKEFILE,
	HFG_CONFIG,
	HFG_MARKDOWN,
	HFG_OTHER_LANGUAGE,
};

enum hfg_kind {
	HFG_MODEL,
	HFG_TOKENIZER,
	HFG_PROCESSOR,
	HFG_CONFIGURATION,
	HFG_DATASET,
	HFG_METRIC,
	HFG_ADAPTER,
	HFG_PIPELINE,
	HFG_FILE,
	HFG_SNAPSHOT,
	HFG_SPACE,
	HFG_KERNEL,
	HFG_CODE,
	HFG_DESERIALISE,
};

/* What can go wrong with the bytes, worst first. */
enum hfg_asset { HFG_ASSET_CODE, HFG_ASSET_WEIGHTS, HFG_ASSET_SAFE_WEIGHTS, HFG_ASSET_DATA };

/* Where the load stands; the worst one that is known. Ordered from worst to mildest. */
enum hfg_context {
	HFG_CONTEXT_CI_PRIVILEGED, /* a job with secrets or write access reaches it */
	HFG_CONTEXT_CI,
	HFG_CONTEXT_IMAGE,
	HFG_CONTEXT_APPLICATION,
	HFG_CONTEXT_SCRIPT, /* developers' tools and notebooks: people run them, nothing ships them */
	HFG_CONTEXT_EXAMPLE,
	HFG_CONTEXT_TEST,
	HFG_CONTEXT_DOCS,
};

enum hfg_revision_class {
	HFG_REVISION_NOT_APPLICABLE, /* local, builder name, deserialiser of a local path */
	HFG_REVISION_COMMIT,
	HFG_REVISION_LOCKED,
	HFG_REVISION_MUTABLE,
	HFG_REVISION_PULL_REQUEST,
	HFG_REVISION_SHORT,
	HFG_REVISION_OPEN,
	HFG_REVISION_FLOATING_DEFAULT,
	HFG_REVISION_ABSENT,
};

enum hfg_safetensors {
	HFG_SAFE_NOT_APPLICABLE,
	HFG_SAFE_REQUIRED,
	HFG_SAFE_DISABLED,
	HFG_SAFE_OPEN,
	HFG_SAFE_LOCKED, /* the lockfile proves it */
};

enum hfg_remote_code { HFG_CODE_OFF, HFG_CODE_ON, HFG_CODE_OPEN, HFG_CODE_ALWAYS };

/* May the loader unpickle? */
enum hfg_pickle { HFG_PICKLE_NO, HFG_PICKLE_FALLBACK, HFG_PICKLE_ALWAYS };

/* Whose hub the bytes come from. */
enum hfg_hub { HFG_HUB_HUGGING_FACE, HFG_HUB_GITHUB, HFG_HUB_OTHER };

/* A row of the sink catalogue, as far as rules may see it. */
struct hfg_sink {
	slice id;      /* `transformers.AutoModel`, unique */
	slice library; /* `transformers` */
	slice callee;  /* the pattern that matched: `transformers.AutoModel*.from_pretrained` */
	enum hfg_kind kind;
	enum hfg_hub hub;
	enum hfg_pickle pickle;
	enum hfg_remote_code remote_code; /* HFG_CODE_ON here means: a flag decides, default off */
	bool revision_supported;
	bool safetensors_supported;
	bool weights_only_supported;
	bool carries_weights; /* false for tokenizers, configurations, data */
	slice pin_leak; /* what is fetched at main although the call is pinned; "" = nothing known */
	slice note;     /* for people; "" = none */
	/* How a pin is written where it is no argument `revision="..."`: `--revision *`, with `*` for
	   the commit; the switch for safetensors likewise. */
	slice pin, safe;
	slice way_out; /* how to pin where the API cannot; "" = the general recipe */
};

struct hfg_reach; /* include/hfgate/ci.h */

struct hfg_load {
	uint32_t number; /* 1-based, in report order: L1, L2, ... */
	const struct source *source;
	slice path; /* outermost file, relative to the root, `/` as separator */
	enum hfg_language language;
	span at;        /* the whole call, in `source` */
	span callee_at; /* the callee's text */
	uint32_t line, column, end_line,
		end_column; /* of `at`, outermost file, 1-based, code points */
	slice callee;       /* qualified: `transformers.AutoModel.from_pretrained` */
	slice function; /* enclosing function chain `Cls.method`, or job/step; "" at module level */
	const struct hfg_sink *sink;
	enum hfg_kind kind;
	enum hfg_asset asset;
	enum hfg_context context;

	struct hfg_value repo, revision, code_revision, filename;
	struct hfg_value safetensors_value, weights_only, remote_code_value;
	slice repo_type; /* `model`, `dataset`, `space`, `kernel` */
	enum hfg_revision_class revision_class, code_revision_class;
	enum hfg_safetensors safetensors;
	enum hfg_remote_code remote_code;
	bool local;    /* surely no Hub access: local path, local_files_only, builder name, ... */
	bool from_hub; /* a deserialiser whose argument came from the Hub */
	bool pass_through;     /* a function of the project hands on its own parameter here */
	bool opaque_keywords;  /* a ** argument that is not known may carry anything */
	bool test_expectation; /* inside pytest.raises, mock.patch or the like */
	bool suppressed_default; /* name is a placeholder such as org/model in a docstring-like place */
	bool versions_make_safe; /* the project's declared library version makes the default safe */
	uint32_t download;       /* number of the load whose result flows in here, 0 = none */

	const struct hfg_reach *reached; /* jobs that run it; reached_n of them */
	uint32_t reached_n;
};

const char *hfg_language_name(enum hfg_language);
const char *hfg_kind_name(enum hfg_kind);
const char *hfg_context_name(enum hfg_context);
const char *hfg_revision_class_name(enum hfg_revision_class); /* as in the JSON report */
const char *hfg_safetensors_name(enum hfg_safetensors);
const char *hfg_remote_code_name(enum hfg_remote_code);
const char *hfg_state_name(enum hfg_state);
const char *hfg_why_text(enum hfg_why); /* `a parameter that callers decide`, for messages */

/* A Hub load whose pin matters: not local, and on the Hub. A deserialiser is one only when it is
   given an address of the Hub itself. */
static inline bool hfg_on_hub(const struct hfg_load *load)
{
	return !load->local && load->sink->hub == HFG_HUB_HUGGING_FACE;
}

/* True when no outsider can change what this load fetches. */
static inline bool hfg_pinned(const struct hfg_load *load)
{
	return load->revision_class == HFG_REVISION_COMMIT ||
		load->revision_class == HFG_REVISION_LOCKED;
}

#endif
