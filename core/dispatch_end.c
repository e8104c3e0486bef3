/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "dispatch_way.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "believe.h"
#include "crashpoint.h"
#include "dispatch.h"
#include "limits.h"
#include "log.h"

/* The way that a conclusion leads back to. */
static struct dispatch *
dispatch_of_end(struct conclude *c)
{
	return (struct dispatch *)((char *)c - offsetof(struct dispatch, end));
}

/* Gives back what the way holds, and its parcel. */
void
dispatch_drop(struct dispatch *d)
{
	struct link *link = d->parcel->link;

	if (d->parcel->stage >= PARCEL_SEALING)
		link->in_window--;
	link_drop(link, d->parcel);
	dispatch_return_files(d);
	loop_timer_free(d->again);
	hub_buf_release(&d->call.in);
	events_release(&d->events);
	conclude_release(&d->end);
	conf_release(d->conf);
	free(d);
}

/* The end of every way: out of hand, and on with the others. */
void
dispatch_finish(struct dispatch *d)
{
	struct link *link = d->parcel->link;

	dispatch_drop(d);
	dispatch_pump(link);
	link_wake(link);
}

/* Counts what a conclusion led to, for /metrics. */
static void
count(struct relay *relay, enum delivery_state state)
{
	relay->delivered += state == DELIVERY_DELIVERED;
	relay->refused += state == DELIVERY_REFUSED;
	relay->retried += state == DELIVERY_WAITING;
	relay->unknown += state == DELIVERY_UNKNOWN;
	relay->parked += state == DELIVERY_PARKED;
}

/* loop_fn: the ledger may be able to keep it now. */
static void
conclude_again(void *ctx)
{
	struct dispatch *d = ctx;
	struct relay *relay = d->parcel->link->relay;

	conclude_by(&d->end, relay->conf);
	ledger_submit(relay->ledger, &d->end.ledger);
}

/* The ledger could not keep the conclusion (a full disk, say): what they said
 * must not be lost, so it is tried until it can. */
static void
keep_trying(struct dispatch *d)
{
	struct relay *relay = d->parcel->link->relay;

	log_error("delivery %s: not concluded yet: %s", d->parcel->what.id,
	    db_code_name(d->end.ledger.code));
	if (d->again == NULL)
		d->again = loop_timer_new(relay->loop, conclude_again, d);
	if (d->again == NULL)
		dispatch_finish(d);
	else
		loop_timer_arm(d->again, LEDGER_AGAIN_MS);
}

/* job done: the conclusion is on disk. */
static void
on_concluded(struct job *job)
{
	struct conclude *c = (struct conclude *)job;
	struct dispatch *d = dispatch_of_end(c);
	struct relay *relay = d->parcel->link->relay;

	if (c->ledger.code != DB_OK && !relay->stopping) {
		keep_trying(d);
		return;
	}
	count(relay, c->state);
	if (c->state == DELIVERY_PARKED)
		log_warn("delivery %s to %s is parked: %s", d->parcel->what.id,
		    d->parcel->link->inst->id, c->why);
	if (c->verdict == VERDICT_UNSAYABLE)
		log_warn("delivery %s cannot be said to %s: %s",
		    d->parcel->what.id, d->parcel->link->inst->id, c->why);
	for (size_t i = 0; i < c->wake.count; i++)
		relay_wake(relay, c->wake.keys[i]);
	if (c->wake.all)
		relay_wake_all(relay);
	dispatch_finish(d);
}

/* Hands the attempt's end to the ledger. */
void
dispatch_conclude(struct dispatch *d, enum verdict verdict, const char *why)
{
	struct relay *relay = d->parcel->link->relay;
	struct conclude *c = &d->end;

	d->parcel->stage = d->parcel->stage >= PARCEL_COMMITTING
	    ? PARCEL_CONCLUDING
	    : d->parcel->stage;
	c->parcel = d->parcel;
	conclude_by(c, relay->conf);
	c->verdict = verdict;
	c->events = d->events.rows;
	c->count = d->events.count;
	(void)snprintf(c->why, sizeof(c->why), "%s", why);
	/* An answer says itself when to come back, if at all. */
	if (verdict != VERDICT_ANSWER)
		clock_random(loop_clock(relay->loop), &c->chance,
		    sizeof(c->chance));
	if (verdict == VERDICT_ANSWER)
		dispatch_keep(d);
	c->ledger.job.done = on_concluded;
	crashpoint("dispatch.answered");
	ledger_submit(relay->ledger, &c->ledger);
}

/* What a plugin's failure means for the delivery and the link. */
void
dispatch_fail(struct dispatch *d, enum hub_status status, const char *sentence)
{
	switch (status) {
	case HUB_UNSAYABLE:
		dispatch_conclude(d, VERDICT_UNSAYABLE, sentence);
		break;
	case HUB_MALFORMED:
		dispatch_conclude(d, VERDICT_MALFORMED, sentence);
		break;
	case HUB_MISCONFIGURED:
		link_pause(d->parcel->link, sentence);
		dispatch_conclude(d, VERDICT_REFUSED_ACCESS, sentence);
		break;
	default:
		dispatch_conclude(d, VERDICT_FAULT, sentence);
		break;
	}
}

/* Whether a worker's call ended with the plugin's own word; else the way has
 * been ended here. */
bool
dispatch_spoken(struct dispatch *d, enum worker_end end,
    const struct hub_error *err)
{
	switch (end) {
	case WORKER_DONE:
		return true;
	case WORKER_QUARANTINED:
		dispatch_conclude(d, VERDICT_FAULT,
		    "the plugin died twice on this message");
		return false;
	case WORKER_UNSTARTED:
		if (d->parcel->stage != PARCEL_CONCLUDING) {
			dispatch_fail(d, HUB_MISCONFIGURED, err->text);
			return false;
		}
		link_pause(d->parcel->link, err->text);
		break;
	default:
		break;
	}
	/* Stopped: what was never sent stays as it is; what was sent is asked
	 * after. */
	if (d->parcel->stage == PARCEL_CONCLUDING)
		dispatch_conclude(d, VERDICT_LOST,
		    "the worker ended before it understood their answer");
	else
		dispatch_finish(d);
	return false;
}

/* What is said of a handoff that is not the parcel's does not count; it stays
 * in its place, for files point at events by their number. */
static void
deafen(struct dispatch *d)
{
	const char *ours = d->parcel->what.handoff.id;

	for (size_t i = 0; i < d->events.count; i++) {
		struct hub_event *e = &d->events.rows[i];

		if (e->handoff_id[0] == '\0' ||
		    strcmp(e->handoff_id, ours) == 0)
			continue;
		log_warn("ALERT %s spoke of another handoff in an answer about "
			 "%s (event %s)",
		    d->parcel->link->inst->id, ours,
		    hub_event_kind_name(e->kind));
		e->kind = HUB_EV_NONE;
	}
}

/* Whether they fell over what they were to do and say no more than "later",
 * where they can be asked whether it is done. */
static bool
fell_over(const struct dispatch *d)
{
	return d->end.status >= 500 && d->events.count == 1 &&
	    d->events.rows[0].kind == HUB_EV_DEFERRED &&
	    d->parcel->purpose == HUB_FOR_DELIVERY &&
	    d->parcel->link->inst->has_probe;
}

/* Whether it goes on to one more step than a delivery may have: a mapping that
 * never comes to an end would ask them without end. */
static bool
is_endless(const struct dispatch *d)
{
	for (size_t i = 0; i < d->events.count; i++)
		if (d->events.rows[i].kind == HUB_EV_NEXT_STEP)
			return d->parcel->row.step + 1 >= DELIVERY_STEPS_MAX;
	return false;
}

/* An answer breaks their contract.  Where theirs bear seals, this one may be
 * somebody else's: they are asked, if they can be. */
static void
disbelieve(struct dispatch *d, const char *why)
{
	const struct conf_institution *inst = d->parcel->link->inst;

	dispatch_conclude(d,
	    seal_plan_answers(&inst->seal) && inst->has_probe
		? VERDICT_UNPROVEN
		: VERDICT_MALFORMED,
	    why);
}

/* worker done: their answer is understood, or not. */
void
dispatch_understood(struct worker_call *call, enum worker_end end,
    enum hub_status status, struct frame_in *out, const struct hub_error *err)
{
	struct dispatch *d = (struct dispatch *)call;
	struct seal_proof proof;
	const char *problem;

	if (!dispatch_spoken(d, end, err))
		return;
	if (status == HUB_MALFORMED) {
		disbelieve(d, err->text);
		return;
	}
	if (status != HUB_OK) {
		dispatch_fail(d, status, err->text);
		return;
	}
	if (!events_get(out, &d->events)) {
		dispatch_conclude(d, VERDICT_FAULT,
		    "the worker's events do not read");
		return;
	}
	deafen(d);
	problem = believe_answer(d->parcel->link->inst, out, d->events.rows,
	    d->events.count, &proof);
	if (problem[0] == '\0')
		problem = conclude_problem(d->parcel->purpose, d->events.rows,
		    d->events.count);
	if (problem[0] != '\0')
		disbelieve(d, problem);
	else if (is_endless(d))
		dispatch_conclude(d, VERDICT_FAULT,
		    "it takes more steps than a delivery may have");
	else if (fell_over(d))
		dispatch_conclude(d, VERDICT_LOST,
		    "they fell over it: it may be done all the same");
	else
		dispatch_conclude(d, VERDICT_ANSWER, "");
}
