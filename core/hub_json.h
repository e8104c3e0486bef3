/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_json.h - JSON from outside, read within limits, and JSON going out.
 *
 * Reading refuses duplicate members, NUL, invalid UTF-8, over HUB_JSON_DEPTH
 * levels, over HUB_JSON_VALUES values and over 1 MB.  A path names members
 * with dots: "data.handoff.id".  What is absent or of another type reads as
 * "", the fallback, false or 0.
 */
#ifndef HUB_JSON_H
#define HUB_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hub_buf.h"
#include "hub_error.h"

#define HUB_JSON_DEPTH 16
#define HUB_JSON_MAX (1024u * 1024u)
#define HUB_JSON_VALUES 50000 /* bounds the memory that 1 MB can take */

struct hub_json; /* a value; opaque */

/* First use, before a sandbox closes: the parser opens /dev/urandom. */
void hub_json_warm(void);

/* Parse bytes into a document that the caller owns; HUB_MALFORMED says where
 * and what was expected. */
enum hub_status hub_json_read(const char *bytes, size_t len,
    struct hub_json **ret_doc, struct hub_error *err);
void hub_json_free(struct hub_json *doc);

/* The value itself, or NULL; borrowed from the document, as texts are. */
const struct hub_json *hub_json_get(const struct hub_json *v, const char *path);
const char *hub_json_text(const struct hub_json *v, const char *path);
int64_t hub_json_int(const struct hub_json *v, const char *path,
    int64_t fallback);
bool hub_json_flag(const struct hub_json *v, const char *path);
bool hub_json_has(const struct hub_json *v, const char *path);
/* "text", "number", "flag", "null", "object", "array"; "" when absent: to say
 * what was found where something else was expected. */
const char *hub_json_kind(const struct hub_json *v, const char *path);
/* Members of an array, 0 when it is none. */
size_t hub_json_count(const struct hub_json *v, const char *path);
const struct hub_json *hub_json_at(const struct hub_json *v, const char *path,
    size_t index);
/* Each member of an object in its order, until fn returns false: then false
 * comes back. */
typedef bool hub_json_member_fn(void *ctx, const char *name,
    const struct hub_json *value);
bool hub_json_each(const struct hub_json *v, const char *path,
    hub_json_member_fn *fn, void *ctx);
/* A text, or a number or boolean as its text: for systems that mix them.
 * False, and "" in buf, when it is none of these or does not fit. */
bool hub_json_loose(const struct hub_json *v, const char *path, char *buf,
    size_t size);

/* A writer that sets commas and quotes.  key is NULL inside an array and for
 * the document itself.  A text that is not UTF-8 fails the buffer. */
struct hub_json_out {
	struct hub_buf *buf; /* borrowed */
	bool comma;
};

void hub_json_out_init(struct hub_json_out *out, struct hub_buf *buf);
/* bracket is '{' or '['; the one to close with is '}' or ']'. */
void hub_json_open(struct hub_json_out *out, const char *key, char bracket);
void hub_json_close(struct hub_json_out *out, char bracket);
void hub_json_put_text(struct hub_json_out *out, const char *key,
    const char *text);
/* Nothing when text is "". */
void hub_json_put_given(struct hub_json_out *out, const char *key,
    const char *text);
void hub_json_put_int(struct hub_json_out *out, const char *key, int64_t value);
void hub_json_put_flag(struct hub_json_out *out, const char *key, bool value);
/* RFC 3339 in UTC; nothing when 0. */
void hub_json_put_time(struct hub_json_out *out, const char *key,
    int64_t seconds);

#endif
