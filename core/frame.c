/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "frame.h"

#include <endian.h>

#define NUMBER_SIZE 8
#define LENGTH_SIZE 4
#define ROWS_MAX 1024u /* of one struct */

/* Adds a number. */
void
frame_put_int(struct hub_buf *out, int64_t value)
{
	uint64_t wire = htole64((uint64_t)value);

	hub_buf_add(out, &wire, sizeof(wire));
}

/* Adds a text; NULL is as good as "". */
void
frame_put_text(struct hub_buf *out, const char *text)
{
	frame_put_bytes(out, text, text == NULL ? 0 : strlen(text));
}

/* Adds bytes. */
void
frame_put_bytes(struct hub_buf *out, const void *data, size_t len)
{
	const uint32_t wire = htole32((uint32_t)len);
	char *to;

	if (len > UINT32_MAX) {
		out->failed = true;
		return;
	}
	to = hub_buf_more(out, LENGTH_SIZE + len + 1);
	if (to == NULL)
		return;
	memcpy(to, &wire, LENGTH_SIZE);
	if (len > 0)
		memcpy(to + LENGTH_SIZE, data, len);
	to[LENGTH_SIZE + len] = '\0';
}

/* Starts to read. */
void
frame_in_init(struct frame_in *in, const void *data, size_t len)
{
	static const uint8_t nothing[1];

	in->at = len == 0 ? nothing : data;
	in->end = in->at + len;
	in->failed = false;
}

/* Makes the failure stick. */
void
frame_fail(struct frame_in *in)
{
	in->failed = true;
	in->at = in->end;
}

/* How many bytes are left. */
static size_t
left(const struct frame_in *in)
{
	return (size_t)(in->end - in->at);
}

/* Reads a number; 0 on failure. */
int64_t
frame_int(struct frame_in *in)
{
	uint64_t wire;

	if (left(in) < NUMBER_SIZE) {
		frame_fail(in);
		return 0;
	}
	memcpy(&wire, in->at, NUMBER_SIZE);
	in->at += NUMBER_SIZE;
	return (int64_t)le64toh(wire);
}

/* Reads bytes, which a NUL follows; "" on failure. */
const char *
frame_bytes(struct frame_in *in, size_t *ret_len)
{
	const char *data;
	uint32_t wire;
	size_t len;

	*ret_len = 0;
	if (left(in) < LENGTH_SIZE + 1) {
		frame_fail(in);
		return "";
	}
	memcpy(&wire, in->at, LENGTH_SIZE);
	len = le32toh(wire);
	if (len > left(in) - LENGTH_SIZE - 1 ||
	    in->at[LENGTH_SIZE + len] != '\0') {
		frame_fail(in);
		return "";
	}
	data = (const char *)in->at + LENGTH_SIZE;
	in->at += LENGTH_SIZE + len + 1;
	*ret_len = len;
	return data;
}

/* Reads a text. */
const char *
frame_text(struct frame_in *in)
{
	size_t len;
	const char *text = frame_bytes(in, &len);

	if (memchr(text, '\0', len) == NULL)
		return text;
	frame_fail(in);
	return "";
}

/* Reads a number from 0 to max. */
uint64_t
frame_count(struct frame_in *in, uint64_t max)
{
	uint64_t value = (uint64_t)frame_int(in);

	if (value <= max)
		return value;
	frame_fail(in);
	return 0;
}

/* Whether nothing failed. */
bool
frame_ok(const struct frame_in *in)
{
	return !in->failed;
}

/* Whether everything was read. */
bool
frame_done(const struct frame_in *in)
{
	return !in->failed && in->at == in->end;
}

/* Adds one field of a struct. */
static void
put_row(struct hub_buf *out, const struct frame_row *row, const char *from)
{
	const void *field = from + row->offset;

	switch (row->kind) {
	case FRAME_TEXT:
	case FRAME_LINE:
		frame_put_text(out, *(const char *const *)field);
		break;
	case FRAME_INT64:
	case FRAME_UINT64:
		frame_put_int(out, *(const int64_t *)field);
		break;
	case FRAME_UINT:
		frame_put_int(out, *(const unsigned *)field);
		break;
	case FRAME_BOOL:
		frame_put_int(out, *(const bool *)field);
		break;
	}
}

/* Adds a struct: the number of rows, their length, the fields. */
void
frame_put_rows(struct hub_buf *out, const struct frame_row *rows, size_t count,
    const void *from)
{
	size_t at = out->len, start;
	uint64_t wire;

	frame_put_int(out, (int64_t)count);
	frame_put_int(out, 0);
	start = out->len;
	for (size_t i = 0; i < count; i++)
		put_row(out, &rows[i], from);
	if (!hub_buf_ok(out))
		return;
	wire = htole64((uint64_t)(out->len - start));
	memcpy(out->data + at + NUMBER_SIZE, &wire, sizeof(wire));
}

/* Reads one field of a struct. */
static void
get_row(struct frame_in *in, const struct frame_row *row, char *to)
{
	unsigned max = row->max == 0 ? UINT32_MAX : row->max;
	void *field = to + row->offset;

	switch (row->kind) {
	case FRAME_TEXT:
	case FRAME_LINE:
		*(const char **)field = frame_text(in);
		break;
	case FRAME_INT64:
	case FRAME_UINT64:
		*(int64_t *)field = frame_int(in);
		break;
	case FRAME_UINT:
		*(unsigned *)field = (unsigned)frame_count(in, max);
		break;
	case FRAME_BOOL:
		*(bool *)field = frame_count(in, 1) == 1;
		break;
	}
}

/* A field that the frame does not have. */
static void
clear_row(const struct frame_row *row, char *to)
{
	void *field = to + row->offset;

	switch (row->kind) {
	case FRAME_TEXT:
	case FRAME_LINE:
		*(const char **)field = "";
		break;
	case FRAME_INT64:
	case FRAME_UINT64:
		*(int64_t *)field = 0;
		break;
	case FRAME_UINT:
		*(unsigned *)field = 0;
		break;
	case FRAME_BOOL:
		*(bool *)field = false;
		break;
	}
}

/* Reads a struct; every field is set, also on failure. */
void
frame_rows(struct frame_in *in, const struct frame_row *rows, size_t count,
    void *to)
{
	uint64_t here = frame_count(in, ROWS_MAX);
	uint64_t len = (uint64_t)frame_int(in);
	struct frame_in inner;

	if (len > left(in))
		frame_fail(in);
	frame_in_init(&inner, in->at, in->failed ? 0 : len);
	for (size_t i = 0; i < count; i++)
		if (i < here && frame_ok(&inner))
			get_row(&inner, &rows[i], to);
		else
			clear_row(&rows[i], to);
	/* Bytes behind the known rows are rows that a later writer added. */
	if (inner.failed || (here <= count && inner.at != inner.end))
		frame_fail(in);
	else if (!in->failed)
		in->at += len;
}
