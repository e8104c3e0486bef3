/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "import_row.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "hub_word.h"

#define OWN(member) offsetof(struct import_said, member)

static const struct body_row own_rows[] = {
	{ .name = "received",
	    .kind = BODY_TIME,
	    .offset = OWN(received),
	    .help = "when the source received it: day 0 of the citizen's "
		    "clock" },
	{ .name = "status",
	    .kind = BODY_WORD,
	    .offset = OWN(status),
	    .word = case_state_name,
	    .help = "its state at the source" },
	{ .name = "ended",
	    .kind = BODY_TIME,
	    .offset = OWN(ended),
	    .help = "when it ended" },
	{ .name = NULL },
};

/* Adds the rows of one table, but for what cannot be in a file. */
static size_t
add_rows(struct import_rows *table, size_t count, const struct body_row *rows)
{
	for (; rows->name != NULL; rows++) {
		assert(count + 1 < IMPORT_ROWS);
		if (rows->kind != BODY_IDS)
			table->rows[count++] = *rows;
	}
	return count;
}

void
import_rows_init(struct import_rows *table)
{
	size_t count = add_rows(table, 0, own_rows);

	count = add_rows(table, count, api_case_rows);
	table->rows[count].name = NULL;
}

/* The row of that name in one table. */
static const struct body_row *
find(const struct body_row *rows, const char *name, size_t len)
{
	for (; rows->name != NULL; rows++)
		if (strlen(rows->name) == len &&
		    memcmp(rows->name, name, len) == 0)
			return rows;
	return NULL;
}

const struct body_row *
import_rows_find(const struct import_rows *table, const char *member)
{
	size_t len = strcspn(member, ".");
	const struct body_row *row = find(table->rows, member, len);

	if (row == NULL || (row->kind == BODY_OBJECT) != (member[len] == '.'))
		return NULL;
	if (row->kind != BODY_OBJECT)
		return row;
	return find(row->inner, member + len + 1, strlen(member + len + 1));
}

struct import_said
import_said_init(void)
{
	return (
	    struct import_said){ .said.event = hub_event_init(HUB_EV_HANDOFF) };
}

/* Says what is wrong with a member; false. */
static bool
wrong(struct body_problem *problem, const char *member, const char *sentence)
{
	(void)snprintf(problem->member, sizeof(problem->member), "%s", member);
	(void)snprintf(problem->text, sizeof(problem->text), "%s: %s", member,
	    sentence);
	return false;
}

/* What the times and the state say together. */
static bool
is_sound(const struct import_said *said, int64_t now, struct body_problem *p)
{
	bool over = said->status != 0 && !case_open(said->status);

	if (said->received > now)
		return wrong(p, "received",
		    "found a time to come, expected one that is over");
	if (said->ended > now)
		return wrong(p, "ended",
		    "found a time to come, expected one that is over");
	if (over && said->ended == 0)
		return wrong(p, "ended",
		    "is missing, expected when the case ended, for its status "
		    "says that it has");
	if (over && said->received == 0)
		return wrong(p, "received",
		    "is missing, expected when the case was received, for it "
		    "has ended");
	if (!over && said->ended != 0)
		return wrong(p, "ended",
		    "is given, expected none for a case that is open, or a "
		    "status of completed, archived or withdrawn");
	if (over && said->ended < said->received)
		return wrong(p, "ended",
		    "found a time before the case was received");
	return true;
}

bool
import_said_read(const struct import_rows *table, const struct hub_json *doc,
    int64_t now_ms, struct import_said *ret, struct body_problem *ret_problem)
{
	return body_read(doc, table->rows, ret, ret_problem) &&
	    is_sound(ret, now_ms / 1000, ret_problem);
}
