/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_unknown.h"

#include <string.h>

#include "conf_nearest.h"

/* What is tried, and the member that says it; the first that a table has. */
static const struct {
	const char *tried, *meant;
} meanings[] = {
	{ "destination", "target" },
	{ "holder", "target" },
	{ "institution", "target" },
	{ "proposed_target", "target" },
	{ "receiver", "target" },
	{ "recipient", "target" },
	{ "to", "target" },
	{ "answer", "text" },
	{ "comment", "text" },
	{ "message", "text" },
	{ "message", "narrative" },
	{ "note", "text" },
	{ "question", "text" },
	{ "body", "narrative" },
	{ "description", "narrative" },
	{ "text", "narrative" },
	{ "text", "note" },
	{ "by", "officer" },
	{ "code", "reason" },
	{ "reason_code", "reason" },
	{ "files", "attachments" },
	{ "id", "tracking_id" },
	{ "reference", "tracking_id" },
	{ "reporter", "complainant" },
	{ "title", "subject" },
	{ "type", "classification" },
	{ "nik", "national_id" },
};

/* The row of that name; NULL: there is none. */
static const struct body_row *
find(const struct body_row *rows, const char *name)
{
	for (; rows->name != NULL; rows++)
		if (strcmp(rows->name, name) == 0)
			return rows;
	return NULL;
}

/* The row that a word tried for another means; NULL: none. */
static const struct body_row *
meant(const struct body_row *rows, const char *name)
{
	const struct body_row *row = NULL;

	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++) {
		if (strcmp(meanings[i].tried, name) == 0)
			row = find(rows, meanings[i].meant);
		if (row != NULL)
			return row;
	}
	return NULL;
}

/* The member that has one of that name within it; NULL: none. */
static const struct body_row *
outer(const struct body_row *rows, const char *name)
{
	for (; rows->name != NULL; rows++)
		if (rows->kind == BODY_OBJECT &&
		    find(rows->inner, name) != NULL)
			return rows;
	return NULL;
}

/* The member that is spelt most like the name; "": none. */
static const char *
nearest(const struct body_row *rows, const char *name)
{
	struct conf_nearest near;

	conf_nearest_init(&near, name);
	for (; rows->name != NULL; rows++)
		conf_nearest_offer(&near, rows->name);
	return near.best;
}

/* Appends which member was likely meant, if any. */
static void
suggest(const struct body_row *rows, const char *name, struct hub_buf *text)
{
	const struct body_row *row = meant(rows, name);
	const struct body_row *within = outer(rows, name);
	const char *word = row != NULL ? row->name : nearest(rows, name);

	if (row == NULL && within != NULL)
		hub_buf_fmt(text, "; it belongs in \"%s\"", within->name);
	else if (word[0] != '\0')
		hub_buf_fmt(text, "; did you mean \"%s\"?", word);
}

void
api_unknown_say(const struct body_row *rows, const char *name,
    struct hub_buf *text)
{
	hub_buf_text(text, "is not a member here");
	suggest(rows, name, text);
	for (const struct body_row *row = rows; row->name != NULL; row++)
		hub_buf_fmt(text, "%s%s", row == rows ? "; known are " : ", ",
		    row->name);
}
