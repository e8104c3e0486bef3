/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "import_case.h"

#include <stdio.h>
#include <string.h>

#include "digest.h"
#include "hub_time.h"
#include "import_when.h"
#include "limits.h"
#include "utf8.h"

#define WITHIN "complainant."
#define TRACKING_DIGITS 32 /* of the digest */
#define CELL_MAX CSV_RECORD_MAX

/* A record on its way. */
struct making {
	const struct import_aim *aim;
	struct import_record *record;
	struct hub_json_out out;
};

/* Says what is wrong with a column; false. */
static bool
wrong(struct making *m, const struct import_column *column, const char *text)
{
	struct import_record *r = m->record;

	(void)snprintf(r->column, sizeof(r->column), "%s", column->name);
	if (strcmp(column->name, column->member) == 0)
		(void)snprintf(r->problem, sizeof(r->problem), "%s", text);
	else
		(void)snprintf(r->problem, sizeof(r->problem), "%s: %s",
		    column->member, text);
	return false;
}

/* The text without spaces at its ends, unless it is a long one. */
static bool
plain_text(const struct import_column *column, const char *text,
    struct hub_buf *out)
{
	size_t len = strlen(text);

	if (column->row->kind != BODY_TEXT) {
		size_t lead = strspn(text, " \t\r\n");

		text += lead;
		len -= lead;
		while (len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL)
			len--;
	}
	hub_buf_add(out, text, len);
	return hub_buf_ok(out);
}

/* A time as the body wants it. */
static bool
put_time(struct making *m, const struct import_column *column, const char *name,
    const char *text)
{
	char instant[HUB_TIME_SIZE];
	int64_t seconds = 0;
	const char *problem = import_when(m->aim->zone, text, &seconds);

	if (problem[0] != '\0')
		return wrong(m, column, problem);
	hub_time_text(seconds, instant);
	hub_json_put_text(&m->out, name, instant);
	return true;
}

/* True or false. */
static bool
put_flag(struct making *m, const struct import_column *column, const char *name,
    const char *text)
{
	bool yes = strcmp(text, "true") == 0;

	if (!yes && strcmp(text, "false") != 0)
		return wrong(m, column,
		    "found another text, expected true or false; say with "
		    "[words] in the map what others mean");
	hub_json_put_flag(&m->out, name, yes);
	return true;
}

/* A value that is there, as its row's kind wants it. */
static bool
put_value(struct making *m, const struct import_column *column,
    const char *text)
{
	const char *dot = strchr(column->member, '.');
	const char *name = dot == NULL ? column->member : dot + 1;

	if (!utf8_is_valid(text, strlen(text)))
		return wrong(m, column,
		    "found bytes that are not UTF-8; save the file as UTF-8");
	text = import_map_meant(m->aim->map, column->row, text);
	if (text[0] == '\0')
		return true;
	switch (column->row->kind) {
	case BODY_TIME:
		return put_time(m, column, name, text);
	case BODY_FLAG:
		return put_flag(m, column, name, text);
	default:
		hub_json_put_text(&m->out, name, text);
		return true;
	}
}

/* One column of the record. */
static bool
put_column(struct making *m, size_t i)
{
	const struct import_column *column = &m->aim->map->columns[i];
	struct hub_buf text;
	bool good;

	if (column->name[0] == '\0')
		return put_value(m, column, column->value);
	hub_buf_init(&text, CELL_MAX);
	if (plain_text(column, m->record->cells[i], &text))
		good = put_value(m, column, hub_buf_str(&text));
	else
		good = wrong(m, column, "found more than memory holds");
	hub_buf_release(&text);
	return good;
}

/* All columns whose member stands within another, or all others. */
static bool
put_columns(struct making *m, bool within)
{
	const struct import_map *map = m->aim->map;

	for (size_t i = 0; i < map->count; i++) {
		const char *member = map->columns[i].member;
		bool is_within = strchr(member, '.') != NULL;

		if (is_within != within || strcmp(member, "source") == 0 ||
		    strcmp(member, "tracking_id") == 0)
			continue;
		if (!put_column(m, i))
			return false;
	}
	return true;
}

/* The source, which is the same for all. */
static bool
put_source(struct making *m)
{
	const struct import_map *map = m->aim->map;
	const struct import_column *column = import_map_member(map, "source");
	const char *found = "";

	if (column != NULL && column->name[0] != '\0')
		found = m->record->cells[column - map->columns];
	if (found[0] != '\0' && strcmp(found, m->aim->source) != 0)
		return wrong(m, column,
		    "found another institution, expected the source of this "
		    "import");
	hub_json_put_text(&m->out, "source", m->aim->source);
	return true;
}

/* The source's number for the case, or one of its bytes. */
static bool
put_tracking(struct making *m)
{
	const struct import_map *map = m->aim->map;
	const struct import_column *column = import_map_member(map,
	    "tracking_id");
	char text[sizeof(IMPORT_TRACKING) + DIGEST_HEX_SIZE];
	size_t before = m->out.buf->len;
	struct digest *digest;
	uint8_t sha[DIGEST_SIZE];

	if (column != NULL && !put_column(m, (size_t)(column - map->columns)))
		return false;
	if (m->out.buf->len > before)
		return true;
	digest = digest_new();
	digest_add(digest, m->aim->source, strlen(m->aim->source) + 1);
	digest_add(digest, m->record->raw, m->record->raw_len);
	digest_final(digest, sha);
	digest_free(digest);
	(void)snprintf(text, sizeof(text), IMPORT_TRACKING);
	digest_hex(sha, text + strlen(IMPORT_TRACKING));
	text[strlen(IMPORT_TRACKING) + TRACKING_DIGITS] = '\0';
	hub_json_put_text(&m->out, "tracking_id", text);
	return true;
}

/* The whole document; the complainant's members stand in one of their own. */
static bool
put_all(struct making *m)
{
	hub_json_open(&m->out, NULL, '{');
	if (!put_source(m) || !put_tracking(m) || !put_columns(m, false))
		return false;
	hub_json_open(&m->out, "complainant", '{');
	if (!put_columns(m, true))
		return false;
	hub_json_close(&m->out, '}');
	hub_json_close(&m->out, '}');
	return true;
}

/* A problem of the body is one of the column that the member comes from. */
static bool
blame(struct making *m, const struct body_problem *problem)
{
	const struct import_column none = { .name = "",
		.member = problem->member };
	const struct import_column *column = import_map_member(m->aim->map,
	    problem->member);
	size_t len = strlen(problem->member);
	const char *text = problem->text;

	if (len > 0 && strncmp(text, problem->member, len) == 0 &&
	    strncmp(text + len, ": ", 2) == 0)
		text += len + 2;
	return wrong(m, column == NULL ? &none : column, text);
}

/* Reads the document as the hub will. */
static bool
check(struct making *m)
{
	const struct hub_buf *text = m->out.buf;
	struct import_said said = import_said_init();
	struct body_problem problem;
	struct hub_error err = { "" };
	struct hub_json *doc = NULL;
	bool good = false;

	problem.member[0] = '\0';
	(void)snprintf(problem.text, sizeof(problem.text),
	    "the row has over %u bytes", API_BODY_MAX);
	if (!hub_buf_ok(text))
		return blame(m, &problem);
	if (hub_json_read(text->data, text->len, &doc, &err) == HUB_OK)
		good = import_said_read(&m->aim->map->rows, doc, m->aim->now_ms,
		    &said, &problem);
	else
		(void)snprintf(problem.text, sizeof(problem.text), "%s",
		    err.text);
	hub_json_free(doc);
	return good || blame(m, &problem);
}

bool
import_case_put(const struct import_aim *aim, struct import_record *record,
    struct hub_buf *ret_doc)
{
	struct making m = { .aim = aim, .record = record };

	hub_buf_clear(ret_doc);
	hub_json_out_init(&m.out, ret_doc);
	return put_all(&m) && check(&m);
}
