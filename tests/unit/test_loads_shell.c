/* Knows how the loads of a script are told in one line each. */
#include "base/buf.h"
#include "loads/shell.h"
#include "unit.h"

struct script {
	struct arena facts_arena, scratch;
	struct facts facts;
	struct shell_outcome outcome;
};

static void read_script(struct script *script, const char *text)
{
	arena_init(&script->facts_arena);
	arena_init(&script->scratch);
	script->facts = (struct facts){.arena = &script->facts_arena};
	struct shell_input input = {
		.source = source_new(&script->facts_arena, S("a.sh"), slice_of(text), HFG_SHELL),
		.catalogue = catalogue_new(&script->facts_arena),
		.scratch = &script->scratch,
	};
	script->outcome = shell_loads(&input, &script->facts);
}

static void close_script(struct script *script)
{
	arena_free(&script->facts_arena);
	arena_free(&script->scratch);
}

static void put_value(struct buf *buf, const char *before, const struct hfg_value *value)
{
	if (value->state == HFG_ABSENT)
		return;
	buf_text(buf, before);
	if (value->state == HFG_OPEN)
		buf_text(buf, "?");
	for (uint32_t i = 0; i < value->n && value->state != HFG_OPEN; i++)
		buf_printf(buf, "%s" SLICE_FMT, i ? "," : "", SLICE_ARG(value->texts[i]));
	if (value->flags & HFG_V_DEFAULT)
		buf_text(buf, "~");
}

/* `callee repo@revision:file`, `~` = a default, `!` = remote code runs, `-` = local; one a load. */
static void describe(const struct facts *facts, struct buf *buf)
{
	for (uint32_t i = 0; i < facts->loads.n; i++) {
		const struct hfg_load *load = facts->loads.at[i];
		buf_printf(buf, "%s" SLICE_FMT " ", buf->n ? "; " : "", SLICE_ARG(load->callee));
		put_value(buf, "", &load->repo);
		put_value(buf, "@", &load->revision);
		put_value(buf, ":", &load->filename);
		if (load->remote_code == HFG_CODE_ON)
			buf_text(buf, "!");
		if (load->local)
			buf_text(buf, "-");
	}
}

static void loads_are(const char *text, const char *wanted, int line)
{
	struct script script;
	struct buf buf = {0};
	read_script(&script, text);
	describe(&script.facts, &buf);
	unit_check_slice(buf_slice(&buf), slice_of(wanted), __FILE__, line, text);
	buf_free(&buf);
	close_script(&script);
}

#define LOADS(text, wanted) loads_are(text, wanted, __LINE__)
#define COMMIT              "0123456789abcdef0123456789abcdef01234567"

void test_loads_shell__options_and_positions(void)
{
	LOADS("hf download acme/a --revision " COMMIT " x.bin",
		"hf download acme/a@" COMMIT ":x.bin");
	LOADS("hf download --local-dir out acme/a a.bin b.bin", "hf download acme/a:a.bin,b.bin");
	LOADS("hf download hf://datasets/acme/d@v1/x.csv", "hf download acme/d@v1:x.csv");
	LOADS("vllm serve --model=acme/a --trust-remote-code", "vllm serve acme/a!");
	LOADS("vllm serve acme/a --enforce-eager --revision main", "vllm serve acme/a@main");
	LOADS("vllm serve ./models/a", "vllm serve ./models/a-");
	LOADS("lm_eval --model_args pretrained=acme/a,revision=v2 --tasks x", "lm_eval acme/a@v2");
	LOADS("hf upload acme/a .; hf auth login; hf", "");
}

void test_loads_shell__variables(void)
{
	LOADS("M=acme/a\nhf download \"$M\"", "hf download acme/a");
	LOADS("O=acme; hf download $O/b", "hf download acme/b");
	LOADS("hf download ${M:-acme/a}", "hf download acme/a~");
	LOADS(": ${M:=acme/a}; hf download $M", "hf download acme/a~");
	LOADS("hf download $M", "hf download ?");
	LOADS("hf download acme/$M", "hf download acme/*");
	LOADS("if x; then M=acme/a; else M=acme/b; fi; hf download $M",
		"hf download acme/a,acme/b");
	LOADS("[ -z \"$M\" ] && M=acme/a; hf download $M", "hf download acme/a~");
	LOADS("for m in a b; do hf download acme/$m; done", "hf download acme/a,acme/b");
	LOADS("A=(--model acme/a); vllm serve \"${A[@]}\" --revision v1", "vllm serve acme/a@v1");
	LOADS("A='--revision v1'; vllm serve acme/a $A", "vllm serve acme/a@v1");
	LOADS("(M=acme/a); M=acme/b; hf download $M", "hf download acme/b");
	LOADS("M=acme/a:v1; hf download ${M%%:*} --revision ${M##*:}", "hf download acme/a@v1");
	LOADS("M=acme/a hf download $M", "hf download ?");
}

void test_loads_shell__commands_that_run_commands(void)
{
	LOADS("sudo -u x env A=b nice -n 5 hf download acme/a", "hf download acme/a");
	LOADS("timeout -k 5 60 hf download acme/a", "hf download acme/a");
	LOADS("uv run --with x hf download acme/a && uvx hf download acme/b",
		"hf download acme/a; hf download acme/b");
	LOADS("docker exec -it c vllm serve acme/a", "vllm serve acme/a");
	LOADS("docker run --gpus all -p 1:1 vllm/vllm-openai:v1 --model acme/a",
		"vllm serve acme/a");
	LOADS("/opt/v/bin/python3.11 -u -m vllm.entrypoints.api_server --model acme/a",
		"python3.11 -m vllm.entrypoints.api_server acme/a");
	LOADS("x=$(hf download acme/a)", "hf download acme/a");
	LOADS("echo y | xargs hf download acme/a", "hf download acme/a");
	LOADS("echo hf download acme/a # hf download acme/b", "");
}

void test_loads_shell__addresses(void)
{
	LOADS("curl -LO https://huggingface.co/acme/a/resolve/main/x.pt", "curl acme/a@main:x.pt");
	LOADS("wget -q https://huggingface.co/acme/a", "");
	LOADS("curl https://huggingface.co/api/models/acme/a", "");
	LOADS("curl https://example.org/x.pt", "");
	LOADS("git clone --branch v1 https://huggingface.co/datasets/acme/d x",
		"git clone acme/d@v1");
	LOADS("git clone git@hf.co:acme/a", "git clone acme/a");
	LOADS("git clone https://hf.co/acme/a; cd a; git checkout " COMMIT,
		"git clone acme/a@" COMMIT);
	LOADS("git clone https://u:$T@huggingface.co/acme/a; cd a; git push", "");
	LOADS("git clone https://github.com/acme/a", "");
	LOADS("pip install x git+https://huggingface.co/acme/a@v1#egg=a", "pip install acme/a@v1");
	LOADS("python -m pip install 'a @ https://huggingface.co/acme/a/resolve/main/a.whl'",
		"pip install acme/a@main:a.whl");
	LOADS("llama-server -hf acme/a:Q4_K_M", "llama-server acme/a");
	LOADS("ollama run hf.co/acme/a:Q8; ollama run llama3", "ollama run acme/a");
}

void test_loads_shell__functions_are_sinks_for_their_callers(void)
{
	LOADS("get() { hf download \"$1\" --revision $2; }\nget acme/a v1",
		"hf download acme/a@v1; hf download ?@?");
	LOADS("get() { local m=$1; hf download acme/$m; }\nget a; get b",
		"hf download acme/a; hf download acme/b; hf download acme/*");
	LOADS("get() { hf download acme/fixed; }\nget x; get y", "hf download acme/fixed");
	LOADS("f() { f $1; hf download $1; }\nf acme/a", "hf download acme/a; hf download ?");
}

void test_loads_shell__a_function_that_multiplies_is_cut_and_told(void)
{
	struct script script;
	struct buf text = {0};
	for (int i = 0; i < 14; i++)
		buf_printf(&text, "f%d() { f%d $1; f%d $1; f%d $1; f%d $1; }\n", i, i + 1, i + 1,
			i + 1, i + 1);
	buf_text(&text, "f14() { hf download $1; }\nf0 acme/a\n");
	buf_byte(&text, '\0');
	read_script(&script, text.p);
	CHECK(script.outcome.cut);
	buf_free(&text);
	close_script(&script);
}

static void child_is(const char *text, enum hfg_language language, const char *wanted, int line)
{
	struct script script;
	read_script(&script, text);
	unit_check_number(script.facts.children.n, 1, __FILE__, line, text);
	if (script.facts.children.n) {
		const struct source *child = script.facts.children.at[0].source;
		unit_check_slice(child->text, slice_of(wanted), __FILE__, line, text);
		unit_check_number(child->language, language, __FILE__, line, text);
	}
	close_script(&script);
}

#define CHILD(text, language, wanted) child_is(text, language, wanted, __LINE__)

void test_loads_shell__scripts_inside(void)
{
	CHILD("bash -lc 'hf download x'", HFG_SHELL, "hf download x");
	CHILD("M=acme/a; python -c \"f('$M', \\\"b\\\")\"", HFG_PYTHON, "f('acme/a', \"b\")");
	CHILD("python3 - <<'E'\nf('$M')\nE\n", HFG_PYTHON, "f('$M')\n");
	CHILD("M=a; python <<E\nf('$M', '$N')\nE\n", HFG_PYTHON, "f('a', '$N')\n");
	CHILD("cat <<E | python -\nf()\nE\n", HFG_PYTHON, "f()\n");
	CHILD("eval \"hf download $M\"", HFG_SHELL, "hf download $M");
	CHILD("uv run - <<E\nf()\nE\n", HFG_PYTHON, "f()\n");
	CHILD("docker exec c bash -c \"vllm serve x\"", HFG_SHELL, "vllm serve x");
}

void test_loads_shell__a_file_that_is_only_written_does_not_run(void)
{
	struct script script;
	read_script(&script, "cat > x.py <<E\nf()\nE\n");
	CHECK_NUMBER(script.facts.children.n, 0);
	close_script(&script);
}

void test_loads_shell__positions_of_children_are_exact(void)
{
	struct script script;
	const char *text = "python -c \"f(\\\"é\\\", 'x')\"";
	read_script(&script, text);
	CHECK_NUMBER(script.facts.children.n, 1);
	const struct source *child = script.facts.children.at[0].source;
	uint32_t at = (uint32_t)slice_find(child->text, 'x');
	CHECK_NUMBER(source_outer(child, at), slice_find(slice_of(text), 'x'));
	close_script(&script);
}

void test_loads_shell__what_does_not_parse_is_told(void)
{
	struct script script;
	read_script(&script, "echo a\n)\nhf download acme/a\n");
	CHECK(!script.outcome.complete);
	CHECK_NUMBER(script.outcome.error_at, 7);
	CHECK_NUMBER(script.facts.loads.n, 1);
	close_script(&script);
}

void test_loads_shell__offline_is_local(void)
{
	LOADS("export HF_HUB_OFFLINE=1\nvllm serve acme/a", "vllm serve acme/a-");
	LOADS("HF_HUB_OFFLINE=1 vllm serve acme/a; vllm serve acme/b",
		"vllm serve acme/a-; vllm serve acme/b");
}
