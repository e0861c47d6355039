/*
 * Knows how a command finds its row: by its first words, most of them first,
 * and which of these words betray it to a search through bytes.
 */
#include "base/num.h"
#include "base/pattern.h"
#include "loads/catalogue_private.h"

/* First words that stand in most scripts, so that another word of the row is the rarer one. */
static const char *const everyday[] = {
	"python", "docker", "git", "curl", "wget", "pip", "uv", "npm", "hf", NULL};

/* The Hub's own, for rows that take any address. */
static const char *const always[] = {
	"huggingface.co", "hf.co", "hf://", "HF://", "huggingface://", NULL};

static bool is_one_of(slice word, const char *const *words)
{
	for (; *words; words++)
		if (slice_is(word, *words))
			return true;
	return false;
}

/* Takes the next word from *rest; false at the end. */
static bool next_word(slice *rest, slice *ret_word)
{
	*rest = slice_trim(*rest);
	size_t end = slice_find(*rest, ' ');
	*ret_word = slice_cut(*rest, 0, end);
	*rest = slice_after(*rest, end);
	return ret_word->n > 0;
}

static slice without_globs(slice word)
{
	size_t star = slice_find(word, '*'), mark = slice_find(word, '?');
	return slice_cut(word, 0, star < mark ? star : mark);
}

const char *catalogue_command_mistake(slice text)
{
	slice word;
	if (!next_word(&text, &word) || without_globs(word).n < word.n)
		return "a command begins with a word without * and ?, such as hf download";
	return NULL;
}

static void link_row(struct catalogue *catalogue, uint32_t added)
{
	struct command_row *row = &catalogue->commands.at[added];
	uint32_t *link = map_put(&catalogue->first_words, row->words[0], NULL);
	while (*link && catalogue->commands.at[*link].words_n > row->words_n)
		link = &catalogue->commands.at[*link].next;
	row->next = *link;
	*link = added;
}

void catalogue_add_command(struct catalogue *catalogue, slice text, const struct sink *sink)
{
	struct {
		VEC(slice);
	} words = {0};
	slice word;
	while (next_word(&text, &word))
		*VEC_PUSH(&words, catalogue->arena) = word;
	if (!catalogue->commands.n)
		*VEC_PUSH(&catalogue->commands, catalogue->arena) = (struct command_row){0};
	*VEC_PUSH(&catalogue->commands, catalogue->arena) =
		(struct command_row){words.at, words.n, sink, 0};
	link_row(catalogue, catalogue->commands.n - 1);
}

static bool fits(const struct command_row *row, const slice *words, uint32_t n)
{
	if (row->words_n > n)
		return false;
	for (uint32_t i = 0; i < row->words_n; i++)
		if (!glob_match(row->words[i], words[i]))
			return false;
	return true;
}

const struct sink *catalogue_command(
	const struct catalogue *catalogue, const slice *words, uint32_t n, uint32_t *ret_taken)
{
	const uint32_t *first = n ? map_get(&catalogue->first_words, words[0]) : NULL;
	for (uint32_t i = first ? *first : 0; i; i = catalogue->commands.at[i].next) {
		if (!fits(&catalogue->commands.at[i], words, n))
			continue;
		*ret_taken = catalogue->commands.at[i].words_n;
		return catalogue->commands.at[i].sink;
	}
	return NULL;
}

/* The word of a row that scripts without it do not hold. */
static slice rare_word(const struct command_row *row)
{
	enum { SHORTEST = 4 };
	if (row->words[0].n >= SHORTEST && !is_one_of(row->words[0], everyday))
		return row->words[0];
	slice best = row->words[0];
	for (uint32_t i = 1; i < row->words_n; i++)
		if (without_globs(row->words[i]).n >= best.n || is_one_of(best, everyday))
			best = without_globs(row->words[i]);
	return best;
}

static void add_word(struct catalogue *catalogue, struct map *seen, slice word)
{
	bool new;
	map_put(seen, word, &new);
	if (new)
		*VEC_PUSH(&catalogue->command_words, catalogue->arena) = word;
}

/* Such rows are loads only beside an address of the Hub. */
static bool needs_address(const struct sink *sink)
{
	return sink->each != SINK_EACH_NOT || sink->only_text;
}

void catalogue_collect_command_words(struct catalogue *catalogue)
{
	struct map seen;
	map_init(&seen, catalogue->arena);
	catalogue->command_words.n = 0;
	for (const char *const *word = always; *word; word++)
		add_word(catalogue, &seen, slice_of(*word));
	for (uint32_t i = 1; i < catalogue->commands.n; i++)
		if (!needs_address(catalogue->commands.at[i].sink))
			add_word(catalogue, &seen, rare_word(&catalogue->commands.at[i]));
}

const slice *catalogue_command_words(const struct catalogue *catalogue, uint32_t *ret_n)
{
	*ret_n = catalogue->command_words.n;
	return catalogue->command_words.at;
}
