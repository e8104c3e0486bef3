/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_json.h"

#include "hub_time.h"
#include "utf8.h"

/* A writer at the start of a document. */
void
hub_json_out_init(struct hub_json_out *out, struct hub_buf *buf)
{
	*out = (struct hub_json_out){ .buf = buf };
}

/* One character that JSON does not take as it is. */
static void
put_escape(struct hub_buf *buf, unsigned char c)
{
	static const char letters[] = "btnvfr"; /* of 0x08 to 0x0d */

	if (c == '"' || c == '\\')
		hub_buf_fmt(buf, "\\%c", c);
	else if (c >= 0x08 && c <= 0x0d && c != 0x0b)
		hub_buf_fmt(buf, "\\%c", letters[c - 0x08]);
	else
		hub_buf_fmt(buf, "\\u%04x", c);
}

/* A text in quotes; what is not UTF-8 fails the buffer. */
static void
put_string(struct hub_buf *buf, const char *text)
{
	size_t len = strlen(text), from = 0;

	if (!utf8_is_valid(text, len)) {
		buf->failed = true;
		return;
	}
	hub_buf_char(buf, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		hub_buf_add(buf, text + from, i - from);
		put_escape(buf, c);
		from = i + 1;
	}
	hub_buf_add(buf, text + from, len - from);
	hub_buf_char(buf, '"');
}

/* What stands before a value: a comma unless it is the first, its name. */
static void
put_key(struct hub_json_out *out, const char *key)
{
	if (out->comma)
		hub_buf_char(out->buf, ',');
	out->comma = true;
	if (key == NULL)
		return;
	put_string(out->buf, key);
	hub_buf_char(out->buf, ':');
}

/* Begin an object or array. */
void
hub_json_open(struct hub_json_out *out, const char *key, char bracket)
{
	put_key(out, key);
	hub_buf_char(out->buf, bracket);
	out->comma = false;
}

/* End the object or array opened last. */
void
hub_json_close(struct hub_json_out *out, char bracket)
{
	hub_buf_char(out->buf, bracket);
	out->comma = true;
}

/* A text member. */
void
hub_json_put_text(struct hub_json_out *out, const char *key, const char *text)
{
	put_key(out, key);
	put_string(out->buf, text);
}

/* A text member unless it is not given. */
void
hub_json_put_given(struct hub_json_out *out, const char *key, const char *text)
{
	if (*text != '\0')
		hub_json_put_text(out, key, text);
}

/* A number member. */
void
hub_json_put_int(struct hub_json_out *out, const char *key, int64_t value)
{
	put_key(out, key);
	hub_buf_fmt(out->buf, "%lld", (long long)value);
}

/* A boolean member. */
void
hub_json_put_flag(struct hub_json_out *out, const char *key, bool value)
{
	put_key(out, key);
	hub_buf_text(out->buf, value ? "true" : "false");
}

/* A time member unless it is not given. */
void
hub_json_put_time(struct hub_json_out *out, const char *key, int64_t seconds)
{
	char text[HUB_TIME_SIZE];

	hub_time_text(seconds, text);
	if (seconds != 0)
		hub_json_put_given(out, key, text);
}
