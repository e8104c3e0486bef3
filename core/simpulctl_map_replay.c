/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_map_replay.h"

#include <stdio.h>
#include <string.h>

#include "simpulctl_ask.h"
#include "simpulctl_shown.h"

/* How far one mapping has come with a delivery. */
struct stand {
	struct trial *trial;
	char carry[HUB_CARRY_MAX + 1], ref[OUTBOX_REF_MAX + 1];
	bool goes_on; /* behind the step that was said last */
};

/* What is looked at: whose differences they are. */
struct place {
	char case_id[IDENT_TEXT_SIZE];
	const char *delivery, *says;
	unsigned step;
};

/* What a mapping says, or why it does not. */
static json_t *
shown(enum hub_status status, json_t *said, const struct hub_error *err)
{
	if (status == HUB_OK)
		return json_pack("{s:o}", "said", said);
	json_decref(said);
	return json_pack("{s:s}", "error", err->text);
}

/* The request of a step. */
static json_t *
said_by(struct trial *trial, const struct trial_ask *ask)
{
	struct hub_error err = { "" };
	struct hub_request request;
	enum hub_status status;
	json_t *ret;

	request_init(&request, "trial");
	status = trial_say(trial, ask, &request, &err);
	ret = shown(status, status == HUB_OK ? shown_request(&request) : NULL,
	    &err);
	request_release(&request);
	return ret;
}

/* Events as a document. */
static json_t *
shown_heard(enum hub_status status, const struct hub_events *events,
    const struct hub_error *err)
{
	return shown(status,
	    status == HUB_OK
		? json_pack("{s:o}", "events", shown_events(events))
		: NULL,
	    err);
}

/* Where a mapping goes on after these events, if it does. */
static void
step_on(struct stand *s, const struct hub_events *events)
{
	for (size_t i = 0; i < events->count; i++) {
		const struct hub_event *e = &events->rows[i];

		if (e->kind != HUB_EV_NEXT_STEP)
			continue;
		s->goes_on = true;
		(void)snprintf(s->carry, sizeof(s->carry), "%s", e->carry);
		if (e->remote_ref[0] != '\0')
			(void)snprintf(s->ref, sizeof(s->ref), "%s",
			    e->remote_ref);
	}
}

/* What a mapping makes of the answer to a step. */
static json_t *
heard_by(struct stand *s, const struct parcel *p, const struct heard *h)
{
	struct trial_ask ask = { &p->what, h->at };
	struct hub_error err = { "" };
	struct hub_events events;
	enum hub_status status;
	json_t *ret;

	ask.at.carry = s->carry;
	ask.at.remote_ref = s->ref;
	events_init(&events);
	status = trial_hear(s->trial, &ask, &h->answer, &events, &err);
	s->goes_on = false;
	if (status == HUB_OK)
		step_on(s, &events);
	ret = shown_heard(status, &events, &err);
	events_release(&events);
	return ret;
}

/* An error is the mapping's own sentence: it is told whole. */
static void
compare_said(struct compare *c, const json_t *old, const json_t *fresh,
    const char *good)
{
	const char *was = ctl_text(old, "error"),
		   *is = ctl_text(fresh, "error");

	if (was[0] == '\0' && is[0] == '\0')
		compare_values(c, json_object_get(old, "said"),
		    json_object_get(fresh, "said"));
	else if (strcmp(was, is) != 0)
		(void)json_array_append_new(c->found,
		    json_pack("{s:s,s:s,s:s}", "path", "", "old",
			was[0] == '\0' ? good : was, "new",
			is[0] == '\0' ? good : is));
}

/* Adds what differs, with its place; both are given back. */
static void
compare_at(struct replay_pair *pair, const struct place *at, json_t *old,
    json_t *fresh, const char *good)
{
	json_t *one;
	size_t i;

	pair->compare->found = json_array();
	compare_said(pair->compare, old, fresh, good);
	json_array_foreach(pair->compare->found, i, one)
	{
		(void)json_object_update_new(one,
		    json_pack("{s:s,s:s,s:s,s:i}", "case", at->case_id,
			"delivery", at->delivery, "says", at->says, "step",
			(int)at->step));
		(void)json_array_append(pair->found, one);
	}
	json_decref(pair->compare->found);
	json_decref(old);
	json_decref(fresh);
}

/* Both mappings say a step. */
static void
say_step(struct replay_pair *pair, const struct parcel *p,
    const struct place *at, struct stand sides[2])
{
	struct trial_ask ask = { &p->what, parcel_at(p, p->row.due_at) };
	json_t *said[2];

	ask.at.step = at->step;
	ask.at.attempt = 1;
	for (int i = 0; i < 2; i++) {
		ask.at.carry = sides[i].carry;
		ask.at.remote_ref = sides[i].ref;
		said[i] = said_by(sides[i].trial, &ask);
	}
	pair->steps++;
	compare_at(pair, at, said[0], said[1], "a request");
}

/* Both mappings hear the answer that ended the step; false: it is not kept. */
static bool
hear_step(struct replay_pair *pair, const struct parcel *p,
    const struct place *at, struct stand sides[2])
{
	const struct reader_room *room = pair->room;
	json_t *old, *fresh;
	struct heard heard;
	int64_t id = 0;
	bool good;

	heard_init(&heard);
	good = heard_step(room->db, p->row.id, at->step, &id) == DB_OK &&
	    heard_get(room->db, room->content, id, &heard) == DB_OK;
	if (good) {
		pair->answers++;
		old = heard_by(&sides[0], p, &heard);
		fresh = heard_by(&sides[1], p, &heard);
		compare_at(pair, at, old, fresh, "events");
	}
	heard_release(&heard);
	return good;
}

/* A step whose answer is not kept: on with the last step, which the hub itself
 * carried something to; what is in between is unknown.  false: it is over. */
static bool
skip_on(struct replay_pair *pair, const struct parcel *p, struct place *at,
    struct stand sides[2])
{
	if (at->step >= p->row.step)
		return false;
	for (unsigned i = at->step + 1; i < p->row.step; i++)
		(void)json_array_append_new(pair->unknown,
		    json_pack("{s:s,s:s,s:s,s:i}", "case", at->case_id,
			"delivery", at->delivery, "says", at->says, "step",
			(int)i));
	at->step = p->row.step;
	for (int i = 0; i < 2; i++) {
		(void)snprintf(sides[i].carry, sizeof(sides[i].carry), "%s",
		    p->carry);
		(void)snprintf(sides[i].ref, sizeof(sides[i].ref), "%s",
		    p->row.remote_ref);
	}
	return true;
}

void
replay_delivery(struct replay_pair *pair, const struct parcel *p)
{
	struct stand sides[2] = { { .trial = pair->old },
		{ .trial = pair->fresh } };
	struct place at = { .delivery = p->what.id,
		.says = hub_event_kind_name(p->row.event) };
	bool more = true;

	ident_text(p->row.case_id, at.case_id);
	for (int i = 0; i < 2 && p->row.event != HUB_EV_HANDOFF; i++)
		(void)snprintf(sides[i].ref, sizeof(sides[i].ref), "%s",
		    p->row.remote_ref);
	while (more) {
		say_step(pair, p, &at, sides);
		if (!hear_step(pair, p, &at, sides)) {
			more = skip_on(pair, p, &at, sides);
			continue;
		}
		more = sides[0].goes_on && sides[1].goes_on &&
		    at.step < p->row.step;
		at.step++;
	}
}

/* What a mapping makes of news. */
static json_t *
news_by(struct trial *trial, const struct heard *h)
{
	const struct trial_ask ask = { NULL, h->at };
	struct hub_error err = { "" };
	struct hub_events events;
	enum hub_status status;
	json_t *ret;

	events_init(&events);
	if (h->what == HEARD_MESSAGE)
		status = trial_receive(trial, &h->message, &h->at, &events,
		    &err);
	else
		status = trial_hear(trial, &ask, &h->answer, &events, &err);
	ret = shown_heard(status, &events, &err);
	events_release(&events);
	return ret;
}

void
replay_news(struct replay_pair *pair, const struct heard *h)
{
	const struct trial_ask ask = { NULL, h->at };
	struct place at = { .delivery = "",
		.says = h->what == HEARD_MESSAGE ? "receive" : "poll",
		.step = h->at.step };
	json_t *old, *fresh;

	ident_text(h->case_id, at.case_id);
	if (h->what == HEARD_NEWS) {
		old = said_by(pair->old, &ask);
		fresh = said_by(pair->fresh, &ask);
		compare_at(pair, &at, old, fresh, "a request");
	}
	old = news_by(pair->old, h);
	fresh = news_by(pair->fresh, h);
	pair->answers++;
	compare_at(pair, &at, old, fresh, "events");
}
