/*
 * Knows what a finding is made of when place does not count. The digest is
 * SHA-256 cut to 128 bits: a baseline accepts findings by fingerprint, so
 * nobody may be able to write a call that collides with an accepted one.
 */
#include "policy/fingerprint.h"
#include "base/die.h"
#include "base/map.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

enum { DIGEST = 16 }; /* bytes that are kept of 32 */

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '_' || (unsigned char)c >= 0x80;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* End of the string literal that starts at `at`, quotes included. */
static size_t string_end(slice text, size_t at)
{
	char quote = text.p[at];
	bool triple = at + 2 < text.n && text.p[at + 1] == quote && text.p[at + 2] == quote;
	size_t i = at + (triple ? 3 : 1);
	for (; i < text.n; i++) {
		if (text.p[i] == '\\') {
			i++;
			continue;
		}
		if (text.p[i] != quote)
			continue;
		if (!triple)
			return i + 1;
		if (i + 2 < text.n && text.p[i + 1] == quote && text.p[i + 2] == quote)
			return i + 3;
	}
	return text.n;
}

static void add_string(struct buf *out, slice literal)
{
	char quote = literal.p[0];
	bool plain = literal.n >= 2 && literal.p[literal.n - 1] == quote &&
		slice_find(slice_cut(literal, 1, literal.n - 1), '"') == literal.n - 2;
	if (!plain || quote == '"') {
		buf_add(out, literal);
		return;
	}
	buf_byte(out, '"');
	buf_add(out, slice_cut(literal, 1, literal.n - 1));
	buf_byte(out, '"');
}

/* First byte at or behind `at` that is neither blank, line continuation nor comment. */
static size_t skip_blank(slice text, size_t at, bool hash_comments)
{
	while (at < text.n) {
		char c = text.p[at];
		if (hash_comments && c == '#')
			at += slice_find(slice_after(text, at), '\n');
		else if (c == '\\' && at + 1 < text.n && is_blank(text.p[at + 1]))
			at++;
		else if (is_blank(c))
			at++;
		else
			break;
	}
	return at < text.n ? at : text.n;
}

static bool closes(slice text, size_t at)
{
	return at < text.n && memchr(")]}", text.p[at], 3);
}

void fingerprint_normalise(struct buf *out, slice text, bool hash_comments)
{
	size_t at = skip_blank(text, 0, hash_comments);
	while (at < text.n) {
		char c = text.p[at];
		bool string = c == '"' || c == '\'';
		size_t end = string ? string_end(text, at) : at + 1;
		size_t next = skip_blank(text, end, hash_comments);
		if (string)
			add_string(out, slice_cut(text, at, end));
		else if (c != ',' || !closes(text, next))
			buf_byte(out, c);
		if (next > end && next < text.n && is_word(text.p[end - 1]) &&
			is_word(text.p[next]))
			buf_byte(out, ' ');
		at = next;
	}
}

static slice extension(slice path)
{
	slice name =
		slice_after(path, slice_rfind(path, '/') < path.n ? slice_rfind(path, '/') + 1 : 0);
	return slice_after(name, slice_rfind(name, '.'));
}

static void add_field(struct buf *out, slice text)
{
	buf_printf(out, "%zu:", text.n); /* lengths keep fields apart whatever they hold */
	buf_add(out, text);
}

static void add_source(struct buf *out, const struct hfg_finding *finding)
{
	const struct hfg_load *load = finding->load;
	if (!finding->source) {
		buf_add(out, finding->path);
		return;
	}
	span at = load && load->at.to > load->at.from ? load->at : finding->at;
	enum hfg_language language = finding->source->language;
	bool braces = language == HFG_JAVASCRIPT;
	fingerprint_normalise(out, slice_cut(finding->source->text, at.from, at.to), !braces);
}

static void describe(struct buf *out, const struct hfg_finding *finding)
{
	const struct hfg_load *load = finding->load;
	struct buf source = {0};
	add_field(out, slice_of(finding->rule->id));
	add_field(out, extension(finding->path));
	add_field(out, load ? load->function : S(""));
	for (uint32_t i = 0; load && i < load->repo.n; i++)
		add_field(out, load->repo.texts[i]);
	add_source(&source, finding);
	add_field(out, buf_slice(&source));
	buf_free(&source);
}

static void digest(slice text, unsigned char ret_digest[DIGEST])
{
	unsigned char full[EVP_MAX_MD_SIZE];
	if (!EVP_Digest(text.p, text.n, full, NULL, EVP_sha256(), NULL))
		BUG("SHA-256 is not available");
	memcpy(ret_digest, full, DIGEST);
}

static void write_hex(char *out, const unsigned char bytes[DIGEST])
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < DIGEST; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * DIGEST] = '\0';
}

void fingerprint_all(struct found *const *sorted, uint32_t n, struct arena *arena)
{
	/* Without its configuration file: that could load code of somebody's choice. */
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	struct map seen;
	struct buf text = {0};
	map_init(&seen, arena);
	for (uint32_t i = 0; i < n; i++) {
		unsigned char bytes[DIGEST];
		text.n = 0;
		describe(&text, &sorted[i]->public);
		digest(buf_slice(&text), bytes);
		slice key = arena_copy(arena, (slice){(const char *)bytes, DIGEST});
		uint32_t *count = map_put(&seen, key, NULL);
		if ((*count)++) {
			add_field(&text, arena_printf(arena, "%u", *count));
			digest(buf_slice(&text), bytes);
		}
		write_hex(sorted[i]->public.fingerprint, bytes);
	}
	buf_free(&text);
}
