/*
 * What a Python expression may be: names, texts, callees.
 *
 * A `pyv` is one parsed module with its scopes and bindings. Evaluation is
 * demand-driven, memoised, bounded by MAX_TRAIL steps and MAX_SOME texts, and
 * free of recursion deeper than that. It follows, in the order of measured
 * yield: literals; names bound once (local, class, module scope, by Python's
 * real scoping rules); parameter, argparse, click/typer, os.environ and `or`
 * defaults; self.x, class attributes, dataclass and pydantic fields, Enum
 * members; dict and list tables, loops over literals, conditionals; f-strings,
 * +, %, .format, os.path.join and Path (local); constants of other modules of
 * the project. What is bound several times joins to all its texts.
 *
 * Not thread-safe; one module_set per worker.
 */
#ifndef VALUES_PYTHON_VALUES_H
#define VALUES_PYTHON_VALUES_H

#include "hfgate/value.h"
#include "source/source.h"
#include "syntax/python.h"

/* The project's Python files by dotted name. Built once per run, read-only, shared. */
struct module_index;
struct module_index *module_index_new(
	struct arena *, const slice *paths, const uint32_t *files, uint32_t n);
#define NO_MODULE UINT32_MAX
/* `level` dots and `dotted` as written in the module at `from_path`; absolute names are looked up
   from every source root (a folder without __init__.py above packages, `src/`, the folder of the
   importing script). Result: the `files` number given above, or NO_MODULE. `dotted` may name a
   package (its __init__.py). */
uint32_t module_index_find(
	const struct module_index *, slice from_path, unsigned level, slice dotted);

/* A worker's cache of other modules parsed on demand. */
struct module_set;
/* `read` gives the source of a file (NULL when unreadable), kept alive by its owner. */
struct module_set *module_set_new(struct arena *, const struct module_index *,
	const struct source *(*read)(void *context, uint32_t file), void *context);

struct pyv;
/* Facts (texts, trails) go to `facts`; scopes and memos to `scratch`. `modules` may be NULL. */
struct pyv *pyv_new(const struct source *, const struct py_tree *, struct arena *facts,
	struct arena *scratch, struct module_set *modules);

/* The value of an expression at its place. */
struct hfg_value pyv_eval(struct pyv *, py_ref expression);

/*
 * The argument of a call: by position (0-based, -1 = keyword only) or by one of `names`. Looks into
 * *sequence literals and ** dicts that are literal in the file (also d["k"] = ..., d.update,
 * setdefault, dict(...)). When it is not found but an unknown * or ** might carry it: ABSENT with
 * HFG_V_REST. `via` = "" or a path of keys below the argument: "model_kwargs.use_safetensors"
 * looks for the argument model_kwargs (position and names describe that one) and then for the key
 * in the dict literal or for the keyword in the call that built it (SFTConfig(...)).
 */
struct hfg_value pyv_argument(
	struct pyv *, py_ref call, int position, const slice *names, uint32_t names_n, slice via);
/* The expression node of that argument, or 0. */
py_ref pyv_argument_node(
	struct pyv *, py_ref call, int position, const slice *names, uint32_t names_n);
/* True when the call has a * or ** argument whose keys are not all known. */
bool pyv_opaque_keywords(struct pyv *, py_ref call);

enum pyv_receiver {
	PYV_NO_RECEIVER, /* f(...) */
	PYV_MODULE,      /* module.f(...) */
	PYV_CLASS,       /* Class.f(...), also a variable or conditional that holds classes */
	PYV_INSTANCE,    /* of a known class: HfApi().f(...), api = HfApi(); api.f(...) */
	PYV_SELF,        /* self, cls, super() */
	PYV_VARIABLE,    /* anything else */
};

struct pyv_callee {
	/* Through imports, aliases, assignments and the constructors of instances, as the library
	   names it: `transformers.AutoModel.from_pretrained`,
	   `huggingface_hub.HfApi.snapshot_download`; "" when the root is unknown. Project modules
	   keep their dotted name. A functools.partial(f, ...) counts as f, getattr(x, "literal")
	   as x.literal, importlib.import_module("literal") as the import. */
	slice qualified;
	slice alternatives[4]; /* further qualified names when a variable holds one of several */
	uint32_t alternatives_n;
	slice written; /* dotted text as written, blanks removed: `self.model_class.from_pretrained` */
	slice method; /* last name, "" when the callee is not a name or attribute */
	enum pyv_receiver receiver;
	slice receiver_class; /* name of the project class for SELF and project INSTANCEs, else "" */
	py_ref definition;    /* FUNCTION or CLASS of this module that is called, 0 = not here */
	uint32_t
		definition_file; /* file of a project module that defines `qualified`, or NO_MODULE */
	py_ref partial;          /* the functools.partial call whose arguments come first, or 0 */
};

struct pyv_callee pyv_callee(struct pyv *, py_ref call);
/* The dotted name of any expression (decorators, base classes, annotations), "" when unknown. */
slice pyv_qualified(struct pyv *, py_ref expression);
/* Qualified names of the bases of a class of this module, project bases followed (bounded). */
const slice *pyv_bases(struct pyv *, py_ref class_node, uint32_t *ret_n);

/* The function chain around a node, `Class.method`, "" at module level; and the FUNCTION and CLASS
   nodes (0 when none). */
slice pyv_function_name(struct pyv *, py_ref node);
py_ref pyv_enclosing_function(struct pyv *, py_ref node);
py_ref pyv_enclosing_class(struct pyv *, py_ref node);

/*
 * When `expression` is nothing but a parameter of an enclosing function (through local aliases,
 * `or` defaults, str(...), or self.x = parameter of the class's __init__): that PARAM node and the
 * FUNCTION it belongs to. Used to find wrappers.
 */
bool pyv_parameter(struct pyv *, py_ref expression, py_ref *ret_function, py_ref *ret_parameter);
/* Index among the parameters that callers fill by position (self and cls not counted), -1 when
   keyword only. */
int pyv_parameter_position(struct pyv *, py_ref function, py_ref parameter);

/* True when the same text or name was written to or removed before in this module: save_pretrained,
   save_model, mkdtemp, snapshot_download(local_dir=...). `value` as returned by pyv_eval. */
bool pyv_saved_here(struct pyv *, py_ref expression, const struct hfg_value *value);
/* Top-level names of all modules this one imports, sorted; for evidence and deny lists. */
const slice *pyv_imports(struct pyv *, uint32_t *ret_n);
/* True when the node stands in a block that never runs: `if TYPE_CHECKING:`, `if False:`. */
bool pyv_unreachable(struct pyv *, py_ref node);

#endif
