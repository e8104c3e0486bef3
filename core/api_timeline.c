/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A case's timeline: the facts of the audit log and what was said, in order of
 * time, each as far as the asker may see it.
 */
#include "config.h"

#include "api_timeline.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "api_json.h"
#include "api_read.h"
#include "audit_list.h"
#include "frame_words.h"
#include "hub_time.h"
#include "ident.h"
#include "limits.h"

struct fact {
	int64_t seq, at_ms;
	struct hub_json *entry; /* owned */
};

struct timeline {
	struct api_read *read;
	struct reader_room *room;
	struct timeline_words words;
	enum part part;
	uint8_t key[CONTENT_KEY_SIZE];
	struct fact *facts; /* page.limit and one more, in the arena */
	size_t fact_count;
	struct event_row *said; /* in the arena */
	size_t said_count, said_room, said_at;
	enum db_code code;
};

/* An entry's time, "2026-02-02T08:00:00.123Z". */
static int64_t
time_ms(const char *text)
{
	const char *decimals = strchr(text, '.');
	int64_t seconds = 0;

	(void)hub_time_parse(text, &seconds);
	if (decimals == NULL)
		return seconds * 1000;
	return seconds * 1000 + strtol(decimals + 1, NULL, 10);
}

/* db_row_fn: one entry of the audit log. */
static bool
take_fact(void *ctx, const struct db_row *row)
{
	struct timeline *t = ctx;
	struct fact *fact = &t->facts[t->fact_count];
	size_t len;
	const char *body = db_row_blob(row, 1, &len);

	fact->seq = db_row_int(row, 0);
	if (hub_json_read(body, len, &fact->entry, NULL) != HUB_OK) {
		t->code = DB_CORRUPT;
		return false;
	}
	t->fact_count++;
	fact->at_ms = time_ms(hub_json_text(fact->entry, "time"));
	return true;
}

/* Room for one more thing said. */
static bool
grow_said(struct timeline *t)
{
	size_t room = t->said_room == 0 ? 32 : t->said_room * 2;
	struct event_row *rows;

	if (t->said_count < t->said_room)
		return true;
	rows = arena_take(&t->read->arena, room * sizeof(*rows));
	if (rows == NULL)
		return false;
	if (t->said_count > 0)
		memcpy(rows, t->said, t->said_count * sizeof(*rows));
	t->said = rows;
	t->said_room = room;
	return true;
}

/* db_row_fn: one thing said, if the asker may hear it. */
static bool
take_said(void *ctx, const struct db_row *row)
{
	struct timeline *t = ctx;
	struct event_row event;

	event_row_read(row, &event);
	if (!part_hears(t->part, &t->read->asker, &event))
		return true;
	if (!grow_said(t)) {
		t->code = DB_FAILED;
		return false;
	}
	t->said[t->said_count++] = event;
	return true;
}

/* Whether a party sees a fact at all; looks are the coordinator's matter. */
static bool
visible(const struct timeline *t, const struct fact *fact)
{
	const char *type = hub_json_text(fact->entry, "type");
	int64_t handoff = 0;

	(void)ident_parse(hub_json_text(fact->entry, "data.handoff"), &handoff);
	if (!part_sees_handoff(t->part, &t->read->asker, handoff))
		return false;
	return t->part == PART_ALL ||
	    strncmp(type, "simpul.access.", strlen("simpul.access.")) != 0;
}

/* What was said before a time, from where the last call ended. */
static enum db_code
put_said_until(struct timeline *t, int64_t before_ms)
{
	enum db_code code = DB_OK;

	while (code == DB_OK && t->said_at < t->said_count &&
	    ident_ms(t->said[t->said_at].id) < before_ms)
		code = timeline_put_said(&t->read->out, &t->words,
		    &t->said[t->said_at++]);
	return code;
}

/* Facts and words, by time; a word stands behind the fact that tells of it. */
static enum db_code
merge(struct timeline *t)
{
	size_t limit = (size_t)t->read->page.limit;
	size_t count = t->fact_count < limit ? t->fact_count : limit;
	enum db_code code = DB_OK;

	while (t->read->page.before != 0 && t->fact_count > 0 &&
	    t->said_at < t->said_count &&
	    ident_ms(t->said[t->said_at].id) < t->facts[0].at_ms)
		t->said_at++;
	for (size_t i = 0; i < count && code == DB_OK; i++) {
		code = put_said_until(t, t->facts[i].at_ms);
		if (visible(t, &t->facts[i]))
			timeline_put_fact(&t->read->out, &t->words,
			    t->facts[i].entry, t->facts[i].seq);
	}
	if (code == DB_OK && t->fact_count > limit)
		return put_said_until(t, t->facts[limit].at_ms);
	return code == DB_OK ? put_said_until(t, INT64_MAX) : code;
}

/* Reads both lists. */
static enum db_code
load(struct timeline *t, const struct case_row *of_case)
{
	int64_t case_id = of_case->id;
	struct audit_look look = { case_id, t->read->page.before,
		t->read->page.limit + 1 };
	struct db *db = t->room->db;
	enum db_code code;

	t->facts = arena_take(&t->read->arena,
	    (size_t)(t->read->page.limit + 1) * sizeof(*t->facts));
	if (t->facts == NULL)
		return DB_FAILED;
	code = content_key_get(t->room->content, db, case_id, t->key);
	t->words = (struct timeline_words){ .db = db,
		.sentences = { t->read->call.conf, of_case, NULL },
		.key = code == DB_OK ? t->key : NULL,
		.arena = &t->read->arena };
	if (code == DB_OK || code == DB_NONE)
		code = audit_of_case(db, &look, take_fact, t);
	if (code == DB_OK)
		code = events_of_case(db, case_id, take_said, t);
	return code == DB_OK ? t->code : code;
}

/* The timeline. */
static enum db_code
fill(struct api_read *read, struct reader_room *room)
{
	struct timeline t = { .read = read, .room = room, .code = DB_OK };
	size_t limit = (size_t)read->page.limit;
	struct case_row c;
	enum db_code code = api_read_case(read, room, &c, &t.part);

	if (code != DB_OK || read->status != 200)
		return code;
	code = load(&t, &c);
	api_read_open(read);
	if (code == DB_OK)
		code = merge(&t);
	api_read_close(read, t.fact_count > limit ? t.facts[limit - 1].seq : 0);
	for (size_t i = 0; i < t.fact_count; i++)
		hub_json_free(t.facts[i].entry);
	OPENSSL_cleanse(t.key, sizeof(t.key));
	read->viewed = c.id;
	return code;
}

/* What happened to a case. */
void
api_timeline(const struct api_call *call)
{
	api_read_start(call, fill);
}
