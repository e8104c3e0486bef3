/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "canon_shape.h"

#include "canon_cursor.h"

bool
canon_shape_read(const struct canon_shape *shape, struct canon_cursor *c)
{
	const char *same = shape->bytes, *end = same + shape->len;
	const struct canon_member *m = shape->varying.rows;

	c->reader->entry = shape->entry;
	for (size_t i = 0; i < shape->varying.count; i++, m++) {
		const char *to = shape->bytes + m->at;

		if (!canon_cursor_skip(c, same, (size_t)(to - same)) ||
		    canon_cursor_value(c, m->row) != HUB_OK)
			return false;
		same = to + m->len;
	}
	return canon_cursor_skip(c, same, (size_t)(end - same)) &&
	    c->at == c->end;
}

/* Whether a row's value stands as a text in the entry. */
static bool
is_text(const struct canon_row *row)
{
	return row->kind > CANON_CONSTANT && row->kind < CANON_NUMBER;
}

void
canon_shape_begin(struct canon_shape *shape, const struct canon_cursor *c,
    const struct canon_members *members, const char *bytes)
{
	const struct canon_reader *reader = c->reader;
	const char *text;

	shape->members.count = shape->varying.count = 0;
	shape->len = (size_t)(c->end - reader->text);
	if (shape->len > CANON_SHAPE_BYTES)
		return;
	memcpy(shape->bytes, bytes, shape->len);
	memcpy(shape->text, reader->text, shape->len);
	shape->entry = reader->entry;
	shape->members = *members;
	for (size_t i = 0; i < members->count; i++) {
		const struct canon_row *row = members->rows[i].row;

		if (!is_text(row))
			continue;
		text = shape->text + members->rows[i].at + 1;
		memcpy((char *)&shape->entry + row->offset, &text,
		    sizeof(text));
	}
}

bool
canon_shape_learn(struct canon_shape *shape,
    const struct canon_members *members, const char *bytes)
{
	const struct canon_member *ours = shape->members.rows;
	const struct canon_member *theirs = members->rows;
	struct canon_members *varying = &shape->varying;
	size_t known = 0, count = 0;
	struct canon_members found;

	if (members->count != shape->members.count)
		return false;
	for (size_t i = 0; i < members->count; i++)
		if (theirs[i].row != ours[i].row)
			return false;
	for (size_t i = 0; i < members->count; i++) {
		bool varies = known < varying->count &&
		    varying->rows[known].row == ours[i].row;

		known += varies;
		if (varies || theirs[i].len != ours[i].len ||
		    memcmp(bytes + theirs[i].at, shape->bytes + ours[i].at,
			ours[i].len) != 0)
			found.rows[count++] = ours[i];
	}
	found.count = count;
	*varying = found;
	return true;
}
