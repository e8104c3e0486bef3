/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "custody_walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "delivery_recover.h"
#include "hub_time.h"
#include "watch.h"

#define OPEN_MOST 12 /* cases at a time */
#define HOUR_MS INT64_C(3600000)

static const char *const ids[] = { "", "lapor", "inspektorat", "ksp", "pln",
	"ombudsman" };
#define IDS (sizeof(ids) / sizeof(ids[0]))

/* A number below `below` (splitmix64). */
static uint64_t
draw(struct custody_walk *w, uint64_t below)
{
	uint64_t z = w->random += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % below;
}

/* A handoff of an open case, with whom it concerns. */
struct found {
	int64_t id, case_id, receiver, sender, source, joined;
};

/* db_row_fn: one handoff. */
static bool
take_found(void *ctx, const struct db_row *row)
{
	struct found *f = ctx;

	f->id = db_row_int(row, 0);
	f->case_id = db_row_int(row, 1);
	f->receiver = db_row_int(row, 2);
	f->sender = db_row_int(row, 3);
	f->source = db_row_int(row, 4);
	f->joined = db_row_int(row, 5);
	return false;
}

/* db_row_fn: a count. */
static bool
take_count(void *ctx, const struct db_row *row)
{
	*(uint64_t *)ctx = (uint64_t)db_row_int(row, 0);
	return false;
}

/* Any handoff of the last cases; false: there is none. */
static bool
find(struct custody_walk *w, struct found *f)
{
	static const struct db_query count = {
		"SELECT count(*) FROM handoff WHERE case_id IN"
		" (SELECT id FROM cases WHERE state < 10)"
	};
	static const struct db_query one = {
		"SELECT h.id, h.case_id, h.receiver, h.sender, c.source,"
		" c.joined FROM handoff h JOIN cases c ON c.id = h.case_id"
		" WHERE c.state < 10 ORDER BY h.state, h.id LIMIT 1 OFFSET ?1"
	};
	uint64_t rows = 0;

	(void)db_get(w->scene->room.db, &count, DB_NO_ARGS, take_count, &rows);
	if (rows == 0)
		return false;
	return db_get(w->scene->room.db, &one,
		   DB_ARGS(db_int((int64_t)draw(w, rows))), take_found,
		   f) == DB_OK;
}

/* Somebody says it, and the result is one of those that there are. */
static void
say(struct custody_walk *w, int64_t who, const struct hub_event *event)
{
	const struct hub_result *r;

	(void)snprintf(w->last, sizeof(w->last), "%s says %s", ids[who],
	    hub_event_kind_name(event->kind));
	r = hub_scene_say(w->scene, who, event);
	assert_in_range(r->applied, HUB_APPLIED, HUB_INVALID);
	if (r->applied == HUB_APPLIED)
		w->applied++;
	if (r->applied == HUB_ILLEGAL || r->applied == HUB_FORBIDDEN)
		w->may_move = false;
}

/* lapor hands one more case in. */
static void
hand_in(struct custody_walk *w)
{
	static const struct db_query open_cases = {
		"SELECT count(*) FROM cases WHERE state < 10"
	};
	char tracking_id[24];
	struct hub_event event;
	uint64_t open = 0;

	(void)db_get(w->scene->room.db, &open_cases, DB_NO_ARGS, take_count,
	    &open);
	if (open >= OPEN_MOST)
		return;
	(void)snprintf(tracking_id, sizeof(tracking_id), "W-%llu",
	    (unsigned long long)++w->cases);
	event = hub_scene_case(tracking_id,
	    draw(w, 4) == 0 ? "unheard of" : "electricity");
	if (draw(w, 5) == 0)
		event.handoff.priority_program_id = "PSN-7";
	event.handoff.urgent = draw(w, 10) == 0;
	event.handoff.secret = draw(w, 10) == 0;
	event.handoff.reported_body = draw(w, 10) == 0 ? "pln" : "";
	w->may_move = true;
	say(w, LAPOR, &event);
}

/* Any word about any handoff, mostly by whom it is for. */
static void
speak(struct custody_walk *w)
{
	static const enum hub_event_kind kinds[] = { HUB_EV_ACCEPTED,
		HUB_EV_ACCEPTED, HUB_EV_REFUSED, HUB_EV_REFUSED,
		HUB_EV_RETURNED, HUB_EV_OPENED, HUB_EV_PROGRESS,
		HUB_EV_ANSWERED, HUB_EV_CONTRIBUTION, HUB_EV_COMMENT,
		HUB_EV_NEEDS_INFO, HUB_EV_SUPPLEMENT, HUB_EV_REMINDER,
		HUB_EV_OBJECTION, HUB_EV_RATING, HUB_EV_WITHDRAWN,
		HUB_EV_CORRECTION, HUB_EV_CANCELLED, HUB_EV_GONE };
	struct hub_event event;
	struct found f;
	char id[IDENT_TEXT_SIZE];
	int64_t who;

	if (!find(w, &f))
		return;
	ident_text(f.id, id);
	event = hub_event_init(kinds[draw(w, sizeof(kinds) / sizeof(*kinds))]);
	event.handoff_id = id;
	event.text = "Demikian.";
	event.reason = (enum hub_reason)draw(w,
	    HUB_REASON_COMPLAINANT_REQUEST + 1);
	event.target = ids[draw(w, IDS)];
	event.asked = (enum hub_asked)draw(w, HUB_ASKED_HOLDER + 1);
	event.rating = 4;
	who = draw(w, 4) > 0 ? f.receiver : 1 + (int64_t)draw(w, IDS - 1);
	if (event.kind == HUB_EV_SUPPLEMENT || event.kind == HUB_EV_OBJECTION ||
	    event.kind == HUB_EV_RATING || event.kind == HUB_EV_WITHDRAWN)
		who = f.source;
	if (event.kind == HUB_EV_CANCELLED)
		who = f.sender;
	w->may_move = event.kind == HUB_EV_ACCEPTED ||
	    event.kind == HUB_EV_PROGRESS || event.kind == HUB_EV_ANSWERED ||
	    /* A joined case that is taken back leaves its lead's holder. */
	    (event.kind == HUB_EV_WITHDRAWN && f.joined != 0);
	say(w, who, &event);
}

/* A decision, or one more handoff, by the coordinator or the holder. */
static void
direct(struct custody_walk *w)
{
	bool decides = draw(w, 2) == 0;
	struct hub_event event = hub_event_init(
	    decides ? HUB_EV_DECISION : HUB_EV_HANDOFF);
	struct found f;
	char id[IDENT_TEXT_SIZE];

	if (!find(w, &f))
		return;
	ident_text(f.case_id, id);
	event.handoff.case_id = id;
	event.text = "Diputuskan demikian.";
	event.decision = (enum hub_decision)(
	    1 + draw(w, HUB_DECISION_PROVISIONAL));
	event.target = event.handoff.receiver = ids[draw(w, IDS)];
	event.handoff.kind = (enum hub_kind)(1 + draw(w, HUB_KIND_ESCALATE));
	w->may_move = decides;
	say(w, draw(w, 3) > 0 ? INSPEKTORAT : f.receiver, &event);
}

/* What was done of what the walk is to try. */
static void
count_steered(struct custody_walk *w, enum steer_verb verb)
{
	if (w->scene->apply.rows[0].applied != HUB_APPLIED)
		return;
	w->put_off += verb == STEER_POSTPONE;
	w->joined += verb == STEER_RELATE;
}

/* What else an act of the coordinator's says. */
struct steering {
	char until[HUB_TIME_SIZE], other[IDENT_TEXT_SIZE];
};

/* A day within ten days of now; any other case, and what it is to be. */
static void
steer_how(struct custody_walk *w, struct steering *room, struct steer *how)
{
	struct found other = { .case_id = 0 };
	int64_t days = (int64_t)draw(w, 10);

	hub_time_text(w->scene->room.now_ms / 1000 + 86400 * days, room->until);
	room->until[strlen("2026-02-02")] = '\0';
	(void)find(w, &other);
	ident_text(other.case_id, room->other);
	how->until = room->until;
	how->other = room->other;
	how->urgent = (enum steer_choice)draw(w, STEER_NO + 1);
	how->as = draw(w, 4) == 0 ? RELATION_RELATED : RELATION_SAME;
	how->undo = draw(w, 2) == 0;
}

/* The coordinator's own acts; putting off and joining more than others. */
static void
steer(struct custody_walk *w)
{
	static const enum steer_verb often[] = { STEER_POSTPONE, STEER_POSTPONE,
		STEER_RESUME, STEER_RELATE, STEER_RELATE };
	enum steer_verb verb = draw(w, 3) == 0
	    ? (enum steer_verb)(1 + draw(w, STEER_COUNT - 1))
	    : often[draw(w, sizeof(often) / sizeof(*often))];
	struct steer how = steer_init(verb);
	struct hub_event event = hub_event_init(steer_says(how.verb));
	struct hub_scene *s = w->scene;
	struct steering room;
	struct found f;
	char id[IDENT_TEXT_SIZE];

	if (!find(w, &f))
		return;
	ident_text(f.case_id, id);
	event.handoff.case_id = id;
	event.text = "Karena perlu.";
	steer_how(w, &room, &how);
	/* Whoever is joined has the holder of its lead, or has it no more. */
	w->may_move = verb == STEER_RELATE;
	(void)snprintf(w->last, sizeof(w->last), "the coordinator: %s%s",
	    steer_name(how.verb),
	    verb == STEER_RELATE && how.undo ? " no more" : "");
	apply_release(&s->apply);
	apply_init(&s->apply);
	s->apply.conf = &s->conf;
	s->apply.actor.institution = INSPEKTORAT;
	s->apply.actor.coordinator = true;
	s->apply.events = &event;
	s->apply.steer = &how;
	s->apply.count = 1;
	hub_scene_run(s, &s->apply.ledger);
	count_steered(w, verb);
}

/* What an attempt at a delivery ends in. */
static void
conclude(struct custody_walk *w, struct parcel *p)
{
	static const enum verdict verdicts[] = { VERDICT_ANSWER, VERDICT_ANSWER,
		VERDICT_ANSWER, VERDICT_RETRY, VERDICT_LOST, VERDICT_UNSAYABLE,
		VERDICT_MALFORMED, VERDICT_FAULT };
	enum verdict verdict =
	    verdicts[draw(w, sizeof(verdicts) / sizeof(*verdicts))];
	struct hub_event event = hub_event_init(
	    draw(w, 5) == 0 ? HUB_EV_REFUSED : HUB_EV_DELIVERED);

	if (p->purpose == HUB_FOR_PROBE)
		event.kind = draw(w, 2) == 0 ? HUB_EV_DELIVERED : HUB_EV_ABSENT;
	event.remote_ref = event.kind == HUB_EV_DELIVERED ? "REF" : "";
	event.reason = HUB_REASON_OUTSIDE_AUTHORITY;
	event.text = "Bukan kewenangan kami.";
	(void)hub_scene_conclude(w->scene, p, verdict, &event);
}

/* A delivery goes out and ends, or the hub does while it is under way. */
static void
deliver(struct custody_walk *w)
{
	struct hub_scene *s = w->scene;
	int64_t who = KSP + (int64_t)draw(w, 3), count;
	struct parcel *p = hub_scene_take(s, who);

	(void)snprintf(w->last, sizeof(w->last), "a delivery to %s", ids[who]);
	w->may_move = false;
	if (p == NULL)
		return;
	if (p->row.state != DELIVERY_UNKNOWN)
		hub_scene_dispatch(s, p);
	if (draw(w, 6) > 0) {
		conclude(w, p);
	} else {
		s->room.boot++;
		assert_int_equal(db_begin(s->room.db), DB_OK);
		assert_int_equal(delivery_recover(&s->room, &count), DB_OK);
		assert_int_equal(audit_before_commit(s->room.audit, s->room.db),
		    DB_OK);
		assert_int_equal(db_commit(s->room.db), DB_OK);
		audit_committed(s->room.audit);
	}
	parcel_free(p);
}

/* Hours or days go by, and what is due by then happens. */
static void
pass_time(struct custody_walk *w)
{
	struct hub_scene *s = w->scene;
	struct watch watch;

	s->room.now_ms += HOUR_MS * (int64_t)(1 + draw(w, 72));
	(void)snprintf(w->last, sizeof(w->last), "time");
	w->may_move = true;
	watch_init(&watch);
	watch.conf = &s->conf;
	/* It has run all the time, or was down. */
	watch.alive_at = draw(w, 2) == 0 ? 0 : s->room.now_ms;
	for (int looks = 0; looks < 16; looks++) {
		hub_scene_run(s, &watch.ledger);
		assert_int_equal(watch.broken_count, 0);
		watch_kept(&watch);
		if (watch.looked == 0)
			break;
		s->room.now_ms += 1000;
	}
	assert_int_equal(watch.looked, 0);
	watch_release(&watch);
}

void
custody_walk_step(struct custody_walk *walk)
{
	uint64_t what = draw(walk, 100);

	walk->scene->room.now_ms += (int64_t)draw(walk, 600000);
	if (what < 10)
		hand_in(walk);
	else if (what < 55)
		speak(walk);
	else if (what < 68)
		direct(walk);
	else if (what < 76)
		steer(walk);
	else if (what < 94)
		deliver(walk);
	else
		pass_time(walk);
}
