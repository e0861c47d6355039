/* Knows how numbers, texts and entries look on the line: little endian, lengths first. */
#include "git/protocol.h"

#include "base/num.h"

void git_put_u8(struct buf *body, uint8_t value)
{
	buf_byte(body, (char)value);
}

static void put_le(char out[4], uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		out[i] = (char)(value >> (8 * i) & 0xff);
}

static uint32_t get_le(const char in[4])
{
	uint32_t value = 0;
	for (unsigned i = 0; i < 4; i++)
		value |= (uint32_t)(unsigned char)in[i] << (8 * i);
	return value;
}

void git_put_u32(struct buf *body, uint32_t value)
{
	char bytes[4];
	put_le(bytes, value);
	buf_add(body, (slice){bytes, sizeof bytes});
}

void git_put_text(struct buf *body, slice text)
{
	git_put_u32(body, u32(text.n));
	buf_add(body, text);
}

void git_put_entry(struct buf *body, const struct git_entry *entry)
{
	git_put_u32(body, entry->mode);
	git_put_u8(body, (uint8_t)(entry->skip_worktree | entry->conflict << 1));
	buf_add(body, (slice){(const char *)entry->id, GIT_ID});
	git_put_text(body, entry->path);
}

slice git_get_bytes(struct git_reader *reader, size_t n)
{
	if (reader->rest.n < n) {
		reader->bad = true;
		reader->rest = S("");
		return S("");
	}
	slice bytes = slice_cut(reader->rest, 0, n);
	reader->rest = slice_after(reader->rest, n);
	return bytes;
}

uint8_t git_get_u8(struct git_reader *reader)
{
	slice bytes = git_get_bytes(reader, 1);
	return bytes.n ? (uint8_t)bytes.p[0] : 0;
}

uint32_t git_get_u32(struct git_reader *reader)
{
	slice bytes = git_get_bytes(reader, 4);
	return bytes.n ? get_le(bytes.p) : 0;
}

slice git_get_text(struct git_reader *reader)
{
	return git_get_bytes(reader, git_get_u32(reader));
}

bool git_get_entry(struct git_reader *reader, struct git_entry *ret_entry)
{
	if (reader->rest.n == 0)
		return false;
	struct git_entry entry = {.mode = git_get_u32(reader)};
	uint8_t flags = git_get_u8(reader);
	entry.skip_worktree = flags & 1;
	entry.conflict = flags >> 1 & 1;
	slice id = git_get_bytes(reader, GIT_ID);
	entry.path = git_get_text(reader);
	if (reader->bad || entry.path.n == 0)
		return reader->bad = true, false;
	memcpy(entry.id, id.p, GIT_ID);
	*ret_entry = entry;
	return true;
}

void git_head(char head[GIT_HEAD], uint32_t n, uint8_t what)
{
	put_le(head, n);
	head[4] = (char)what;
}

uint32_t git_head_length(const char head[GIT_HEAD])
{
	return get_le(head);
}
