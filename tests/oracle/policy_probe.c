/*
 * `policy_probe schema` prints the JSON Schema of policy files; `policy_probe
 * check` reads the files named on standard input, a path a line, and prints
 * for each how many lines of mistakes there are and then these lines.
 */
#include "policy/policy.h"

#include <stdio.h>

static size_t read_file(const char *path, char *text, size_t room)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return 0;
	size_t n = fread(text, 1, room, file);
	fclose(file);
	return n;
}

static void check(const char *path)
{
	static char text[1 << 20];
	struct arena arena;
	struct policy policy;
	struct hfg_err err = {0};
	struct buf messages = {0}, shown = {0};
	size_t n = read_file(path, text, sizeof text - 8);
	memset(text + n, 0, 8);
	arena_init(&arena);
	policy_init(&policy);
	struct policy_origin origin = {.path = S("policy.yml"), .text = {text, n}};
	int result = policy_read(&policy, &origin, &arena, &err, &messages);
	unsigned lines = 0;
	for (size_t i = 0; i < messages.n; i++)
		lines += messages.p[i] == '\n';
	printf("%u\n", result ? lines : 0);
	if (result)
		fwrite(messages.p, 1, messages.n, stdout);
	else
		policy_show(&policy, &shown);
	fflush(stdout);
	buf_free(&messages);
	buf_free(&shown);
	arena_free(&arena);
}

int main(int argc, char **argv)
{
	char path[4096];
	struct buf schema = {0};
	if (argc == 2 && slice_is(slice_of(argv[1]), "schema")) {
		policy_schema(&schema);
		fwrite(schema.p, 1, schema.n, stdout);
		buf_free(&schema);
		return 0;
	}
	while (fgets(path, sizeof path, stdin)) {
		path[strcspn(path, "\n")] = '\0';
		check(path);
	}
	return 0;
}
