/*
 * One run, told in one screen: list, read in parallel, look once more for the
 * callers of wrappers, settle what git ignores, join. Knows the order of work
 * and the threads, nothing else.
 */
#include "scan_internal.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

struct crew {
	struct run run;
	struct worker workers[MAX_JOBS];
	unsigned jobs;
	const struct scan_options *options;
};

static unsigned jobs_wanted(const struct scan_options *options)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned jobs = options->jobs ? options->jobs : processors > 0 ? (unsigned)processors : 1;
	return jobs > MAX_JOBS ? MAX_JOBS : jobs;
}

/* Entries are taken in small runs: neighbours are read by the same worker. */
static void *work(void *context)
{
	enum { AT_ONCE = 8 };
	struct worker *worker = context;
	struct run *run = worker->run;
	for (;;) {
		uint32_t first = atomic_fetch_add(&run->next, AT_ONCE);
		if (first >= run->entries_n)
			return NULL;
		for (uint32_t i = first; i < first + AT_ONCE && i < run->entries_n; i++)
			scan_file(worker, i);
		atomic_fetch_add(&run->done, AT_ONCE);
	}
}

/* The caller's thread is the first worker. */
static void work_all(struct crew *crew)
{
	pthread_t threads[MAX_JOBS];
	bool started[MAX_JOBS] = {false};
	crew->run.next = 0;
	for (unsigned i = 1; i < crew->jobs; i++)
		started[i] = pthread_create(&threads[i], NULL, work, &crew->workers[i]) == 0;
	work(&crew->workers[0]);
	for (unsigned i = 1; i < crew->jobs; i++)
		if (started[i])
			pthread_join(threads[i], NULL);
}

static const struct module_index *index_modules(struct run *run, struct arena *arena)
{
	slice *paths = arena_array(arena, run->entries_n + 1, sizeof *paths);
	uint32_t *files = arena_array(arena, run->entries_n + 1, sizeof *files);
	uint32_t n = 0;
	for (uint32_t i = 0; i < run->entries_n; i++) {
		if (run->entries[i].language != HFG_PYTHON || run->entries[i].type != TREE_FILE)
			continue;
		paths[n] = run->entries[i].path;
		files[n++] = i;
	}
	return module_index_new(arena, paths, files, n);
}

static const struct prefilter *prefilter_of_catalogue(
	const struct catalogue *catalogue, struct arena *arena)
{
	uint32_t n;
	const slice *words = catalogue_words(catalogue, &n);
	return prefilter_new(arena, words, n);
}

static const struct prefilter *prefilter_of_commands(
	const struct catalogue *catalogue, struct arena *arena)
{
	uint32_t n;
	const slice *words = catalogue_command_words(catalogue, &n);
	return prefilter_new(arena, words, n);
}

static uint32_t count_wrappers(const struct run *run)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < run->entries_n; i++)
		n += run->results[i].facts.wrappers.n;
	return n;
}

/* All wrappers so far into a set; the names of the new ones become the words of the next search. */
static void arm_round(struct run *run, struct arena *arena)
{
	enum { SHORTEST_WORD = 3 };
	struct wrapper_set *set = wrapper_set_new(arena);
	for (uint32_t i = 0; i < run->entries_n; i++) {
		const struct facts *facts = &run->results[i].facts;
		for (uint32_t k = 0; k < facts->wrappers.n; k++)
			if (facts->wrappers.at[k].method.n >= SHORTEST_WORD)
				wrapper_set_add(set, &facts->wrappers.at[k], run->entries[i].path,
					run->wrappers);
	}
	uint32_t n;
	const slice *names = wrapper_set_names(set, arena, &n);
	run->names = prefilter_new(arena, names, n);
	run->wrappers = set;
	python_sieve_wrappers(&run->callers, set, names, n);
}

/* Files that name a wrapper are analysed once more, as long as that finds new wrappers. */
static void follow_wrappers(struct crew *crew, struct arena *arena)
{
	uint32_t known = 0;
	for (unsigned round = 0; round < MAX_WRAPPER_ROUNDS; round++) {
		uint32_t count = count_wrappers(&crew->run);
		if (count == known)
			return;
		known = count;
		arm_round(&crew->run, arena);
		work_all(crew);
	}
}

static struct versions *declared_versions(struct run *run, struct arena *arena)
{
	struct versions *versions = versions_new(arena);
	for (uint32_t i = 0; i < run->entries_n; i++)
		if (run->results[i].declared.n && !run->entries[i].ignored)
			versions_add(versions, run->entries[i].path, run->results[i].declared);
	return versions;
}

/* Facts and imported modules of the workers live as long as the scan. */
static void keep_memory(struct scan *scan, struct crew *crew)
{
	scan->memory = arena_array(&scan->arena, 2 * crew->jobs, sizeof *scan->memory);
	for (unsigned i = 0; i < crew->jobs; i++) {
		scan->memory[scan->memory_n++] = &crew->workers[i].facts;
		scan->memory[scan->memory_n++] = &crew->workers[i].modules_arena;
	}
}

int scan_run(struct scan *scan, struct tree *tree, const struct catalogue *catalogue,
	const struct policy *policy, const struct scan_options *options, struct hfg_err *err)
{
	*scan = (struct scan){0};
	arena_init(&scan->arena);
	struct crew *crew = ARENA_NEW(&scan->arena, struct crew);
	struct run *run = &crew->run;
	struct tree_entry *entries;
	int status = tree_list(tree, &entries, &run->entries_n, err);
	if (status)
		return status;
	run->tree = tree;
	run->entries = entries;
	run->catalogue = catalogue;
	run->policy = policy;
	run->words = prefilter_of_catalogue(catalogue, &scan->arena);
	run->commands = prefilter_of_commands(catalogue, &scan->arena);
	python_sieve_catalogue(&run->sieve, catalogue);
	run->modules = index_modules(run, &scan->arena);
	run->results = arena_array(&scan->arena, run->entries_n + 1, sizeof *run->results);
	crew->jobs = jobs_wanted(options);
	crew->options = options;
	for (unsigned i = 0; i < crew->jobs; i++)
		worker_init(&crew->workers[i], run);
	keep_memory(scan, crew);
	work_all(crew);
	follow_wrappers(crew, &scan->arena);
	for (unsigned i = 0; i < crew->jobs; i++)
		worker_end(&crew->workers[i]);
	status = tree_settle(tree, err);
	if (status)
		return status;
	scan_join(scan, run, declared_versions(run, &scan->arena));
	return 0;
}

void scan_free(struct scan *scan)
{
	for (unsigned i = 0; i < scan->memory_n; i++)
		arena_free(scan->memory[i]);
	arena_free(&scan->arena);
}
