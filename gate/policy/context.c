/*
 * Knows by its path whether a file is a test, documentation, an example, a tool
 * or notebook of the developers, or the application itself, by the folder and
 * file names that projects use. Globs of the policy add to that; for CI files
 * neither counts.
 */
#include "policy/policy.h"
#include "base/pattern.h"
#include "source/kind.h"

/* Names in lower case; a folder counts wherever it stands in the path. */
static const char *const test_folders[] = {"test", "tests", "testing", "unit_test", "unit_tests",
	"integration_test", "integration_tests", "unit-tests", "integration-tests", "e2e",
	"__tests__", "testdata", "fixtures"};
static const char *const docs_folders[] = {
	"doc", "docs", "documentation", "website", "site", "blog"};
static const char *const script_folders[] = {
	"script", "scripts", "tool", "tools", "dev", "hack", "contrib", "conversion", "converters"};
static const char *const example_folders[] = {"example", "examples", "sample", "samples", "demo",
	"demos", "notebook", "notebooks", "tutorial", "tutorials", "cookbook", "cookbooks",
	"recipe", "recipes", "research_projects", "benchmark", "benchmarks", "bench", "perf"};

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same(slice text, slice word)
{
	if (text.n != word.n)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (lower(text.p[i]) != word.p[i])
			return false;
	return true;
}

static bool starts(slice text, slice word)
{
	return text.n >= word.n && same(slice_cut(text, 0, word.n), word);
}

static bool ends(slice text, slice word)
{
	return text.n >= word.n && same(slice_after(text, text.n - word.n), word);
}

static bool below(slice path, const char *const *folders, size_t n)
{
	for (size_t slash; (slash = slice_find(path, '/')) < path.n;) {
		slice folder = slice_cut(path, 0, slash);
		for (size_t i = 0; i < n; i++)
			if (same(folder, slice_of(folders[i])))
				return true;
		path = slice_after(path, slash + 1);
	}
	return false;
}

static slice file_name(slice path)
{
	size_t slash = slice_rfind(path, '/');
	return slash < path.n ? slice_after(path, slash + 1) : path;
}

static bool is_test(slice path)
{
	slice name = file_name(path);
	return starts(name, S("test_")) || ends(name, S("_test.py")) ||
		same(name, S("conftest.py")) || ends(name, S(".test.js")) ||
		ends(name, S(".test.ts")) || ends(name, S(".spec.js")) ||
		ends(name, S(".spec.ts")) || below(path, test_folders, LENGTH(test_folders));
}

static bool is_docs(slice path)
{
	slice name = file_name(path);
	return ends(name, S(".md")) || ends(name, S(".mdx")) || ends(name, S(".rst")) ||
		below(path, docs_folders, LENGTH(docs_folders));
}

static bool any_glob(const struct policy_globs *globs, slice path)
{
	for (uint32_t i = 0; i < globs->n; i++)
		if (glob_path(globs->at[i], path))
			return true;
	return false;
}

static bool is_ci(enum hfg_language language)
{
	return language == HFG_GITHUB_WORKFLOW || language == HFG_GITHUB_ACTION ||
		language == HFG_GITLAB_CI;
}

bool policy_excludes(const struct policy *policy, slice path, enum hfg_language language)
{
	return !is_ci(language) && any_glob(&policy->exclude, path);
}

enum hfg_context policy_context(const struct policy *policy, slice path)
{
	enum hfg_language language;
	if (kind_of_name(path, &language) != KIND_KNOWN)
		language = HFG_OTHER_LANGUAGE;
	if (is_ci(language))
		return HFG_CONTEXT_CI;
	if (is_test(path) || any_glob(&policy->tests, path))
		return HFG_CONTEXT_TEST;
	if (is_docs(path) || any_glob(&policy->docs, path))
		return HFG_CONTEXT_DOCS;
	if (below(path, example_folders, LENGTH(example_folders)))
		return HFG_CONTEXT_EXAMPLE;
	if (language == HFG_DOCKERFILE)
		return HFG_CONTEXT_IMAGE;
	if (language == HFG_MAKEFILE || ends(path, S(".ipynb")) ||
		below(path, script_folders, LENGTH(script_folders)))
		return HFG_CONTEXT_SCRIPT;
	return HFG_CONTEXT_APPLICATION;
}
