/* Knows how a trouble is recorded. */
#include "loads/facts.h"

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
