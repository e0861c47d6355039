/* Shared by the files of the catalogue; nobody else includes it. */
#ifndef LOADS_CATALOGUE_PRIVATE_H
#define LOADS_CATALOGUE_PRIVATE_H

#include "base/map.h"
#include "base/vec.h"
#include "loads/catalogue.h"

/* What a pattern is matched against; see docs/sinks.md. */
enum pattern_shape {
	PATTERN_BARE,        /* `hf_hub_download`: a call without a receiver */
	PATTERN_ANY,         /* `*Tokenizer.from_pretrained`: any receiver of that name */
	PATTERN_CLASS,       /* `transformers.*Model.from_pretrained`: a class below a module */
	PATTERN_CONSTRUCTOR, /* `vllm.LLM`: a class below a module, called */
	PATTERN_FUNCTION,    /* `torch.hub.load`: exactly this */
};

struct pattern {
	slice text, module, receiver, method;
	enum pattern_shape shape;
	bool of_class;           /* receiver speaks of class names, not of variables */
	uint32_t weight;         /* the heaviest pattern that fits wins */
	const struct sink *sink; /* NULL: never a load */
	uint32_t next;           /* in the list of its method, heaviest first; 0 = end */
	uint32_t clues, clues_n; /* in the catalogue's list: one stands in every file with a load */
};

struct command_row {
	const slice *words;
	uint32_t words_n;
	const struct sink *sink;
	uint32_t next; /* in the list of its first word, most words first; 0 = end */
};

struct catalogue {
	struct arena *arena;
	struct {
		VEC(const struct sink *);
	} rows;
	struct {
		VEC(struct pattern); /* [0] unused */
	} patterns;
	struct {
		VEC(struct command_row); /* [0] unused */
	} commands;
	struct map first_words; /* of commands -> its first row */
	struct {
		VEC(slice);
	} command_words;
	struct {
		VEC(const struct sink *);
	} fields, images;    /* rows that have a field, rows that know an image's entry point */
	struct map methods;  /* last name -> its first pattern */
	struct map builders; /* packaged builders of load_dataset */
	struct {
		VEC(slice);
	} words;
	struct map clue_words; /* what patterns need to be possible */
	struct {
		VEC(uint32_t); /* indices of clue_words */
	} clues;
};

/* Why `text` is no pattern, or NULL. */
const char *catalogue_pattern_mistake(slice text);
/* Adds a pattern that passed the check above; with equal weight the later one wins. */
void catalogue_add_pattern(struct catalogue *, slice text, const struct sink *);
/* Fills `words` and the patterns' clues. */
void catalogue_collect_words(struct catalogue *);
/* Adds the rows of a text. Returns its mistakes, one a line, "" when there are none. */
slice catalogue_read(struct catalogue *, slice yaml, slice path, uint32_t first_line);

/* Why `text` is no command, or NULL. */
const char *catalogue_command_mistake(slice text);
void catalogue_add_command(struct catalogue *, slice text, const struct sink *);
/* Fills `command_words` from the commands. */
void catalogue_collect_command_words(struct catalogue *);

#endif
