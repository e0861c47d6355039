/* loads/catalogue: the rows that come with the program, look-ups, mistakes. */
#include "loads/catalogue.h"
#include "unit.h"

static const struct sink *find(const struct catalogue *catalogue, const char *qualified)
{
	slice name = slice_of(qualified);
	size_t dot = slice_rfind(name, '.');
	slice method = dot < name.n ? slice_after(name, dot + 1) : name;
	return catalogue_find(catalogue, name, name, method, NULL, 0);
}

static slice id_of(const struct sink *sink)
{
	return sink ? sink->public.id : S("nothing");
}

#define CHECK_FINDS(catalogue, name, id) CHECK_TEXT(id_of(find((catalogue), (name))), (id))

void test_loads_catalogue__built_in_files_are_read(void)
{
	struct arena arena;
	arena_init(&arena);
	struct catalogue *catalogue = catalogue_new(&arena);
	CHECK(catalogue_size(catalogue) > 50);
	CHECK_FINDS(catalogue, "transformers.AutoModel.from_pretrained", "transformers.AutoModel");
	CHECK_FINDS(catalogue, "transformers.models.bert.modeling_bert.BertModel.from_pretrained",
		"transformers.PreTrainedModel");
	arena_free(&arena);
}
