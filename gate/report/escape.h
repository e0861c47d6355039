/*
 * One neutralising function a sink. Text of the analysed tree is hostile: it
 * may try to move the cursor, to reorder what people read or to talk to the
 * runner that collects the log. What these functions return is inert there.
 */
#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H

#include "base/arena.h"
#include "base/buf.h"

/* A code point that no sink shows as it is: controls, bidirectional and invisible characters. */
bool escape_hidden(uint32_t code);

/* Terminals and logs: what is hidden becomes a visible escape (`\n`, `\x1b`, `\u{202e}`), bytes that
   are not UTF-8 become `\xff`, and `##[` of runner commands is broken. Never contains a line end. */
void escape_terminal(struct buf *, slice text);
/* Only the character at `at` (which must be inside `text`); returns how many bytes it has. */
unsigned escape_one(struct buf *, slice text, size_t at);

/* For cJSON: valid UTF-8 without NUL, ended by NUL. Ill-formed bytes and NUL become U+FFFD. */
const char *escape_utf8(struct arena *, slice text);

/* Printed JSON, same data: hidden characters and `##[` inside its strings become \u escapes. */
void escape_json(struct buf *, slice json);

/* A path as a relative URI reference: percent-encoded down to unreserved characters and `/`. */
const char *escape_uri(struct arena *, slice path);

#endif
