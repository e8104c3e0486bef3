/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "canon_rows.h"
#include "limits.h"

/* The word of a kind in JSON Schema; a kind that has a list is written by
 * hand. */
static const char *const shapes[CANON_KINDS] = {
	[CANON_LINE] = "\"type\":\"string\","
		       "\"pattern\":\"^[^\\\\u0000-\\\\u001f\\\\u007f]*$\"",
	[CANON_WORD] = "\"type\":\"string\","
		       "\"pattern\":\"^[a-z0-9_.-]+$\"",
	[CANON_WORDS] = "\"type\":\"string\","
			"\"pattern\":\"^[a-z0-9_.,-]+$\"",
	[CANON_UUID] = "\"type\":\"string\",\"pattern\":\"^[0-9a-f]{8}-"
		       "[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-"
		       "[0-9a-f]{12}$\"",
	[CANON_HEX] = "\"type\":\"string\",\"pattern\":\"^[0-9a-f]{64}$\"",
	[CANON_BASE64] = "\"type\":\"string\","
			 "\"pattern\":\"^[A-Za-z0-9+/]{43}=$\"",
	[CANON_NUMBER] = "\"type\":\"integer\",\"minimum\":0,"
			 "\"maximum\":9007199254740991",
	[CANON_BUCKET] = "\"type\":\"integer\",\"minimum\":0,"
			 "\"maximum\":9007199254740991",
	[CANON_TIME] = "\"type\":\"string\",\"pattern\":"
		       "\"^[0-9]{4}-[0-9]{2}-[0-9]{2}T"
		       "[0-9]{2}:[0-9]{2}:[0-9]{2}\\\\.[0-9]{3}Z$\"",
	[CANON_FLAG] = "\"const\":true",
};

/* The words that a member may be. */
static void
put_choice(struct hub_buf *out, const char *const *words, size_t count)
{
	hub_buf_text(out, "\"enum\":[");
	for (size_t i = 0; i < count; i++)
		hub_buf_fmt(out, "%s\"%s\"", i > 0 ? "," : "", words[i]);
	hub_buf_text(out, "]");
}

/* The rule of one member. */
static void
put_member(struct hub_buf *out, const struct canon_row *row)
{
	size_t count = 0;
	const char *const *types;

	hub_buf_add(out, row->key, row->key_len);
	hub_buf_fmt(out, "{\"description\":\"%s\",", row->help);
	switch (row->kind) {
	case CANON_CONSTANT:
		hub_buf_fmt(out, "\"const\":\"%s\"", row->words[0]);
		break;
	case CANON_LISTED:
		while (row->words[count] != NULL)
			count++;
		put_choice(out, row->words, count);
		break;
	case CANON_TYPE:
		types = canon_types(&count);
		put_choice(out, types, count);
		break;
	default:
		hub_buf_text(out, shapes[row->kind]);
		break;
	}
	if (row->kind == CANON_WORD)
		hub_buf_fmt(out, ",\"maxLength\":%u", CANON_WORD_MAX);
	if (row->kind == CANON_LINE || row->kind == CANON_WORDS)
		hub_buf_fmt(out, ",\"maxLength\":%u", CANON_TEXT_MAX);
	hub_buf_text(out, "}");
}

/* The members that must be there. */
static void
put_required(struct hub_buf *out, enum canon_group group)
{
	bool whole = canon_group(group)->tells != 0, first = true;
	const struct canon_row *rows;
	size_t count, i;

	rows = canon_rows(&count);
	hub_buf_text(out, "\"required\":[");
	for (i = 0; i < count; i++) {
		if (rows[i].group != group || (!rows[i].required && !whole))
			continue;
		hub_buf_fmt(out, "%s\"%s\"", first ? "" : ",", rows[i].name);
		first = false;
	}
	hub_buf_text(out, "],");
}

/* Begins the object of a group: closed, its own list of members. */
static void
begin_group(struct hub_buf *out, enum canon_group group)
{
	hub_buf_text(out,
	    "\"type\":\"object\","
	    "\"additionalProperties\":false,");
	put_required(out, group);
	hub_buf_text(out, "\"properties\":{");
}

/* Ends and begins objects until group is the open one. */
static enum canon_group
enter(struct hub_buf *out, enum canon_group open, enum canon_group group)
{
	enum canon_group parent = canon_group(group)->parent;

	while (open != group && open != parent && open != CANON_ROOT) {
		hub_buf_text(out, "}}");
		open = canon_group(open)->parent;
	}
	if (open == group)
		return open;
	if (open != parent)
		enter(out, open, parent);
	if (out->len > 0 && out->data[out->len - 1] != '{')
		hub_buf_text(out, ",");
	hub_buf_fmt(out, "\"%s\":{", canon_group(group)->name);
	begin_group(out, group);
	return group;
}

/* The schema of an entry. */
void
canon_schema(struct hub_buf *out)
{
	enum canon_group open = CANON_ROOT;
	const struct canon_row *rows;
	size_t count, i;

	rows = canon_rows(&count);
	hub_buf_text(out,
	    "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\","
	    "\"title\":\"Entry of the audit log of simpul\",");
	begin_group(out, CANON_ROOT);
	for (i = 0; i < count; i++) {
		open = enter(out, open, rows[i].group);
		if (out->len > 0 && out->data[out->len - 1] != '{')
			hub_buf_text(out, ",");
		put_member(out, &rows[i]);
	}
	hub_buf_text(out, "}}");
}

/* A member's whole name. */
static void
put_name(struct hub_buf *out, const struct canon_row *row)
{
	const struct canon_group_row *group = canon_group(row->group);

	if (row->group > CANON_DATA)
		hub_buf_fmt(out, "data.%s.", group->name);
	else if (row->group == CANON_DATA)
		hub_buf_text(out, "data.");
	hub_buf_text(out, row->name);
}

/* A line a member, for the manual page. */
void
canon_members(struct hub_buf *out)
{
	const struct canon_row *rows;
	size_t count, i;

	rows = canon_rows(&count);
	for (i = 0; i < count; i++) {
		put_name(out, &rows[i]);
		hub_buf_fmt(out, "\t%s\t%s\n", canon_kind_name(rows[i].kind),
		    rows[i].help);
	}
}
