/*
 * Private to values/: scopes, bindings and origins of one module.
 *
 * An origin is what stands at the end of a chain of names: a literal or call, a
 * parameter, a definition, or the dotted name of something outside. Texts,
 * callees and tables are all read from origins.
 */
#ifndef VALUES_PYTHON_INTERNAL_H
#define VALUES_PYTHON_INTERNAL_H

#include "base/buf.h"
#include "base/map.h"
#include "base/num.h"
#include "base/vec.h"
#include "values/python_values.h"

enum {
	MAX_PATH = 4,        /* for i, (a, (b, c)) in ...: deeper unpacking is open */
	MAX_REACH = 64,      /* bindings of one name that may reach one use */
	MAX_ORIGINS = 64,    /* rows of a table that are looked at one by one */
	MAX_WORK = 4000,     /* steps of one question; honest ones take some dozens */
	MAX_TABLE = 10000,   /* rows of a table that is searched at all */
	MAX_EXPRESSION = 80, /* bytes of an expression shown to people */
	MAX_PARTS = 64,      /* operands of one concatenation */
	MAX_CALLERS = 32,    /* calls of one function whose arguments are joined */
	MAX_BASES = 16,      /* classes looked at above one class */
	MAX_TEXT = 4096,     /* no name is that long; keeps doubling concatenations small */
	MAX_NESTED = 64,     /* questions inside questions: two for each step of a trail */
	MAX_SAVED = 256,     /* places that were written to, compared one by one */
};

enum scope_kind {
	SCOPE_MODULE,
	SCOPE_FUNCTION,
	SCOPE_LAMBDA,
	SCOPE_CLASS,
	SCOPE_COMPREHENSION,
};

enum binding_kind {
	BIND_VALUE,      /* `value`, then `path` into it */
	BIND_LOOP,       /* each element of `value`, then `path` into it */
	BIND_PARAMETER,  /* node: PARAM */
	BIND_IMPORT,     /* node: ALIAS */
	BIND_DEFINITION, /* node: FUNCTION or CLASS */
	BIND_AUGMENT,    /* node: AUGASSIGN */
	BIND_NOTHING,    /* del, or a bare annotation */
	BIND_OPAQUE,     /* except, match, *rest */
	BIND_ITEM,       /* name[...] = value; node: SUBSCRIPT */
	BIND_METHOD,     /* name.update(...), setdefault, pop; node: CALL */
};

struct binding {
	uint8_t kind;
	bool plain; /* runs whenever its block runs to this point */
	uint8_t path_n;
	uint16_t path[MAX_PATH];
	py_ref node, value;
	py_ref block;  /* statement list it stands in, `with` blocks seen through */
	uint32_t from; /* where it takes effect */
};

struct bindings {
	VEC(struct binding);
};

struct name {
	struct bindings bindings; /* in source order */
	uint32_t redirect;        /* global, nonlocal: scope + 1 that holds it */
};

struct nodes {
	VEC(py_ref);
};

struct scope {
	enum scope_kind kind;
	py_ref node, block;
	uint32_t parent;
	struct map names;      /* -> index in pyv.names */
	struct map attributes; /* of classes: self.x = ... in methods */
	struct nodes returns, yields;
};

/* Shared by all modules that one question may lead to. */
struct budget {
	uint32_t depth, steps;
	uint32_t cuts; /* limits reached so far: what was cut short is not remembered */
};

struct pyv {
	const struct source *source;
	const struct py_tree *tree;
	struct arena *facts, *scratch;
	struct module_set *modules;
	struct budget *budget, own_budget;
	bool imported; /* read for the sake of another module: hops name its path */
	uint32_t file;
	py_ref *parents;
	uint32_t *scope_of;  /* node -> scope it is evaluated in */
	uint32_t *own_scope; /* node -> scope it opens */
	uint32_t *memo;      /* node -> index + 1 in `values` */
	unsigned char *busy;
	struct {
		VEC(struct scope);
	} scopes;
	struct {
		VEC(struct name);
	} names;
	struct {
		VEC(struct hfg_value);
	} values;
	struct {
		VEC(struct nodes);
	} lists;
	struct map calls;   /* last name of the callee -> index in `lists` */
	struct map options; /* destination of add_argument, DEFINE_x, set_defaults -> `lists` */
	bool stores;        /* some `a.b = ...` stands in the module */
	struct nodes stars; /* ALIAS nodes of star imports */
	struct nodes saved; /* expressions of places that were written to */
	py_ref partial_of, partial; /* last answer about functools.partial */
	bool partial_known;
};

/* A step of a trail, farthest first: `nearer` leads back to the load. */
struct link {
	struct hfg_hop hop;
	const struct link *nearer;
	uint32_t n;
};

enum origin_kind {
	ORIGIN_EXPRESSION, /* node: any expression that is not a name */
	ORIGIN_PARAMETER,  /* node: PARAM */
	ORIGIN_DEFINITION, /* node: FUNCTION or CLASS */
	ORIGIN_NAME,       /* dotted: something outside of the project */
	ORIGIN_BUILTIN,    /* dotted: a name bound nowhere */
	ORIGIN_INSTANCE,   /* of the class `node`, or of `dotted` when it is foreign */
	ORIGIN_OPTION,     /* node: the call that declares a command-line option */
	ORIGIN_OPEN,       /* why */
};

struct origin {
	struct pyv *in;
	py_ref node;
	enum origin_kind kind;
	enum hfg_why why;
	uint32_t flags; /* enum hfg_value_flag, added to the value */
	bool table;     /* picked from a table of the project */
	slice dotted;
	const struct link *hops;
};

struct origins {
	struct origin at[MAX_ORIGINS];
	uint32_t n;
};

/* How an origin was reached; handed down. */
struct way {
	const struct link *hops;
	uint32_t flags;
	enum hfg_why why; /* of HFG_V_REST in flags */
	bool table;
	uint8_t imports; /* module borders crossed */
};

enum busy {
	BUSY_NOTHING = 0, /* depth and work are counted only */
	BUSY_ORIGIN = 1,
	BUSY_VALUE = 2,
	BUSY_PARAMETER = 4,
	BUSY_KEYS = 8,
	BUSY_LEAF = 16,
};

/* Tree */
static inline const struct py_node *node_of(const struct pyv *in, py_ref node)
{
	return &in->tree->nodes[node];
}

static inline enum py_kind kind_of(const struct pyv *in, py_ref node)
{
	return (enum py_kind)in->tree->nodes[node].kind;
}

static inline py_ref first_of(const struct pyv *in, py_ref node)
{
	return in->tree->nodes[node].child;
}

static inline py_ref next_of(const struct pyv *in, py_ref node)
{
	return in->tree->nodes[node].next;
}

static inline slice name_of(const struct pyv *in, py_ref node)
{
	return py_name(in->tree, node, in->facts);
}

/* python_tree.c: small readings of the tree */
py_ref tree_last(const struct pyv *, py_ref node);
/* `a.b.c` of a chain of names, "" for anything else. */
slice tree_dotted(const struct pyv *, py_ref node);
/* Last name of a callee, "" when it is neither name nor attribute. */
slice tree_last_name(const struct pyv *, py_ref callee);
bool tree_text(const struct pyv *, py_ref node, slice *ret_text);
bool tree_is_text(const struct pyv *, py_ref node, const char *text);
bool tree_number(const struct pyv *, py_ref node, int64_t *ret_number);
bool tree_constant(const struct pyv *, py_ref node, enum py_op constant);
/* k-th positional argument, 0 when missing or behind a *sequence. */
py_ref call_position(const struct pyv *, py_ref call, unsigned k);
py_ref call_keyword(const struct pyv *, py_ref call, slice name);
py_ref call_arguments(const struct pyv *, py_ref call);
/* FUNCTION, LAMBDA: their PARAMS. */
py_ref function_parameters(const struct pyv *, py_ref function);
py_ref function_block(const struct pyv *, py_ref function);
py_ref parameter_default(const struct pyv *, py_ref parameter);
py_ref parameter_annotation(const struct pyv *, py_ref parameter);
/* Does a decorator's dotted name (call or not) end in this name? The decorator's expression. */
py_ref decorated_with(const struct pyv *, py_ref definition, const char *last_name);
bool is_text_suffix(slice name, const char *const *endings, size_t n);
bool is_one_of(slice text, const char *const *list, size_t n);
#define IS_ONE_OF(text, list) is_one_of((text), (list), sizeof(list) / sizeof *(list))

/* python_scope.c */
void scope_build(struct pyv *);
/* Index of the name + 1 by Python's rules as seen from `scope`, 0 = not bound. */
uint32_t scope_lookup(const struct pyv *, uint32_t scope, slice name, uint32_t *ret_scope);
/* In this very scope only. */
uint32_t scope_member(const struct pyv *, uint32_t scope, slice name);
uint32_t scope_attribute(const struct pyv *, uint32_t scope, slice name);
py_ref statement_of(const struct pyv *, py_ref node);

/* python_reach.c */
struct reach {
	const struct binding *at[MAX_REACH];
	uint32_t n;
	bool limit;
	bool certain; /* one of them surely ran before the use */
};
void reach_bindings(
	const struct pyv *, uint32_t name, uint32_t scope, py_ref use, struct reach *ret_reach);

/* python_origin.c */
void originate(struct pyv *, py_ref expression, struct way, struct origins *);
/* As originate, and looks through `a or b` and the defaults of parameters. */
void originate_objects(struct pyv *, py_ref expression, struct way, struct origins *);
void originate_binding(struct pyv *, const struct binding *, slice name, const char *via,
	struct way, struct origins *);
void originate_attribute(
	struct pyv *, const struct origin *base, slice name, py_ref at, struct origins *);
/* Attribute of a project class; `call` = the call that made the instance, or 0. */
bool originate_member(struct pyv *, py_ref class_node, slice name, struct pyv *caller, py_ref call,
	struct way, struct origins *);
/* `dotted` as an import in this module names it, leading dots kept. */
void originate_dotted(struct pyv *, slice dotted, py_ref at, struct way, struct origins *);
void originate_returns(struct pyv *, py_ref function, struct pyv *caller, py_ref call, struct way,
	struct origins *);
/* Name of the first base class outside of the project, "" when there is none. */
slice foreign_base(struct pyv *, py_ref class_node);
void origin_add(struct origins *, struct origin);
void origin_open(struct origins *, struct pyv *, py_ref node, enum hfg_why, struct way);
struct way way_hop(struct pyv *, struct way, py_ref at, const char *via, slice text);
struct way way_flags(struct way, uint32_t flags, enum hfg_why);
struct way way_of(const struct origin *);
bool budget_enter(struct pyv *, py_ref node, enum busy);
void budget_leave(struct pyv *, py_ref node, enum busy);
/* The class of `self`, `cls` or the first parameter of a method; 0 when it is none. */
py_ref parameter_class(const struct pyv *, py_ref parameter);
bool class_is_record(struct pyv *, py_ref class_node);

/* python_element.c: tables and loops */
void originate_path(
	struct pyv *, py_ref value, const uint16_t *path, uint8_t n, struct way, struct origins *);
void originate_each(struct pyv *, py_ref iterable, const uint16_t *path, uint8_t n, struct way,
	struct origins *);
void originate_subscript(struct pyv *, py_ref subscript, struct way, struct origins *);
/* mapping.get(key, default) and the like; false when `call` is none. */
bool originate_get(struct pyv *, py_ref call, struct way, struct origins *);
bool table_of_commits(struct pyv *, const struct origin *table);

/* python_option.c: entry points */
/* Adds what an attribute of parsed options is; false when none of that name is declared. */
bool originate_option(struct pyv *, slice name, py_ref at, struct way, struct origins *);
bool is_options_call(struct pyv *, py_ref call);
/* The class whose fields a call fills from the command line; index of several, or 0. */
bool originate_parsed_class(
	struct pyv *, py_ref call, unsigned index, struct way, struct origins *);
/* The same for calls that fill exactly one. */
bool originate_parsed_single(struct pyv *, py_ref call, struct way, struct origins *);
struct hfg_value option_value(struct pyv *, py_ref call, slice name);
/* click.option, typer.Option and the like on a parameter. */
bool parameter_option(struct pyv *, py_ref parameter, struct hfg_value *ret_value);
struct hfg_value value_trail(
	struct pyv *, struct hfg_value, py_ref at, const char *via, slice text);
/* A default that somebody outside may replace. */
struct hfg_value value_default(struct hfg_value, enum hfg_why, uint32_t flags);
bool is_temporary_name(slice);
void option_collect(struct pyv *, py_ref call, slice method);

/* python_value.c: joins */
struct hfg_value py_value_open(enum hfg_why);
struct hfg_value value_flag(uint32_t flag);
struct hfg_value value_text(struct pyv *, slice);
struct hfg_value value_join(struct pyv *, struct hfg_value, struct hfg_value);
struct hfg_value py_value_concat(
	struct pyv *, const struct hfg_value *parts, uint32_t n, slice between);
struct hfg_value value_map(struct pyv *, struct hfg_value,
	slice (*change)(void *context, slice, struct arena *), void *context);
bool text_is_local(slice);

/* python_eval.c */
struct hfg_value eval_node(struct pyv *, py_ref expression);
struct hfg_value eval_origin(struct pyv *, const struct origin *);
struct hfg_value value_of_origins(struct pyv *, const struct origins *);
/* python_call.c */
struct hfg_value eval_call(struct pyv *, py_ref call);
struct hfg_value eval_format(struct pyv *, py_ref string);
struct hfg_value eval_format_call(struct pyv *, py_ref call, struct hfg_value format);
struct hfg_value eval_environment(struct pyv *, py_ref key, py_ref fallback, py_ref at);
/* python_parameter.c */
struct hfg_value eval_parameter(struct pyv *, py_ref parameter);
/* What pytest.mark.parametrize gives a parameter; nothing when it does not. */
void originate_parametrized(struct pyv *, py_ref parameter, struct origins *);

/* python_argument.c */
struct found {
	struct {
		struct pyv *in;
		py_ref node;
	} at[8];
	uint32_t n;
	bool maybe_absent; /* found, but only on some ways */
	bool opaque;       /* keys that are not known */
};
void find_key(struct pyv *, py_ref mapping, slice key, struct found *);
py_ref find_argument(struct pyv *, py_ref call, int position, const slice *names, uint32_t n);

/* python_callee.c */
slice origin_dotted(struct pyv *, const struct origin *);
/* Dotted name of the one thing that is called, "" when not known. */
slice callee_dotted(struct pyv *, py_ref call);
py_ref callee_partial(struct pyv *, py_ref call);
slice chain_name(struct pyv *, py_ref node);

/* module_index.c, module_set.c */
slice module_dotted(slice path, slice root, struct arena *);
struct budget *module_set_budget(struct module_set *);
uint32_t module_set_find(const struct module_set *, slice from_path, unsigned level, slice dotted);
struct pyv *module_set_get(struct module_set *, uint32_t file);

#endif
