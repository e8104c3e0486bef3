/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "decision.h"

#include <stdio.h>
#include <string.h>

#include "cases_list.h"
#include "frame_words.h"
#include "limits.h"
#include "requires.h"
#include "route.h"

/* How many institutions each decision names. */
static const struct {
	size_t least, most;
	const char *problem;
} targets[] = {
	[HUB_DECISION_NONE] = { 0, 0,
	    "decision: expected to, joint, split, stays or provisional" },
	[HUB_DECISION_TO] = { 1, 1,
	    "target: expected the id of the one institution that is to take "
	    "the case" },
	[HUB_DECISION_JOINT] = { 2, DECISION_TARGETS_MAX,
	    "target: expected two to eight ids, comma between, the lead "
	    "first" },
	[HUB_DECISION_SPLIT] = { 2, DECISION_TARGETS_MAX,
	    "target: expected two to eight ids, comma between, the lead "
	    "first" },
	[HUB_DECISION_STAYS] = { 0, 0,
	    "target: expected none, the case stays with its holder" },
	[HUB_DECISION_PROVISIONAL] = { 1, 1,
	    "target: expected the id of the one institution that is to take "
	    "the case for the time being" },
};

/* A sentence with an id in it, in the act's arena. */
static const char *
problem_with(struct act *act, const char *id, const char *what)
{
	char text[200];

	(void)snprintf(text, sizeof(text), "target: \"%.64s\" %s", id, what);
	return arena_text(act->arena, text);
}

/* One institution more; a sentence that says why not, or "". */
static const char *
add_target(struct act *act, const struct hub_handoff *h, const char *id,
    struct decision *d)
{
	const struct conf_institution *inst = route_in_office(act->conf, id,
	    act->room->now_ms);
	const char *lacking;

	if (inst == NULL)
		return problem_with(act, id,
		    "is no institution in office; see /v1/institutions");
	if (!route_may_take(act->conf, h, act->room->now_ms, inst))
		return problem_with(act, id,
		    "is the reported body, or stands below it");
	if (requires_problem(act, h, inst, &lacking) != DB_OK)
		return problem_with(act, id, "cannot be looked at now");
	if (lacking[0] != '\0')
		return lacking;
	for (size_t i = 0; i < d->count; i++)
		if (d->to[i] == inst)
			return problem_with(act, id, "is named twice");
	if (d->count == DECISION_TARGETS_MAX)
		return targets[d->what].problem;
	d->to[d->count++] = inst;
	return "";
}

/* The institutions of a list "a, b". */
static const char *
read_targets(struct act *act, const struct hub_handoff *h, struct decision *d)
{
	const char *at = act->event->target, *problem = "";
	char id[65];
	size_t len;

	while (problem[0] == '\0' && *at != '\0') {
		at += strspn(at, ", ");
		len = strcspn(at, ", ");
		if (len >= sizeof(id))
			return "target: an id is longer than 64 bytes";
		memcpy(id, at, len);
		id[len] = '\0';
		at += len;
		if (len > 0)
			problem = add_target(act, h, id, d);
	}
	return problem;
}

/* The dispute that it ends, or one of its own. */
static void
find_dispute(struct act *act, struct decision *d)
{
	d->open = disputes_open(act->room->db, act->of_case.id, &d->dispute) ==
	    DB_OK;
	if (d->open)
		return;
	d->dispute = (struct dispute_row){
		.id = ident_new(&act->room->ident),
		.case_id = act->of_case.id,
		.handoff_id = act->handoff.id,
		.arbiter = act->actor->institution,
		.stage = DISPUTE_COORDINATOR,
		.opened_at = act->room->now_ms,
	};
}

const char *
decision_read(struct act *act, const struct hub_handoff *h,
    struct decision *ret)
{
	const struct hub_event *e = act->event;
	const char *problem;

	memset(ret, 0, sizeof(*ret));
	find_dispute(act, ret);
	ret->what = e->decision;
	if (ret->what == HUB_DECISION_NONE)
		return targets[HUB_DECISION_NONE].problem;
	if (e->text[0] == '\0')
		return "text: expected why it is decided so";
	problem = read_targets(act, h, ret);
	if (problem[0] != '\0')
		return problem;
	if (ret->count < targets[ret->what].least ||
	    ret->count > targets[ret->what].most)
		return targets[ret->what].problem;
	if (ret->what == HUB_DECISION_STAYS) {
		ret->to[0] = conf_by_key(act->conf, act->of_case.holder);
		ret->count = 1;
	}
	if (ret->to[0] == NULL)
		return "decision: the holder is no longer in the "
		       "configuration; name an institution";
	if (!ret->to[0]->holds && ret->to[0]->key != act->of_case.holder)
		return problem_with(act, ret->to[0]->id,
		    "holds no cases (holds = false)");
	return "";
}

/* The event of a decision, its texts in act->arena. */
static bool
open_event(struct act *act, const struct dispute_row *dispute,
    struct hub_event *ret)
{
	struct hub_buf plain;
	struct frame_in in;
	bool good;

	hub_buf_init(&plain, INTAKE_FRAME_MAX);
	good = dispute->content != 0 &&
	    content_get(act->room->db, act->key, dispute->content, &plain) ==
		DB_OK;
	if (good) {
		frame_in_init(&in,
		    arena_bytes(act->arena, plain.data, plain.len), plain.len);
		good = frame_event(&in, act->arena, ret);
	}
	hub_buf_release(&plain);
	return good && arena_ok(act->arena);
}

const char *
decision_text(struct act *act, const struct dispute_row *dispute)
{
	struct hub_event event = hub_event_init(HUB_EV_DECISION);

	return open_event(act, dispute, &event) ? event.text : "";
}

/* Whether the lead holds the case, or has it offered, by that decision. */
static bool
still_holds(struct act *act, const struct dispute_row *last)
{
	struct handoff_row h;

	if (handoffs_offered(act->room->db, act->of_case.id, &h) == DB_OK)
		return h.dispute == last->id;
	return act->of_case.holder == last->target &&
	    handoffs_held(act->room->db, act->of_case.id, last->target, &h) ==
	    DB_OK &&
	    h.dispute == last->id;
}

bool
decision_again(struct act *act, const struct decision *decision)
{
	struct hub_event before = hub_event_init(HUB_EV_DECISION);
	struct dispute_row last;

	if (decision->open ||
	    disputes_last(act->room->db, act->of_case.id, &last) != DB_OK)
		return false;
	return last.decision == decision->what &&
	    last.target == decision->to[0]->key && still_holds(act, &last) &&
	    open_event(act, &last, &before) &&
	    strcmp(before.target, act->event->target) == 0;
}

bool
decision_binds(const struct act *act, const struct conf_institution *inst)
{
	return inst->binding || inst->key == act->of_case.holder;
}
