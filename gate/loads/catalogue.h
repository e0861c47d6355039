/*
 * The sink catalogue: rules/sinks/LIBRARY.yml (built in) and `sinks:` of the
 * user's policy, same syntax, user wins. docs/sinks.md documents the syntax with
 * an example; the reader reports every mistake with line and column.
 */
#ifndef LOADS_CATALOGUE_H
#define LOADS_CATALOGUE_H

#include "base/arena.h"
#include "base/err.h"
#include "hfgate/load.h"

struct sink_argument {
	bool given;   /* the API has such an argument */
	int position; /* 0-based without self, -1 = keyword only */
	bool rest;    /* of a command: this position and all behind it */
	const slice *names;
	uint32_t names_n;
	slice via; /* "" or a path of keys: `model_kwargs.use_safetensors` (names hold model_kwargs) */
	slice fallback; /* source text of the default: `None`, `True`, `'main'`, "" = None */
};

/* How the repository argument is written. */
enum sink_form {
	SINK_FORM_ID,        /* org/name, or a local path */
	SINK_FORM_URL,       /* https://huggingface.co/org/name/resolve/REV/path, or an id */
	SINK_FORM_AT,        /* org/name@rev */
	SINK_FORM_HF_URI,    /* hf://[type/]org/name[@rev][/path] */
	SINK_FORM_HF_HUB,    /* timm: hf-hub:org/name[@rev]; anything else is not the Hub */
	SINK_FORM_BUILDER,   /* load_dataset: packaged builder names are not repositories */
	SINK_FORM_TASK,      /* torch.hub.load: owner/repo[:ref] on GitHub */
	SINK_FORM_PATH,      /* deserialiser: a file, stream or URL */
	SINK_FORM_CATALOGUE, /* names of another catalogue; only org/name is the Hub */
	SINK_FORM_QUANT,     /* org/name:QUANT, hf.co/org/name:QUANT */
	SINK_FORM_KSERVE,    /* hf://org/name:REV, or an id */
};

/* Commands that take many addresses: which of their words are loads. */
enum sink_each {
	SINK_EACH_NOT,        /* an ordinary command: its options say what is loaded */
	SINK_EACH_FILE,       /* every address of a file on the Hub */
	SINK_EACH_REPOSITORY, /* every address of a repository: git */
	SINK_EACH_PACKAGE,    /* every requirement that names the Hub: pip */
};

struct sink {
	struct hfg_sink public; /* what rules see; callee is filled per match */
	const slice *callees; /* patterns: globs over qualified names; `*.method` = any receiver */
	uint32_t callees_n;
	/* Places that are no calls: `environment.MODEL_ID`, `dockerfile.ADD`,
	   `kubernetes.storageUri`. */
	const slice *fields;
	uint32_t fields_n;
	/* A field counts only beside one of these images; globs, empty = any. */
	const slice *images;
	uint32_t images_n;
	slice entrypoint; /* command that these images run in front of their arguments; "" = none */
	enum sink_form form;
	slice repo_type; /* fixed type: model, dataset, space; "" = by argument, default model */
	struct sink_argument repo, revision, code_revision, safetensors, weights_only, remote_code,
		filename, subfolder, local_files_only, type, endpoint, second_repo;
	/* When given by the API: not a load unless the call has this argument, and it is not surely
	   False or None (numpy.load and allow_pickle). */
	struct sink_argument only_if;
	/* Classes (last-but-one name) that are never this sink: `Embedding`. Globs. */
	const slice *not_receivers;
	uint32_t not_receivers_n;
	/* `*.method` patterns fire only when the module imports one of these (top-level names), or when
	   empty: always. */
	const slice *evidence;
	uint32_t evidence_n;
	/* `torch>=2.6`: with such a version declared the missing flag is safe. "" = never. */
	slice safe_since;
	/* A deserialiser or loader whose result or argument links to a download (HFG305). */
	bool returns_path;
	/* A load only when the repository is surely a text: models are handed over here as objects, so
	   an open value says nothing. */
	bool only_text;
	/* pipeline("task"): no repository argument means an implicit default model. */
	bool repo_optional;
	slice origin; /* file and line the row came from, for messages */
	/* Rows of commands; `callees` holds the words, separated by blanks. */
	bool command;
	enum sink_each each;
	const slice *switches; /* options that take no value; others are thought to take one */
	uint32_t switches_n;
};

struct catalogue;

/* The built-in rows. Ends the run (BUG) when they do not parse: a unit test loads every file. */
struct catalogue *catalogue_new(struct arena *);
/*
 * Adds the rows of a YAML text (user sinks): a mapping as in rules/sinks, or the sequence below its
 * key `sinks`, cut at the beginning of a line. Mistakes: HFG_EUSAGE with `path:line:column`, one a
 * line, and then no row is added. The text must outlive the catalogue.
 */
int catalogue_add(
	struct catalogue *, slice yaml, slice path, uint32_t first_line, struct hfg_err *);

/*
 * The row for a callee. Exact names win over globs, longer globs over shorter ones, `*.method`
 * last. `qualified` may be "" (only `*.method` rows then). `imports` = top-level modules of the
 * file (evidence). Returns NULL when nothing fits or a deny entry says so.
 */
const struct sink *catalogue_find(const struct catalogue *, slice qualified, slice written,
	slice method, const slice *imports, uint32_t imports_n);
/* The row of a place that is no call, beside an image ("" = not known); rows that name the image
   win. */
const struct sink *catalogue_field(const struct catalogue *, slice field, slice image);
/* The command that the image runs in front of its arguments, "" when nothing is known. */
slice catalogue_entrypoint(const struct catalogue *, slice image);
/* True when a callee ends in `method` (`from_pretrained`, `load`): what a call must end in. */
bool catalogue_method(const struct catalogue *, slice method);
/* True for a packaged builder of load_dataset (`json`, `imagefolder`): not a repository. */
bool catalogue_is_builder(const struct catalogue *, slice name);

/*
 * Words one of which stands in every file that can hold a load: distinctive method names; for
 * methods with everyday names (`load`, `pipeline`) the library's import name or the ways to use it
 * (`torch.load`, `torch import`); URL hosts and schemes; imports by text. For the prefilter. Valid
 * until the next catalogue_add.
 */
const slice *catalogue_words(const struct catalogue *, uint32_t *ret_n);

/* The catalogue as one text needs it: which methods can be a load there at all. */
struct catalogue_view {
	const struct catalogue *catalogue;
	slice text;
	unsigned char *known; /* what is known of each clue */
};
struct catalogue_view catalogue_view(const struct catalogue *, slice text, struct arena *);
/* Can a callee in this text that ends in `method` be a load, by the words it would need? */
bool catalogue_possible(struct catalogue_view *, slice method);
/* Calls `each` for every last name of a callee. */
void catalogue_methods(
	const struct catalogue *, void *context, void (*each)(void *context, slice method));

/*
 * The row of a command by its words, options included as they stand (`python -m vllm...`); the
 * longest that fits wins. *ret_taken = how many of the words it is. NULL: none.
 */
const struct sink *catalogue_command(
	const struct catalogue *, const slice *words, uint32_t n, uint32_t *ret_taken);
/* As catalogue_words, for files with commands. */
const slice *catalogue_command_words(const struct catalogue *, uint32_t *ret_n);
/* The row behind what rules see. */
const struct sink *catalogue_sink(const struct catalogue *, const struct hfg_sink *);
uint32_t catalogue_size(const struct catalogue *);
const struct sink *catalogue_at(const struct catalogue *, uint32_t index);

#endif
