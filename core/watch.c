/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "watch.h"

#include <openssl/crypto.h>
#include <string.h>

#include "case_clock.h"
#include "cases_due.h"
#include "cases_list.h"
#include "keep.h"
#include "log.h"
#include "outages.h"
#include "watch_look.h"

/* When to look again at a case that does not open. */
#define BROKEN_MS INT64_C(86400000)

/* Ids of cases that are due. */
struct due {
	int64_t ids[WATCH_BATCH];
	size_t count;
};

/* db_row_fn: one id. */
static bool
take_id(void *ctx, const struct db_row *row)
{
	struct due *due = ctx;

	due->ids[due->count++] = db_row_int(row, 0);
	return due->count < WATCH_BATCH;
}

/* A list that grows at its end. */
struct collecting {
	struct arena *arena;
	struct watch_handoff **tail;
};

/* db_row_fn: one handoff of the case. */
static bool
take_handoff(void *ctx, const struct db_row *row)
{
	struct collecting *c = ctx;
	struct watch_handoff *at = arena_take(c->arena, sizeof(*at));

	if (at == NULL)
		return false;
	handoff_row_read(row, &at->row);
	at->next = NULL;
	*c->tail = at;
	c->tail = &at->next;
	return true;
}

enum db_code
watch_handoffs(struct act *act, struct watch_handoff **ret_first)
{
	struct watch_handoff *first = NULL;
	struct collecting c = { act->arena, &first };
	enum db_code code = handoffs_of_case(act->room->db, act->of_case.id,
	    take_handoff, &c);

	*ret_first = first;
	return arena_ok(act->arena) ? code : DB_FAILED;
}

/* What is due for one handoff; its row is written where it changed. */
static enum db_code
look_at_handoff(struct act *act, struct handoff_row *h)
{
	struct handoff_row before = *h;
	enum db_code code = DB_OK;

	act->handoff = *h;
	if (h->state == HANDOFF_FAILED && !(h->told & TOLD_STUCK))
		code = watch_failed(act, h);
	else if (h->state == HANDOFF_OFFERED)
		code = watch_accept(act, h);
	else if (handoff_open(h->state) && h->receiver == act->of_case.holder)
		code = watch_follow(act, h);
	if (code != DB_OK || memcmp(&before, h, sizeof(before)) == 0)
		return code;
	return handoffs_set(act->room->db, h);
}

/* What is said about the case as such hangs on its holder's handoff, or on
 * the newest. */
static enum db_code
find_main(struct act *act)
{
	enum db_code code = handoffs_held(act->room->db, act->of_case.id,
	    act->of_case.holder, &act->handoff);

	if (code != DB_NONE)
		return code;
	return handoffs_main(act->room->db, act->of_case.id, &act->handoff);
}

/* All that is due for a case that is loaded; its handoffs first, for they
 * change its state. */
static enum db_code
look_at_all(struct act *act)
{
	struct watch_handoff *at;
	enum db_code code = watch_handoffs(act, &at);

	for (; code == DB_OK && at != NULL; at = at->next)
		code = look_at_handoff(act, &at->row);
	if (code == DB_OK)
		code = find_main(act);
	return code == DB_OK ? watch_case(act) : code;
}

/* One case: loaded, looked at, and its row written with the next moment. */
static enum db_code
look_at(struct act *act, int64_t id)
{
	struct case_row *c = &act->of_case;
	int64_t now = act->room->now_ms;
	enum db_code code;

	act->handoff.case_id = id;
	code = act_load(act);
	if (code == DB_NONE) { /* erased */
		c->next_at = 0;
		return keep_case(act);
	}
	if (code != DB_OK)
		return code;
	c->next_at = 0;
	if (case_open(c->state))
		code = look_at_all(act);
	if (code != DB_OK)
		return code;
	if (!case_open(c->state))
		c->next_at = 0;
	else if (c->next_at != 0 && c->next_at <= now)
		c->next_at = now + WATCH_AGAIN_MS;
	return keep_case(act);
}

/* Whether the failure is the case's own, not the disk's. */
static bool
is_broken(enum db_code code)
{
	return code == DB_CORRUPT || code == DB_FAILED || code == DB_CONFLICT;
}

/* One that is due; a failure is remembered, for the next run. */
static enum db_code
look(struct watch *watch, struct ledger_room *room, int64_t id)
{
	static const struct act_actor hub = { .channel = "" };
	const struct hub_event nothing = hub_event_init(HUB_EV_NONE);
	struct act act = { .room = room,
		.conf = watch->conf,
		.actor = &hub,
		.event = &nothing,
		.arena = &watch->arena,
		.wake = &watch->wake,
		.parties = PARTY_HUB };
	enum db_code code = look_at(&act, id);

	OPENSSL_cleanse(act.key, sizeof(act.key));
	watch->looked++;
	if (is_broken(code) && watch->broken_count < WATCH_BATCH)
		watch->broken[watch->broken_count++] = id;
	return code;
}

/* Cases that could not be looked at hold up no other. */
static enum db_code
put_off_broken(struct watch *watch, struct ledger_room *room)
{
	enum db_code code = DB_OK;

	for (size_t i = 0; i < watch->broken_count && code <= DB_NONE; i++)
		code = cases_put_off(room->db, watch->broken[i],
		    room->now_ms + BROKEN_MS);
	return code == DB_NONE ? DB_OK : code;
}

/* The hub was down: that time is added to the clocks of handoffs. */
static enum db_code
note_down(struct ledger_room *room, int64_t since)
{
	const struct outage_row row = { .id = ident_new(&room->ident),
		.since = since,
		.until = room->now_ms,
		.told_at = room->now_ms };

	log_note("the hub was down for %lld s; clocks of handoffs stood still",
	    (long long)((room->now_ms - since) / 1000));
	return outages_add(room->db, &row);
}

/* Every now and then, that it lives; at a start, how long it did not. */
static enum db_code
note_alive(struct watch *watch, struct ledger_room *room)
{
	int64_t now = room->now_ms, before = watch->alive_at;
	enum db_code code = DB_OK;

	watch->alive_next = watch->alive_at;
	if (before == 0) {
		code = outages_alive(room->db, &before);
		if (code == DB_OK && before != 0 &&
		    now - before > WATCH_DOWN_MS)
			code = note_down(room, before);
	} else if (now - before < WATCH_ALIVE_MS && now >= before)
		return DB_OK;
	watch->alive_next = now;
	return code == DB_OK ? outages_set_alive(room->db, now) : code;
}

/* ledger run: all that are due, up to a batch. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	struct watch *watch = (struct watch *)job;
	struct due due = { .count = 0 };
	bool more = false;
	enum db_code code;

	arena_release(&watch->arena);
	watch->wake = (struct act_wake){ .count = 0 };
	watch->looked = 0;
	code = note_alive(watch, room);
	if (code == DB_OK)
		code = put_off_broken(watch, room);
	watch->calendar_next = watch->calendar;
	if (code == DB_OK)
		code = watch_calendar_look(&watch->calendar_next, watch->conf,
		    room, &more);
	if (code == DB_OK)
		code = cases_due(room->db, room->now_ms, WATCH_BATCH, take_id,
		    &due);
	if (code == DB_NONE)
		code = DB_OK;
	for (size_t i = 0; i < due.count && code == DB_OK; i++)
		code = look(watch, room, due.ids[i]);
	watch->more = more || due.count == WATCH_BATCH;
	return code;
}

void
watch_init(struct watch *watch)
{
	memset(watch, 0, sizeof(*watch));
	watch->ledger.run = run;
	arena_init(&watch->arena, APPLY_RESULTS_MAX);
}

/* Gives back what the look needed. */
void
watch_release(struct watch *watch)
{
	arena_release(&watch->arena);
}

void
watch_kept(struct watch *watch)
{
	watch->broken_count = 0;
	watch->alive_at = watch->alive_next;
	watch->calendar = watch->calendar_next;
}
