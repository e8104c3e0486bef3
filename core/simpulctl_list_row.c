/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_list_row.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "import_when.h"

#define SPACES " \t"
#define CELL_SIZE 256

/* States in an order without holes. */
static const char *
state_word(unsigned i)
{
	static const enum handoff_state states[] = { 0, HANDOFF_OFFERED,
		HANDOFF_ACCEPTED, HANDOFF_WORKING, HANDOFF_ANSWERED,
		HANDOFF_CLOSED, HANDOFF_REFUSED, HANDOFF_RETURNED,
		HANDOFF_EXPIRED, HANDOFF_FAILED, HANDOFF_CANCELLED };

	return i < sizeof(states) / sizeof(states[0])
	    ? handoff_state_name(states[i])
	    : "";
}

/* hub_word.h's lists as body_word_fn. */
static const char *
kind_word(unsigned i)
{
	return hub_kind_name((enum hub_kind)i);
}

/* The same for reasons. */
static const char *
reason_word(unsigned i)
{
	return hub_reason_name((enum hub_reason)i);
}

#define AT(member) offsetof(struct listed, member)
static const struct body_row rows[] = {
	{ .name = "handoff", .kind = BODY_LINE, .offset = AT(handoff) },
	{ .name = "case", .kind = BODY_LINE, .offset = AT(case_id) },
	{ .name = "institution", .kind = BODY_LINE, .offset = AT(institution) },
	{ .name = "number", .kind = BODY_COUNT, .offset = AT(number) },
	{ .name = "received", .kind = BODY_TIME, .offset = AT(received) },
	{ .name = "kind", .kind = BODY_WORD, .word = kind_word },
	{ .name = "state", .kind = BODY_WORD, .word = state_word },
	{ .name = "reason", .kind = BODY_WORD, .word = reason_word },
	{ .name = NULL },
};

void
listed_map(struct import_map *map)
{
	memcpy(map->rows.rows, rows, sizeof(rows));
	map->whose = "such a list; expected one of handoff, case, institution, "
		     "number, received, kind, state, reason";
}

/* The member is bad, and why. */
static bool
bad(struct import_record *record, const char *member, const char *expected)
{
	(void)snprintf(record->column, sizeof(record->column), "%s", member);
	(void)snprintf(record->problem, sizeof(record->problem), "%s",
	    expected);
	return false;
}

/* A word of a closed list. */
static bool
read_word(struct import_record *record, const struct body_row *row,
    const char *text, struct listed *ret)
{
	unsigned i = 1;

	while (row->word(i)[0] != '\0' && strcmp(row->word(i), text) != 0)
		i++;
	if (row->word(i)[0] == '\0')
		return bad(record, row->name,
		    "found another word than those of a hub; say below "
		    "[words] of the map what it means");
	if (row->word == kind_word)
		return hub_kind_parse(text, &ret->kind);
	if (row->word == reason_word)
		return hub_reason_parse(text, &ret->reason);
	return handoff_state_parse(text, &ret->state);
}

/* A whole number above 0. */
static bool
read_number(struct import_record *record, const struct body_row *row,
    const char *text, struct listed *ret)
{
	char *end;

	errno = 0;
	ret->number = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 ||
	    ret->number == 0)
		return bad(record, row->name, "expected a whole number from 1");
	return true;
}

/* One member's text, which is not "". */
static bool
read_member(struct import_record *record, const struct tz *zone,
    const struct import_column *column, const char *text, struct listed *ret)
{
	const struct body_row *row = column->row;
	const char *problem;

	switch (row->kind) {
	case BODY_COUNT:
		return read_number(record, row, text, ret);
	case BODY_WORD:
		return read_word(record, row, text, ret);
	case BODY_TIME:
		problem = import_when(zone, text, &ret->received);
		return problem[0] == '\0' || bad(record, row->name, problem);
	default:
		if (strlen(text) >= LISTED_SIZE)
			return bad(record, row->name, "expected a short name");
		memcpy((char *)ret + row->offset, text, strlen(text) + 1);
		return true;
	}
}

/* A cell without spaces at its ends, as far as there is room. */
static void
trim(const char *cell, char out[CELL_SIZE])
{
	size_t len;

	cell += strspn(cell, SPACES);
	len = strlen(cell);
	while (len > 0 && strchr(SPACES, cell[len - 1]) != NULL)
		len--;
	if (len >= CELL_SIZE)
		len = CELL_SIZE - 1;
	memcpy(out, cell, len);
	out[len] = '\0';
}

bool
listed_read(const struct import_map *map, const struct tz *zone,
    struct import_record *record, struct listed *ret)
{
	char text[CELL_SIZE];

	memset(ret, 0, sizeof(*ret));
	for (size_t i = 0; i < map->count; i++) {
		const struct import_column *column = &map->columns[i];

		trim(column->name[0] == '\0' ? column->value : record->cells[i],
		    text);
		if (text[0] == '\0')
			continue;
		if (!read_member(record, zone, column,
			import_map_meant(map, column->row, text), ret))
			return false;
	}
	return true;
}
