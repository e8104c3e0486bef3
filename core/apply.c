/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "apply.h"

#include <string.h>

#include "act_step.h"
#include "bound.h"
#include "crashpoint.h"
#include "decide.h"
#include "digest.h"
#include "intake.h"
#include "limits.h"
#include "pass.h"
#include "steer_case.h"

static enum db_code apply_run(struct ledger_job *job, struct ledger_room *room);

void
apply_init(struct apply *apply)
{
	memset(apply, 0, sizeof(*apply));
	apply->ledger.run = apply_run;
	apply->seen_scope = apply->seen_text = "";
	apply->actor.channel = "rest";
	arena_init(&apply->arena, APPLY_RESULTS_MAX);
}

void
apply_release(struct apply *apply)
{
	arena_release(&apply->arena);
}

/* The key under which something said by the actor is remembered. */
static void
key_of(const struct apply *apply, const char *text, uint8_t key[SEEN_KEY_SIZE])
{
	char who[IDENT_TEXT_SIZE];

	ident_text(apply->actor.institution, who);
	seen_key(apply->seen_scope, who, text, key);
}

/* Remembers that something was said; DB_CONFLICT: it was said before, and
 * *ret_before is what came of it. */
static enum db_code
remember(struct apply *apply, struct ledger_room *room, const char *text,
    int64_t id, int64_t *ret_before)
{
	struct seen_entry entry = { .id = id }, before = { .id = 0 };
	enum db_code code;

	if (text[0] == '\0')
		return DB_OK;
	key_of(apply, text, entry.key);
	if (apply->seen_digest != NULL)
		memcpy(entry.digest, apply->seen_digest, SEEN_KEY_SIZE);
	code = seen_put(room->seen, room->now_ms, &entry, &before);
	if (code != DB_CONFLICT)
		return code;
	if (memcmp(entry.digest, before.digest, SEEN_KEY_SIZE) != 0)
		apply->key_reused = true;
	*ret_before = before.id;
	return DB_CONFLICT;
}

/* What is new to them for ever, being dated ahead, say, is asked for again and
 * again: it stays known for as long as it comes. */
static enum db_code
keep_known(const struct apply *apply, struct ledger_room *room,
    const char *text)
{
	uint8_t key[SEEN_KEY_SIZE];

	key_of(apply, text, key);
	return seen_renew(room->seen, room->now_ms, key);
}

/* Whether anything of these results stands in the database. */
static bool
any_kept(const struct hub_result *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].applied == HUB_APPLIED ||
		    rows[i].applied == HUB_DUPLICATE ||
		    rows[i].applied == HUB_LATE || rows[i].applied == HUB_BOUND)
			return true;
	return false;
}

/* What was turned down was not said: it may be said again. */
static enum db_code
forget_unless_kept(struct apply *apply, struct ledger_room *room,
    const char *text, const struct hub_result *rows, size_t count)
{
	uint8_t key[SEEN_KEY_SIZE];

	if (text[0] == '\0' || any_kept(rows, count))
		return DB_OK;
	key_of(apply, text, key);
	return seen_drop(room->seen, key);
}

/* Remembers this very message for good; DB_CONFLICT: it came before. */
static enum db_code
take_once(struct apply *apply, struct ledger_room *room)
{
	struct seen_entry entry = { .id = 0 }, before;
	char who[IDENT_TEXT_SIZE], hex[DIGEST_HEX_SIZE];

	if (apply->once == NULL)
		return DB_OK;
	ident_text(apply->actor.institution, who);
	digest_hex(apply->once, hex);
	seen_key("once", who, hex, entry.key);
	return seen_put(room->seen, room->now_ms, &entry, &before);
}

/* What a repetition of an event is answered with. */
static enum db_code
repeat_one(struct act *act, int64_t case_id)
{
	enum db_code code;

	if (act->event->kind != HUB_EV_HANDOFF ||
	    act->event->handoff.case_id[0] != '\0') {
		code = act_find(act);
		if (code == DB_OK)
			code = act_load(act);
		if (code == DB_OK && bound_refusal(act))
			return bound_repeat(act);
	} else {
		code = cases_get(act->room->db, case_id, &act->of_case);
		if (code == DB_NONE)
			code = cases_by_tracking(act->room->db,
			    act->actor->institution,
			    act->event->handoff.tracking_id, &act->of_case);
		if (code == DB_OK)
			code = handoffs_last(act->room->db, act->of_case.id,
			    &act->handoff);
	}
	if (code == DB_NONE)
		return act_end(act, HUB_UNKNOWN, "no such handoff");
	return code == DB_OK ? act_end(act, HUB_DUPLICATE, "") : code;
}

/* An event of the message as an act. */
static struct act
act_of(struct apply *apply, struct ledger_room *room, size_t index)
{
	return (struct act){ .room = room,
		.conf = apply->conf,
		.actor = &apply->actor,
		.event = &apply->events[index],
		.result = &apply->rows[index],
		.arena = &apply->arena,
		.wake = &apply->wake,
		.files = apply->files,
		.file_count = apply->file_count,
		.index = index,
		.past = apply->past,
		.payload = apply->payload };
}

/* One event of the message; id is for a case that it may bring. */
static enum db_code
apply_one(struct apply *apply, struct ledger_room *room, size_t index,
    int64_t id)
{
	struct act act = act_of(apply, room, index);
	int64_t before = 0;
	enum db_code code = DB_OK;

	if (apply->each_event)
		code = remember(apply, room, act.event->their_id, id, &before);
	if (code == DB_CONFLICT) {
		code = keep_known(apply, room, act.event->their_id);
		return code == DB_OK ? repeat_one(&act, before) : code;
	}
	if (code != DB_OK)
		return code;
	act.new_case = id;
	if (apply->steer != NULL)
		code = steer_case(&act, apply->steer);
	else if (act.event->kind == HUB_EV_DECISION)
		code = decide_case(&act);
	else if (act.event->kind != HUB_EV_HANDOFF)
		code = act_event(&act);
	else if (act.event->handoff.case_id[0] != '\0')
		code = pass_case(&act);
	else
		code = intake_case(&act, apply->raw, apply->raw_len);
	if (code != DB_OK || !apply->each_event)
		return code;
	return forget_unless_kept(apply, room, act.event->their_id, act.result,
	    1);
}

/* Answers every event as a repetition of the first time. */
static enum db_code
repeat_all(struct apply *apply, struct ledger_room *room, int64_t case_id)
{
	enum db_code code = DB_OK;

	for (size_t i = 0; i < apply->count && code == DB_OK; i++) {
		struct act act = act_of(apply, room, i);

		code = repeat_one(&act, case_id);
	}
	return code;
}

/* What the message was, word for word, if it is to be kept. */
static enum db_code
keep_words(const struct apply *apply, struct ledger_room *room)
{
	const struct heard_news news = {
		.speaker = conf_by_key(apply->conf, apply->actor.institution),
		.what = apply->heard_as,
		.call = apply->heard,
		.rows = apply->rows,
		.count = apply->count,
	};

	return apply->heard == NULL ? DB_OK : heard_news_put(room, &news);
}

/* ledger run: the whole message. */
static enum db_code
apply_run(struct ledger_job *job, struct ledger_room *room)
{
	struct apply *apply = (struct apply *)job;
	int64_t before = 0, id = ident_new(&room->ident);
	enum db_code code;

	arena_release(&apply->arena);
	apply->key_reused = apply->came_before = false;
	apply->entry_count = 0;
	apply->first_entry = audit_size(room->audit);
	for (size_t i = 0; i < apply->file_count; i++)
		apply->files[i].kept = false;
	apply->wake = (struct act_wake){ .count = 0 };
	apply->rows = arena_take(&apply->arena,
	    (apply->count + 1) * sizeof(struct hub_result));
	if (apply->rows == NULL)
		return DB_FAILED;
	crashpoint("apply.run");
	code = remember(apply, room, apply->seen_text, id, &before);
	if (code == DB_CONFLICT)
		return apply->key_reused ? DB_OK
					 : repeat_all(apply, room, before);
	if (code == DB_OK)
		code = take_once(apply, room);
	if (code == DB_CONFLICT) {
		apply->came_before = true;
		return forget_unless_kept(apply, room, apply->seen_text,
		    apply->rows, 0);
	}
	for (size_t i = 0; i < apply->count && code == DB_OK; i++) {
		code = apply_one(apply, room, i, id);
		id = ident_new(&room->ident);
	}
	if (code != DB_OK)
		return code;
	apply->entry_count = audit_size(room->audit) - apply->first_entry;
	code = keep_words(apply, room);
	if (code != DB_OK)
		return code;
	return forget_unless_kept(apply, room, apply->seen_text, apply->rows,
	    apply->count);
}
