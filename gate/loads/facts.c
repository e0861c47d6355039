/* Knows how a trouble is recorded. */
#include "loads/facts.h"
#include "base/num.h"

void facts_child(struct facts *facts, const struct child_script *script)
{
	if (script->depth <= MAX_CHILD_DEPTH) {
		*VEC_PUSH(&facts->children, facts->arena) = *script;
		return;
	}
	facts_trouble(facts, HFG_TROUBLE_LIMIT, script->source, script->source->path,
		(span){0, u32(script->source->text.n)}, true,
		"is a script nested deeper than %d scripts", MAX_CHILD_DEPTH);
}

void facts_trouble(struct facts *facts, enum hfg_trouble_kind kind, const struct source *source,
	slice path, span at, bool blocks, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	slice reason = arena_vprintf(facts->arena, format, arguments);
	va_end(arguments);
	*VEC_PUSH(&facts->troubles, facts->arena) = (struct hfg_trouble){
		.kind = kind,
		.source = source,
		.path = path,
		.at = at,
		.reason = reason,
		.blocks = blocks,
	};
	facts->keep_source = facts->keep_source || source != NULL;
}
