/* SPDX-License-Identifier: Apache-2.0 */
/* Which member stands next, by the table of rows. */
#include "config.h"

#include "canon_cursor.h"

#define NAME_SHOWN 40 /* characters of a name that nobody knows */

/* A comma, unless an object has just begun. */
static bool
skip_comma(struct canon_cursor *c)
{
	if (c->at[-1] == '{')
		return true;
	if (*c->at != ',')
		return false;
	c->at++;
	return true;
}

/* Whether a name stands here; its first character tells most apart. */
static bool
is_next(const struct canon_cursor *c, const char *key, size_t len)
{
	return c->at[1] == key[1] && (size_t)(c->end - c->at) >= len &&
	    memcmp(c->at, key, len) == 0;
}

/* Begins an object; false when it does not stand there. */
static bool
open_group(struct canon_cursor *c, enum canon_group group)
{
	const struct canon_group_row *row = canon_group(group);

	if (!is_next(c, row->key, row->key_len))
		return false;
	c->at += row->key_len;
	c->open = group;
	return true;
}

/* Whether an object is begun by this row: one that is written whole is begun
 * by its first only. */
static bool
may_begin(const struct canon_row *row)
{
	size_t count;

	return canon_group(row->group)->tells == 0 ||
	    row == canon_rows(&count) || row[-1].group != row->group;
}

/* Begins the objects that the row is in and the cursor is not. */
static bool
enter(struct canon_cursor *c, const struct canon_row *row)
{
	enum canon_group parent = canon_group(row->group)->parent;

	if (row->group == CANON_ROOT || !may_begin(row))
		return false;
	if (c->open == parent)
		return open_group(c, row->group);
	return c->open == CANON_ROOT && open_group(c, parent) &&
	    open_group(c, row->group);
}

/* Whether the row's member stands here; its name is taken then.  The cursor
 * does not move when it does not. */
static bool
stands(struct canon_cursor *c, const struct canon_row *row)
{
	struct canon_cursor inside;

	if (c->open == row->group) {
		if (!is_next(c, row->key, row->key_len))
			return false;
		c->at += row->key_len;
		return true;
	}
	inside = *c;
	if (!enter(&inside, row) || !is_next(&inside, row->key, row->key_len))
		return false;
	*c = inside;
	c->at += row->key_len;
	return true;
}

/* Whether a member of the open object, or an object in it, has that name;
 * *ret_group: the object, or the open one. */
static bool
is_known(const struct canon_cursor *c, const char *name,
    enum canon_group *ret_group)
{
	const struct canon_row *rows;
	size_t count;

	rows = canon_rows(&count);
	*ret_group = c->open;
	for (size_t i = 0; i < count; i++) {
		const struct canon_group_row *group = canon_group(
		    rows[i].group);

		if (rows[i].group == c->open && strcmp(rows[i].name, name) == 0)
			return true;
		if (group->parent == c->open && rows[i].group != c->open &&
		    strcmp(group->name, name) == 0) {
			*ret_group = rows[i].group;
			return true;
		}
	}
	return false;
}

enum hub_status
canon_cursor_refuse_rest(struct canon_cursor *c,
    const struct canon_row *missing)
{
	enum canon_group group = c->open;
	const char *name;
	size_t len;

	while (group != CANON_ROOT && canon_cursor_skip(c, "}", 1))
		group = canon_group(group)->parent;
	(void)canon_cursor_skip(c, ",", 1);
	do {
		c->open = group;
		name = canon_cursor_text(c, &len);
		if (name != NULL && len > 0 && !is_known(c, name, &group))
			return hub_fail(c->err, HUB_MALFORMED,
			    "has a member that no entry has");
	} while (
	    name != NULL && group != c->open && canon_cursor_skip(c, ":{", 2));
	if (missing != NULL)
		return canon_cursor_refuse(c, missing, "is missing");
	if (name == NULL || len == 0)
		return hub_fail(c->err, HUB_MALFORMED,
		    "is not canonical JSON (RFC 8785)");
	return hub_fail(c->err, HUB_MALFORMED,
	    "%.*s stands twice or out of its order", NAME_SHOWN, name);
}

/* Whether the row must be there: always, or with the rest of its object, in
 * which the cursor was. */
static bool
is_due(const struct canon_row *row, enum canon_group open)
{
	return row->required ||
	    (open == row->group && canon_group(open)->tells != 0);
}

/* Whether a row is of an object or of one in it. */
static bool
is_within(const struct canon_row *row, enum canon_group group)
{
	return row->group == group || canon_group(row->group)->parent == group;
}

/* Ends objects that end here, and passes by their rows up to one that is due;
 * the first row that may come now. */
static const struct canon_row *
leave(struct canon_cursor *c, const struct canon_row *row,
    const struct canon_row *end)
{
	enum canon_group was = c->open;

	while (c->open != CANON_ROOT && *c->at == '}' && c->at[-1] != '{') {
		while (
		    row < end && is_within(row, c->open) && !is_due(row, was))
			row++;
		c->at++;
		c->open = canon_group(c->open)->parent;
	}
	return row;
}

const struct canon_row *
canon_cursor_next(struct canon_cursor *c, const struct canon_row *row,
    const struct canon_row *end)
{
	const struct canon_cursor before = *c;
	bool named;

	row = leave(c, row, end);
	for (named = skip_comma(c); row < end; row++) {
		if (named && stands(c, row))
			return row;
		if (is_due(row, before.open))
			break;
	}
	*c = before;
	if (row < end)
		(void)canon_cursor_refuse_rest(c, row);
	return row < end ? NULL : end;
}
