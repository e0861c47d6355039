/* Declared versions: order, specifiers, each kind of file, which folder governs. */
#include "unit.h"
#include "loads/pep440.h"
#include "loads/versions.h"

void test_loads_versions__order(void)
{
	/* From PEP 440, ascending. */
	static const char *const sorted[] = {"1.dev0", "1.0.dev456", "1.0a1", "1.0a2.dev456",
		"1.0a12.dev456", "1.0a12", "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456",
		"1.0b2.post345", "1.0rc1.dev456", "1.0rc1", "1.0", "1.0+abc.5", "1.0.post456.dev34",
		"1.0.post456", "1.0.15", "1.1.dev1", "1.10", "2.6.0", "2.6.0+cu121", "2.6.1",
		"1!0.1"};
	enum { N = sizeof sorted / sizeof *sorted };
	for (unsigned i = 0; i < N; i++)
		for (unsigned k = 0; k < N; k++) {
			struct pep440 a, b;
			CHECK(pep440_read(slice_of(sorted[i]), &a));
			CHECK(pep440_read(slice_of(sorted[k]), &b));
			int order = pep440_compare(&a, &b);
			CHECK_NUMBER((order > 0) - (order < 0), (i > k) - (i < k));
		}
	struct pep440 a, b;
	CHECK(pep440_read(S("V1.0-RC.1"), &a) && pep440_read(S("1.0.0c1"), &b));
	CHECK_NUMBER(pep440_compare(&a, &b), 0);
	CHECK(!pep440_read(S("1.0x"), &a) && !pep440_read(S(""), &a) &&
		!pep440_read(S("${V}"), &a));
}

static enum versions_answer answer(const char *path, const char *text, const char *load)
{
	struct arena arena;
	arena_init(&arena);
	struct versions *versions = versions_new(&arena);
	CHECK(versions_wants(slice_of(path)));
	versions_add(versions, slice_of(path), slice_of(text));
	enum versions_answer result = versions_at_least(versions, slice_of(load), S("torch>=2.6"));
	arena_free(&arena);
	return result;
}

static void check(const char *path, const char *text, enum versions_answer wanted)
{
	enum versions_answer got = answer(path, text, "src/a.py");
	if (got != wanted)
		CHECK_TEXT(slice_of(text), "");
	CHECK_NUMBER(got, wanted);
}

void test_loads_versions__specifiers(void)
{
	static const struct {
		const char *line;
		enum versions_answer wanted;
	} cases[] = {
		{"torch>=2.6", VERSIONS_YES},
		{"Torch >= 2.6.0 , < 3", VERSIONS_YES},
		{"torch==2.6.0+cu121 --hash=sha256:00", VERSIONS_YES},
		{"torch==2.6.* # fine", VERSIONS_YES},
		{"torch~=2.6", VERSIONS_YES},
		{"torch>2.6", VERSIONS_YES},
		{"torch[opt]>=2.7; python_version > '3'", VERSIONS_YES},
		{"torch===2.6", VERSIONS_YES},
		{"torch>=1!0.1", VERSIONS_YES},
		{"torch<2.6", VERSIONS_NO},
		{"torch==2.5.1", VERSIONS_NO},
		{"torch==2.5.*", VERSIONS_NO},
		{"torch~=2.5.1", VERSIONS_NO},
		{"torch<=2.5", VERSIONS_NO},
		{"torch==2.6.0rc1", VERSIONS_NO},
		{"torch>=2.0,<2.5", VERSIONS_NO},
		{"torch", VERSIONS_UNKNOWN},
		{"torch>=2.5", VERSIONS_UNKNOWN},
		{"torch>=2.6.0.dev1", VERSIONS_UNKNOWN},
		{"torch<=2.6", VERSIONS_UNKNOWN},
		{"torch==2.*", VERSIONS_UNKNOWN},
		{"torch~=2.5", VERSIONS_UNKNOWN},
		{"torch!=2.5", VERSIONS_UNKNOWN},
		{"torch==${V}", VERSIONS_UNKNOWN},
		{"torch @ https://x/torch-2.6.0.whl", VERSIONS_UNKNOWN},
		{"torchvision>=2.6", VERSIONS_UNKNOWN},
		{"# torch>=2.6", VERSIONS_UNKNOWN},
		{"torch>=2.6\ntorch>=2.0", VERSIONS_UNKNOWN},
		{"torch>=2.6\r\ntorch<2.1; sys_platform == 'darwin'", VERSIONS_NO},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check("requirements.txt", cases[i].line, cases[i].wanted);
}

void test_loads_versions__files(void)
{
	check("requirements/base.in", "torch>=2.6\n", VERSIONS_YES);
	check("pyproject.toml",
		"[project]\n# \"torch<2\"\ndescription = \"\"\"\ntorch<2 [x]\n\"\"\"\n"
		"dependencies = [\n  'numpy', # ]\n  \"torch>=2.6\",\n]\n",
		VERSIONS_YES);
	check("pyproject.toml", "[build-system]\nrequires = [\"torch<2\"]\n", VERSIONS_UNKNOWN);
	check("pyproject.toml", "[project.optional-dependencies]\nall = [\"torch<2\"]\n",
		VERSIONS_NO);
	check("pyproject.toml", "[tool.poetry.dependencies]\ntorch = \"^2.6\"\n", VERSIONS_YES);
	check("pyproject.toml", "[tool.poetry.dependencies]\ntorch = \"2.6.0\"\n", VERSIONS_YES);
	check("pyproject.toml", "[tool.poetry.dependencies]\ntorch = \"~2.5\"\n", VERSIONS_NO);
	check("pyproject.toml", "[tool.poetry.dependencies]\ntorch = \"^2.5 || ^1\"\n",
		VERSIONS_UNKNOWN);
	check("pyproject.toml",
		"[tool.poetry.group.dev.dependencies]\ntorch = {source = \"x\", version = "
		"\"<2\"}\n",
		VERSIONS_NO);
	check("pyproject.toml", "[tool.poetry.dependencies.torch]\nversion = \"==2.7\"\n",
		VERSIONS_YES);
	check("Pipfile", "[packages]\ntorch = \">=2.6\"\nx = \"*\"\n", VERSIONS_YES);
	check("setup.py", "setup(name='torch', install_requires=['numpy', 'torch>=2.6'])",
		VERSIONS_YES);
	check("setup.py", "setup(\n install_requires=['torch'], k=['torch>=2.6'])",
		VERSIONS_UNKNOWN);
	check("setup.py", "_deps = [\n  \"torch>=2.6\", # 'torch<2'\n]\n", VERSIONS_YES);
	check("setup.cfg",
		"[options]\ninstall_requires =\n    # c\n    torch>=2.6\n    x\npy = torch\n",
		VERSIONS_YES);
	check("environment.yml", "dependencies:\n  - pytorch=2.6\n  - pip:\n    - x\n",
		VERSIONS_YES);
	check("environment.yml", "dependencies:\n  - conda-forge::pytorch=2.5.1=py3\n",
		VERSIONS_NO);
	check("environment.yml", "dependencies:\n  - pip:\n    - torch==2.6.0\n", VERSIONS_YES);
	check("poetry.lock",
		"[[package]]\nname = \"torch\"\nversion = \"2.6.0\"\n[package.dependencies]\ntorch "
		"= \"1\"\n",
		VERSIONS_YES);
	check("uv.lock", "[[package]]\nname = \"torch\"\nversion = \"2.5.1+cu\"\n", VERSIONS_NO);
	check("Pipfile.lock", "{\"default\":{\"torch\":{\"version\":\"==2.6.0\"}}}", VERSIONS_YES);
	check("Dockerfile", "RUN pip install -U x \\\n  'torch>=2.6' && y\n# pip install torch<2\n",
		VERSIONS_YES);
	check("Dockerfile", "RUN pip install torch==2.0.1 torchvision\n", VERSIONS_NO);
	check(".github/workflows/a.yml", "- run: pip install torch==2.6.0; torch==1\n",
		VERSIONS_YES);
	CHECK(!versions_wants(S("src/a.py")));
}

void test_loads_versions__the_nearest_folder_governs(void)
{
	struct arena arena;
	arena_init(&arena);
	struct versions *versions = versions_new(&arena);
	versions_add(versions, S("requirements.txt"), S("torch>=2.0"));
	versions_add(versions, S("a/requirements.txt"), S("torch>=2.6"));
	versions_add(versions, S("b/requirements.txt"), S("numpy"));
	versions_add(versions, S("c/pyproject.toml"), S("[project]\ndependencies = ['torch']\n"));
	versions_add(
		versions, S("c/uv.lock"), S("[[package]]\nname = 'torch'\nversion = '2.7.0'\n"));
	slice wanted = S("torch>=2.6");
	CHECK_NUMBER(versions_at_least(versions, S("x.py"), wanted), VERSIONS_UNKNOWN);
	CHECK_NUMBER(versions_at_least(versions, S("a/x.py"), wanted), VERSIONS_YES);
	CHECK_NUMBER(versions_at_least(versions, S("a/k/x.py"), wanted), VERSIONS_YES);
	CHECK_NUMBER(versions_at_least(versions, S("ab/x.py"), wanted), VERSIONS_UNKNOWN);
	CHECK_NUMBER(versions_at_least(versions, S("b/x.py"), S("torch>=2.0")), VERSIONS_YES);
	CHECK_NUMBER(versions_at_least(versions, S("c/x.py"), wanted), VERSIONS_YES);
	CHECK_NUMBER(versions_at_least(versions, S("x.py"), S("other>=1")), VERSIONS_UNKNOWN);
	CHECK_NUMBER(versions_at_least(versions, S("x.py"), S("torch")), VERSIONS_UNKNOWN);
	arena_free(&arena);
}
