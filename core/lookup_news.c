/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "lookup_way.h"

#include <openssl/crypto.h>

#include "cases_list.h"
#include "db_take.h"
#include "frame_words.h"
#include "ident.h"
#include "limits.h"
#include "lookup_said.h"
#include "part.h"

#define NEWS_MAX 500 /* of one page */

/* ?1 first, ?2 behind, ?3 rows to look at, ?4 institution, ?5 limit; columns
 * for event_row_read.  What came late or was held stands where it was heard. */
#define WINDOW(columns) \
	"SELECT " columns " FROM (SELECT *, id AS nr FROM event" \
	" WHERE heard = 0 AND id >= ?1 AND id < ?2" \
	" UNION ALL SELECT *, heard AS nr FROM event" \
	" WHERE heard <> 0 AND heard >= ?1 AND heard < ?2" \
	" ORDER BY nr LIMIT ?3) e"
#define COLUMNS \
	"e.id, e.case_id, e.handoff_id, e.kind, e.speaker, e.audience," \
	" e.applied, e.claimed_at, e.content, e.heard"
#define THEIRS \
	" WHERE EXISTS (SELECT 1 FROM handoff h WHERE h.case_id = e.case_id" \
	" AND (h.receiver = ?4 OR h.sender = ?4)) OR EXISTS" \
	" (SELECT 1 FROM cases c WHERE c.id = e.case_id AND c.source = ?4)" \
	" ORDER BY e.nr LIMIT ?5"
static const struct db_query by_window = { WINDOW(COLUMNS) THEIRS };
static const struct db_query looked_at = { WINDOW("max(nr), count(*)") };
/* By which handoff an institution knows a case: the last one that it got, else
 * the first one, which the source was told. */
static const struct db_query known_by = {
	"SELECT h.id FROM handoff h WHERE h.case_id = ?1"
	" ORDER BY h.receiver = ?2 DESC,"
	" CASE WHEN h.receiver = ?2 THEN -h.id ELSE h.id END LIMIT 1"
};

/* A case of which something was said. */
struct topic {
	int64_t case_id;
	struct part_asker asker;
	enum part part; /* NONE: not theirs */
	uint8_t key[CONTENT_KEY_SIZE];
	size_t found, said; /* in the result; how much of it */
};

/* One thing that was said. */
struct heard {
	struct hub_event event;
	const struct topic *topic;
};

/* One page on its way. */
struct news {
	struct lookup *l;
	struct reader_room *room;
	struct hub_result *r;
	struct lookup_span span;
	struct hub_handoff found[LOOKUP_WINDOW_MAX];
	struct topic topics[LOOKUP_WINDOW_MAX];
	struct heard heard[NEWS_MAX];
	struct event_row rows[NEWS_MAX]; /* of one look */
	size_t topic_count, heard_count, row_count;
	size_t before; /* bytes of the arena that are no texts */
	bool full;
	int64_t last, looked; /* of one look */
};

/* db_row_fn: one row. */
static bool
take_row(void *ctx, const struct db_row *row)
{
	struct news *n = ctx;

	event_row_read(row, &n->rows[n->row_count]);
	n->rows[n->row_count++].heard = db_row_int(row, EVENT_HEARD);
	return n->row_count < NEWS_MAX;
}

/* db_row_fn: how far a look went. */
static bool
take_look(void *ctx, const struct db_row *row)
{
	struct news *n = ctx;

	n->last = db_row_int(row, 0);
	n->looked = db_row_int(row, 1);
	return false;
}

/* Finds a new case and the asker's part in it, and what of it may be told. */
static enum db_code
open_topic(struct news *n, struct topic *t)
{
	struct hub_result one;
	struct case_row of_case;
	int64_t handoff = 0;
	enum db_code code;

	t->asker.institution = n->l->institution;
	code = cases_get(n->room->db, t->case_id, &of_case);
	if (code == DB_OK)
		code = part_find(n->room->db, &t->asker, &of_case, &t->part);
	if (code == DB_OK)
		code = content_key_get(n->room->content, n->room->db,
		    t->case_id, t->key);
	if (code == DB_OK)
		code = db_get(n->room->db, &known_by,
		    DB_ARGS(db_int(t->case_id), db_int(n->l->institution)),
		    db_take_int, &handoff);
	if (code == DB_OK)
		code = lookup_at(n->l, n->room, handoff, false, &one);
	if (code != DB_OK || one.applied != HUB_APPLIED) {
		t->part = PART_NONE;
		return code == DB_NONE ? DB_OK : code;
	}
	t->found = n->r->found_count++;
	n->found[t->found] = one.found[0];
	return DB_OK;
}

/* The case of an event; NULL: there is no room for another one, or *ret. */
static struct topic *
topic_of(struct news *n, int64_t case_id, enum db_code *ret)
{
	struct topic *t;

	for (size_t i = 0; i < n->topic_count; i++)
		if (n->topics[i].case_id == case_id)
			return &n->topics[i];
	if (n->topic_count == LOOKUP_WINDOW_MAX)
		return NULL;
	t = &n->topics[n->topic_count++];
	t->case_id = case_id;
	*ret = open_topic(n, t);
	return *ret == DB_OK ? t : NULL;
}

/* Whether the page is full before one more about a case. */
static bool
is_full(const struct news *n, const struct topic *t)
{
	return t == NULL || t->said == FRAME_SAID ||
	    n->heard_count == NEWS_MAX || n->heard_count == n->span.limit ||
	    (n->heard_count > 0 && lookup_full(n->l, n->before));
}

/* One row: told, passed over, or the page is full before it. */
static enum db_code
hear(struct news *n, const struct event_row *row)
{
	enum db_code code = DB_OK;
	struct topic *t = topic_of(n, row->case_id, &code);
	struct heard *h = &n->heard[n->heard_count];

	if (code != DB_OK)
		return code;
	n->full = t == NULL;
	if (n->full || t->part == PART_NONE || row->content == 0 ||
	    row->applied != EVENT_APPLIED ||
	    !part_hears(t->part, &t->asker, row))
		return DB_OK;
	n->full = is_full(n, t);
	if (n->full)
		return DB_OK;
	code = lookup_said_row(n->l, n->room, t->key, row, &h->event);
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	h->topic = t;
	t->said++;
	n->heard_count++;
	return DB_OK;
}

/* Takes the rows of one look; *ret_next: behind which id to go on, 0: the
 * end. */
static enum db_code
hear_look(struct news *n, int64_t *ret_next)
{
	int64_t next = n->span.first - 1;
	enum db_code code = DB_OK;

	for (size_t i = 0; i < n->row_count && code == DB_OK; i++) {
		code = hear(n, &n->rows[i]);
		if (code != DB_OK || n->full)
			break;
		next = n->rows[i].heard != 0 ? n->rows[i].heard : n->rows[i].id;
	}
	if (!n->full && n->row_count < NEWS_MAX)
		next = n->looked == CASES_LOOK ? n->last : 0;
	*ret_next = next;
	return code;
}

/* One look further on. */
static enum db_code
look(struct news *n, int64_t *ret_next)
{
	const struct lookup_span *s = &n->span;
	enum db_code code;

	n->row_count = 0;
	n->looked = 0;
	code = db_get(n->room->db, &by_window,
	    DB_ARGS(db_int(s->first), db_int(s->behind), db_int(CASES_LOOK),
		db_int(n->l->institution), db_int(NEWS_MAX)),
	    take_row, n);
	if (code == DB_OK || code == DB_NONE)
		code = db_get(n->room->db, &looked_at,
		    DB_ARGS(db_int(s->first), db_int(s->behind),
			db_int(CASES_LOOK)),
		    take_look, n);
	return code == DB_OK || code == DB_NONE ? hear_look(n, ret_next) : code;
}

/* Fills a page; *ret_next: behind which id it goes on, 0: nowhere. */
static enum db_code
fill_page(struct news *n, int64_t *ret_next)
{
	enum db_code code = DB_OK;
	int64_t next = n->span.first - 1;

	for (unsigned i = 0;
	     i < LOOKUP_LOOKS && code == DB_OK && !n->full && next != 0; i++) {
		n->span.first = next + 1;
		code = look(n, &next);
	}
	*ret_next = next;
	return code;
}

/* Gives each case its own of what was said. */
static bool
sort_out(struct news *n, size_t first_story)
{
	struct hub_event *said = arena_take(&n->l->arena,
	    (n->heard_count + 1) * sizeof(*said));

	if (said == NULL)
		return false;
	for (size_t i = 0; i < n->topic_count; i++) {
		const struct topic *t = &n->topics[i];
		struct hub_story *story;

		if (t->said == 0)
			continue;
		story = &n->l->stories[first_story + t->found];
		story->said = said;
		for (size_t k = 0; k < n->heard_count; k++)
			if (n->heard[k].topic == t)
				said[story->said_count++] = n->heard[k].event;
		said += story->said_count;
	}
	return true;
}

enum db_code
lookup_news(struct lookup *l, struct reader_room *room,
    const struct hub_event *e, struct hub_result *r)
{
	struct news *n = arena_take(&l->arena, sizeof(*n));
	size_t first_story = l->story_count;
	int64_t next = 0;
	enum db_code code;

	if (n == NULL)
		return DB_FAILED;
	n->l = l;
	n->room = room;
	n->r = r;
	n->before = l->arena.used;
	if (!lookup_span_of(e, &n->span)) {
		lookup_none(r, HUB_INVALID, "there is no such page");
		return DB_OK;
	}
	lookup_none(r, HUB_APPLIED, "");
	r->found = n->found;
	code = fill_page(n, &next);
	for (size_t i = 0; i < n->topic_count; i++)
		OPENSSL_cleanse(n->topics[i].key, sizeof(n->topics[i].key));
	if (code == DB_OK && !sort_out(n, first_story))
		code = DB_FAILED;
	l->next = arena_id(&l->arena, next);
	return code;
}
