/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "canon_read.h"

#include "canon_cursor.h"

/* An entry that says nothing stands ready to be copied; no shape is known. */
void
canon_reader_init(struct canon_reader *reader)
{
	memset(reader, 0, sizeof(*reader));
	reader->empty = canon_entry_init("");
	reader->entry = reader->empty;
}

/* Begins an entry. */
static struct canon_cursor
begin(struct canon_reader *reader, struct note_span bytes,
    struct hub_error *err)
{
	struct canon_cursor c = { reader, reader->text,
		reader->text + bytes.len, CANON_ROOT, err };

	memcpy(reader->text, bytes.at, bytes.len);
	memset(c.end, 0, CANON_READ_SLACK);
	return c;
}

/* Reads each member that stands there, in the order of the rows. */
static enum hub_status
read_rows(struct canon_cursor *c, struct canon_members *members)
{
	enum hub_status status = HUB_OK;
	const struct canon_row *row, *end;
	size_t count;

	row = canon_rows(&count);
	end = row + count;
	members->count = 0;
	while (status == HUB_OK && row < end) {
		struct canon_member *m = &members->rows[members->count];

		row = canon_cursor_next(c, row, end);
		if (row == NULL)
			return HUB_MALFORMED;
		if (row == end)
			break;
		m->row = row;
		m->at = (size_t)(c->at - c->reader->text);
		status = canon_cursor_value(c, row++);
		m->len = (size_t)(c->at - c->reader->text) - m->at;
		members->count++;
	}
	return status;
}

/* Reads an entry by the table. */
static enum hub_status
read_whole(struct canon_cursor *c, struct canon_members *members)
{
	enum hub_status status;

	c->reader->entry = c->reader->empty;
	if (!canon_cursor_skip(c, "{", 1))
		return hub_fail(c->err, HUB_MALFORMED, "is no JSON object");
	status = read_rows(c, members);
	if (status != HUB_OK)
		return status;
	if (c->open == CANON_ROOT && canon_cursor_skip(c, "}", 1) &&
	    c->at == c->end)
		return HUB_OK;
	return canon_cursor_refuse_rest(c, NULL);
}

/* Remembers what an entry looked like. */
static void
learn(const struct canon_cursor *c, const struct canon_members *members,
    const char *bytes)
{
	struct canon_reader *reader = c->reader;

	for (unsigned i = 0; i < CANON_READ_SHAPES; i++) {
		reader->last = i;
		if (canon_shape_learn(&reader->shapes[i], members, bytes))
			return;
	}
	reader->last = reader->turn++ % CANON_READ_SHAPES;
	canon_shape_begin(&reader->shapes[reader->last], c, members, bytes);
}

enum hub_status
canon_read(struct canon_reader *reader, const char *bytes, size_t len,
    struct hub_error *err)
{
	const struct note_span span = { bytes, len };
	struct canon_members members;
	struct canon_cursor c;
	enum hub_status status;

	if (len > CANON_MAX)
		return hub_fail(err, HUB_MALFORMED, "is too long");
	c = begin(reader, span, err);
	for (unsigned i = 0; i < CANON_READ_SHAPES; i++) {
		unsigned at = (reader->last + i) % CANON_READ_SHAPES;

		if (reader->shapes[at].members.count == 0)
			continue;
		if (canon_shape_read(&reader->shapes[at], &c)) {
			reader->last = at;
			return HUB_OK;
		}
		if (c.at > reader->text)
			c = begin(reader, span, err);
	}
	status = read_whole(&c, &members);
	if (status == HUB_OK)
		learn(&c, &members, bytes);
	return status;
}
