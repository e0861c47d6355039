/*
 * Knows which files are recipes (image builds, deployments, make) and what to
 * tell about one that does not read well.
 */
#include "scan_internal.h"

#include "loads/docker.h"

bool scan_is_recipe(enum hfg_language language)
{
	return language == HFG_DOCKERFILE;
}

/* Text that is no instruction is not analysed; that matters when a load's words stand in it. */
static void report_unknown(struct worker *worker, struct facts *facts, const struct source *source,
	const struct docker_file *file)
{
	for (uint32_t i = 0; i < file->n; i++) {
		const struct docker_instruction *instruction = &file->instructions[i];
		span at = {instruction->from, instruction->to};
		if (instruction->keyword != DOCKER_UNKNOWN ||
			!prefilter_hit(worker->run->words, instruction->text))
			continue;
		facts_trouble(facts, HFG_TROUBLE_PARSE, source, source->path, at, true,
			"is no instruction of a Dockerfile, and the words of a load stand in it");
		return;
	}
}

static void scan_dockerfile(struct worker *worker, struct facts *facts, const struct source *source)
{
	struct docker_input input = {
		.source = source,
		.file = docker_parse(source->text, facts->arena),
		.catalogue = worker->run->catalogue,
		.scratch = &worker->scratch,
	};
	docker_loads(&input, facts);
	report_unknown(worker, facts, source, input.file);
}

void scan_recipe(struct worker *worker, struct file_result *result, const struct source *source)
{
	scan_dockerfile(worker, &result->facts, source);
}
