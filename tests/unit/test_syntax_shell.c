/* Knows how the words of a script are told in one line, to hold the parser against by eye. */
#include "base/buf.h"
#include "syntax/shell.h"
#include "unit.h"

/* Every word, assignment and heredoc in order: `W=text`, `name=text`, `H=text`; `?` = not constant. */
static void describe(const struct sh_tree *tree, struct arena *arena, struct buf *buf)
{
	for (sh_ref i = 1; i < tree->n; i++) {
		const struct sh_node *node = &tree->nodes[i];
		slice text = S("?");
		bool word = node->kind == SH_WORD || node->kind == SH_HEREDOC;
		if (node->kind == SH_ASSIGN)
			buf_printf(buf, "[" SLICE_FMT "%s]", SLICE_ARG(sh_name(tree, i)),
				node->flags & SH_APPEND ? "+" : "");
		if (!word)
			continue;
		sh_constant(tree, i, arena, &text);
		buf_printf(buf, "%s" SLICE_FMT "|", node->kind == SH_HEREDOC ? "H:" : "",
			SLICE_ARG(text));
	}
}

static void words_are(const char *script, const char *wanted, bool complete, int line)
{
	struct arena arena;
	struct buf buf = {0};
	arena_init(&arena);
	struct sh_tree *tree = sh_parse(slice_of(script), &arena);
	describe(tree, &arena, &buf);
	unit_check_slice(buf_slice(&buf), slice_of(wanted), __FILE__, line, script);
	unit_check(tree->complete == complete, __FILE__, line, script);
	buf_free(&buf);
	arena_free(&arena);
}

#define WORDS(script, wanted)  words_are(script, wanted, true, __LINE__)
#define BROKEN(script, wanted) words_are(script, wanted, false, __LINE__)

void test_syntax_shell__quotes_and_escapes(void)
{
	WORDS("echo a\\ b 'c d' \"e \\\" \\x\"$'\\t\\x41\\u00e9'f",
		"echo|a b|c d|e \" \\x\tA\xc3\xa9"
		"f|");
	WORDS("hf down\\\nload a # b", "hf|download|a|");
	WORDS("a#b '#c' #d", "a#b|#c|");
	WORDS("echo ''\"\"", "echo||");
}

void test_syntax_shell__expansions_are_parts(void)
{
	WORDS("hf \"$A/b\" ${B:-c d} $((1 + (2))) $(pwd)", "hf|?|?|c d|?|?|pwd|");
	WORDS("X=`echo \\`pwd\\``", "[X]?|echo|?|pwd|");
	WORDS("echo ${x%%:*} ${#x} ${x[@]} ${!x} $1 $@", "echo|?|:*|?|?|?|?|?|");
}

void test_syntax_shell__assignments(void)
{
	WORDS("A=1 B+=\"2 3\" run c=d", "[A]1|[B+]2 3|run|c=d|");
	WORDS("export A=b C; local -r d='e f'", "export|[A]b|C|local|-r|[d]e f|");
	WORDS("L=(a 'b c'\n # no\n d) M=([k]=v)", "[L]a|b c|d|[M][]k|v|");
}

void test_syntax_shell__heredocs_of_every_kind(void)
{
	WORDS("cat <<A <<'B' x\na $b\nA\n$c\\\nB\necho y", "cat|A|B|x|H:?|H:$c\\\n|echo|y|");
	WORDS("cat <<-E\n\tone\n\t\ttwo\n\tE\nz", "cat|E|H:one\ntwo\n|z|");
	WORDS("cat <<\"E F\" | tr a b\nx\nE F\n", "cat|E F|tr|a|b|H:x\n|");
	WORDS("x=$(cat <<E\ni\nE\n) y", "[x]?|cat|E|H:i\n|y|");
	WORDS("cat <<< word", "cat|word|");
	WORDS("cat <<E\nnever ends", "cat|E|H:never ends|");
}

void test_syntax_shell__compound_commands(void)
{
	WORDS("if a; then b; elif c; then d; else e; fi", "a|b|c|d|e|");
	WORDS("for x in 1 2; do f $x; done; for ((i=0;i<2;i++)) do g; done", "1|2|f|?|g|");
	WORDS("case $x in (a|b) c;; *) d;& esac", "?|a|b|c|*|d|");
	WORDS("f() { a; }; function g { b; }; h() (c)", "f|a|b|h|c|");
	WORDS("while read -r x; do a; done <file", "read|-r|x|a|file|");
	WORDS("[[ a =~ ^(b|c d)$ && -n $x ]] && e", "a|=~|^(b|c d)$|-n|?|e|");
	WORDS("! time -p a | b |& c & d", "a|b|c|d|");
}

void test_syntax_shell__mistakes_are_stepped_over(void)
{
	BROKEN("a; ) b\nc", "a|b|c|");
	BROKEN("fi; a", "a|");
	BROKEN("a 'b\nc", "a|b\nc|");
	BROKEN("if a; then b", "a|b|");
	BROKEN("echo $(a", "echo|?|a|");
	BROKEN("x=(a b", "[x]a|b|");
}

static slice repeated(struct arena *arena, const char *text, uint32_t times)
{
	slice one = slice_of(text);
	char *all = arena_alloc(arena, one.n * times);
	for (uint32_t i = 0; i < times; i++)
		memcpy(all + i * one.n, one.p, one.n);
	return (slice){all, one.n * times};
}

void test_syntax_shell__nesting_is_bounded_and_linear(void)
{
	static const char *const texts[] = {"$(", "$((", "`", "`\\`", "\"$(", "${a:-", "(", "{ ",
		"if ", "case a in b) ", "f() ", "<(", "@(", "$[", "cat <<E\n$(", "[[ ( ", "x=("};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct arena arena;
		arena_init(&arena);
		enum { TIMES = 20000 };
		slice text = repeated(&arena, texts[i], TIMES);
		struct sh_tree *tree = sh_parse(text, &arena);
		CHECK(tree->n <= text.n * 4 + 16);
		arena_free(&arena);
	}
}

void test_syntax_shell__pieces_lead_back_to_the_text(void)
{
	struct arena arena;
	arena_init(&arena);
	slice script = S("x \"a\\\"b\"'c'");
	struct sh_tree *tree = sh_parse(script, &arena);
	struct sh_text text = {.arena = &arena};
	for (sh_ref i = 1; i < tree->n; i++)
		if (tree->nodes[i].kind == SH_LITERAL || tree->nodes[i].kind == SH_SINGLE)
			sh_text_part(&text, tree, i);
	CHECK_TEXT(sh_text_slice(&text), "xa\"bc");
	CHECK_NUMBER(text.segments.n, 5);
	CHECK_NUMBER(text.segments.at[2].parent, 4);
	CHECK_NUMBER(text.segments.at[2].parent_length, 2);
	arena_free(&arena);
}

void test_syntax_shell__nul_and_carriage_returns_go_away(void)
{
	struct arena arena;
	arena_init(&arena);
	struct source *source = source_new(&arena, S("a.sh"), S("h\0f x\r\ny\rz"), HFG_SHELL);
	const struct source *clean = shell_clean(source, &arena);
	CHECK_TEXT(clean->text, "hf x\ny\rz");
	CHECK_NUMBER(source_outer(clean, 1), 2);
	CHECK_NUMBER(source_outer(clean, 4), 6);
	arena_free(&arena);
}
