/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "dispute_scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "arbitrate.h"

/* The id of the case, kept over the next message. */
static char case_id[IDENT_TEXT_SIZE];

const char *dispute_reported = "";
const char *const dispute_deputies[] = { "ombudsman", NULL };

void
dispute_hand_in(struct hub_scene *s)
{
	struct hub_event event = hub_scene_case("T-1", "electricity");
	const struct hub_result *r;

	event.handoff.priority_program_id = "PSN-7";
	event.handoff.receiver = "pln";
	event.handoff.reported_body = dispute_reported;
	r = hub_scene_say(s, LAPOR, &event);
	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(case_id, sizeof(case_id), "%s", r->case_id);
}

const char *
dispute_handoff_of(struct hub_scene *s, int64_t receiver, int state)
{
	static char text[IDENT_TEXT_SIZE];
	char sql[160];
	int64_t id;

	(void)snprintf(sql, sizeof(sql),
	    "SELECT max(id) FROM handoff WHERE receiver = %d"
	    " AND (%d = 0 OR state = %d)",
	    (int)receiver, state, state);
	id = hub_scene_count(s, sql);
	assert_int_not_equal(id, 0);
	ident_text(id, text);
	return text;
}

const struct hub_result *
dispute_say_no(struct hub_scene *s, int64_t who, enum hub_event_kind kind,
    const char *target)
{
	struct hub_event event = hub_event_init(kind);

	event.handoff_id = dispute_handoff_of(s, who, 0);
	event.reason = HUB_REASON_OUTSIDE_AUTHORITY;
	event.text = "Bukan kewenangan kami.";
	event.target = target;
	return hub_scene_say(s, who, &event);
}

void
dispute_ping_pong(struct hub_scene *s)
{
	dispute_hand_in(s);
	assert_int_equal(dispute_say_no(s, PLN, HUB_EV_REFUSED, "ksp")->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_ACCEPTED,
			     dispute_handoff_of(s, KSP, HANDOFF_OFFERED))
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(dispute_say_no(s, KSP, HUB_EV_RETURNED, "pln")
			     ->applied,
	    HUB_APPLIED);
}

const struct hub_result *
dispute_decide(struct hub_scene *s, int64_t who, enum hub_decision what,
    const char *target)
{
	struct hub_event event = hub_event_init(HUB_EV_DECISION);

	event.handoff.case_id = case_id;
	event.decision = what;
	event.target = target;
	event.text = WHY;
	return hub_scene_say(s, who, &event);
}

int64_t
dispute_holder(struct hub_scene *s)
{
	return hub_scene_count(s, "SELECT holder FROM cases");
}

int64_t
dispute_case_state(struct hub_scene *s)
{
	return hub_scene_count(s, "SELECT state FROM cases");
}

int64_t
dispute_told(struct hub_scene *s, int64_t who, enum hub_event_kind kind)
{
	char sql[120];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM delivery WHERE institution = %d"
	    " AND event = %d",
	    (int)who, (int)kind);
	return hub_scene_count(s, sql);
}

int64_t
dispute_asked_now(struct hub_scene *s)
{
	return hub_scene_count(s,
	    "SELECT arbiter FROM dispute WHERE decided_at = 0");
}

/* db_row_fn: counts. */
static bool
count_row(void *ctx, const struct db_row *row)
{
	(void)row;
	++*(int64_t *)ctx;
	return true;
}

int64_t
dispute_waiting(struct hub_scene *s)
{
	int64_t count = 0;

	assert_in_range(disputes_waiting(s->room.db, count_row, &count), DB_OK,
	    DB_NONE);
	return count;
}

/* A look at the case by the clock, as a job of the ledger. */
struct look {
	struct ledger_job ledger;
	struct hub_scene *s;
	int64_t again;
};

/* ledger run: the look. */
static enum db_code
run_look(struct ledger_job *job, struct ledger_room *room)
{
	static const struct act_actor nobody = { .channel = "" };
	struct look *look = (struct look *)job;
	struct arena arena;
	struct act_wake wake = { .count = 0 };
	struct act act = { .room = room,
		.conf = &look->s->conf,
		.actor = &nobody,
		.arena = &arena,
		.wake = &wake };
	enum db_code code;

	arena_init(&arena, 1 << 20);
	if (!ident_parse(case_id, &act.handoff.case_id))
		fail();
	code = act_load(&act);
	act.handoff.case_id = 0;
	if (code == DB_OK)
		code = arbitrate_rise(&act, &look->again);
	arena_release(&arena);
	return code;
}

int64_t
dispute_rise(struct hub_scene *s)
{
	struct look look = { .ledger = { .run = run_look }, .s = s };

	hub_scene_run(s, &look.ledger);
	return look.again;
}

const struct hub_result *
dispute_pass_to(struct hub_scene *s, int64_t who, const char *target)
{
	struct hub_event event = hub_event_init(HUB_EV_HANDOFF);

	event.handoff.case_id = case_id;
	event.handoff.receiver = target;
	return hub_scene_say(s, who, &event);
}
