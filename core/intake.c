/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "intake.h"

#include <stdio.h>
#include <string.h>

#include "brought.h"
#include "case_clock.h"
#include "enter.h"
#include "frame_words.h"
#include "intake_side.h"
#include "keep.h"
#include "limits.h"
#include "offer.h"
#include "route.h"
#include "tell_source.h"

/* One member's rule. */
struct intake_rule {
	size_t offset;
	size_t max;
	const char *problem;
};

#define RULE(field, max, problem) \
	{ \
		offsetof(struct hub_handoff, field), max, problem \
	}

static const struct intake_rule rules[] = {
	RULE(tracking_id, CASE_TRACKING_MAX,
	    "tracking_id is longer than 64 bytes"),
	RULE(subject, 1000, "subject is longer than 1,000 bytes"),
	RULE(narrative, HUB_TEXT_MAX, "narrative is longer than 64 KB"),
	RULE(category, 64, "category is longer than 64 bytes"),
	RULE(region, 32,
	    "region is longer than 32 bytes; expected a"
	    " Kemendagri code such as 51.71"),
	RULE(location, 1000, "location is longer than 1,000 bytes"),
	RULE(receiver, 64, "target is longer than 64 bytes"),
	RULE(priority_program_id, 64,
	    "priority_program_id is longer than 64 bytes"),
	RULE(reported_body, 64, "reported_body is longer than 64 bytes"),
	RULE(prior_complaint, 200, "prior_complaint is longer than 200 bytes"),
	RULE(consent, 4000, "consent is longer than 4,000 bytes"),
};

const char *
intake_problem(const struct hub_handoff *h)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		const char *text = *(
		    const char *const *)((const char *)h + rules[i].offset);

		if (strlen(text) > rules[i].max)
			return rules[i].problem;
	}
	if (h->narrative[0] == '\0')
		return "narrative is missing; expected the complaint's text";
	return "";
}

/* The flags of a case as stored. */
static unsigned
flags_of(const struct hub_handoff *h)
{
	return (h->anonymous ? CASE_ANONYMOUS : 0u) |
	    (h->secret ? CASE_SECRET : 0u) | (h->urgent ? CASE_URGENT : 0u) |
	    (h->test ? CASE_TEST : 0u);
}

/* The first holder: the source where it may hold, else who coordinates. */
static int64_t
first_holder(const struct act *act, const struct hub_handoff *h)
{
	const struct conf_institution *source;

	source = conf_by_key(act->conf, act->actor->institution);
	if (source != NULL && source->holds)
		return source->key;
	return route_arbiter(act->conf, h, act->room->now_ms)->key;
}

/* The same complaint again: the first one's ids. */
static enum db_code
end_duplicate(struct act *act, const struct hub_handoff *h)
{
	enum db_code code = cases_by_tracking(act->room->db,
	    act->actor->institution, h->tracking_id, &act->of_case);

	if (code != DB_OK)
		return code == DB_NONE ? DB_CORRUPT : code;
	code = handoffs_last(act->room->db, act->of_case.id, &act->handoff);
	if (code != DB_OK && code != DB_NONE)
		return code;
	return act_end(act, HUB_DUPLICATE, "");
}

/* Whether the case had ended before it came here. */
static bool
is_over(const struct act *act)
{
	return act->past != NULL && act->past->ended_ms != 0;
}

/* Day 0 of the citizen's clock. */
static int64_t
received(const struct act *act)
{
	if (act->past == NULL || act->past->received_ms == 0)
		return act->room->now_ms;
	return act->past->received_ms;
}

/* What the case's row says from the beginning. */
static void
fill_case(struct act *act, const struct hub_handoff *h)
{
	struct case_row *c = &act->of_case;

	memset(c, 0, sizeof(*c));
	c->id = act->new_case;
	if (c->id == 0)
		c->id = ident_new(&act->room->ident);
	c->content = c->id;
	c->source = act->actor->institution;
	c->holder = first_holder(act, h);
	c->holder_since = act->room->now_ms;
	c->flags = flags_of(h);
	c->state = CASE_RECEIVED;
	c->classification = h->classification;
	(void)snprintf(c->tracking_id, sizeof(c->tracking_id), "%s",
	    h->tracking_id);
	(void)snprintf(c->category, sizeof(c->category), "%s", h->category);
	(void)snprintf(c->region, sizeof(c->region), "%s", h->region);
	act->holder_before = 0;
}

/* Writes the case's row, with its clock. */
static enum db_code
add_case(struct act *act, const struct hub_handoff *h,
    const struct route_choice *choice)
{
	struct case_row *c = &act->of_case;
	enum db_code code;

	fill_case(act, h);
	code = case_clock_start_at(act, received(act));
	if (code == DB_OK && !is_over(act))
		code = enter_case(act, CASE_EV_FORWARD);
	if (code != DB_OK)
		return code;
	if (is_over(act)) {
		c->state = act->past->state;
		c->next_at = 0;
	} else {
		case_clock_look(c,
		    case_clock_soon(c, act->room->now_ms,
			offer_due(act, choice->to->key)));
	}
	act->kept = *c;
	return cases_add(act->room->db, c);
}

/* Stores the canonical form, and the raw message where there is one. */
static enum db_code
store_content(struct act *act, const struct hub_handoff *h, const void *raw,
    size_t raw_len)
{
	struct ledger_room *room = act->room;
	struct content_row row = { .id = act->of_case.content,
		.case_id = act->of_case.id,
		.kind = CONTENT_CANONICAL };
	struct hub_buf frame;
	enum db_code code = DB_FAILED;

	hub_buf_init(&frame, INTAKE_FRAME_MAX);
	frame_put_handoff(&frame, h);
	row.bytes = frame.data;
	row.len = frame.len;
	if (hub_buf_ok(&frame))
		code = content_put(room->db, room->clock, act->key, &row);
	hub_buf_release(&frame);
	if (code != DB_OK || raw == NULL)
		return code;
	row.kind = CONTENT_INBOUND;
	row.bytes = raw;
	row.len = raw_len;
	return content_put_long(room->db, room->clock, act->key, &room->ident,
	    &row);
}

/* Whether an institution is a source, and in office. */
static bool
may_hand_in(const struct act *act)
{
	const struct conf_institution *inst = conf_by_key(act->conf,
	    act->actor->institution);

	return inst != NULL && inst->source && !inst->retired;
}

/* The case's first audit entry; a case that is brought over is told from one
 * that is new by its action, with day 0 as the time claimed. */
static enum db_code
note_first(struct act *act, struct audit_note *base)
{
	enum db_code code;

	base->entry.action = act->past != NULL ? "import" : "receive";
	act->base = base;
	act->fresh = true;
	code = act_audit(act, "success",
	    hub_reason_name(act->event->handoff.reason));
	act->base = NULL;
	act->type = NULL;
	act->fresh = false;
	return code;
}

/* A case that had ended keeps its end and goes nowhere. */
static enum db_code
note_ended(struct act *act, const struct audit_note *their)
{
	struct audit_note base = *their;

	act->of_case.ended_at = act->past->ended_ms;
	act->holder_before = act->of_case.holder; /* nobody takes it up */
	base.entry.state_to = case_state_name(act->of_case.state);
	act->type = "simpul.case.received.v1";
	return note_first(act, &base);
}

/* Routes and offers, with the case's first audit entry. */
static enum db_code
offer_first(struct act *act, const struct hub_handoff *h,
    const struct route_choice *choice, const struct audit_note *their)
{
	struct audit_note base = *their;
	struct offer offer = { .kind = HUB_KIND_TRANSFER,
		.reason = h->reason,
		.sender = act->of_case.holder,
		.receiver = choice->to->key,
		.new_lane = true };
	enum db_code code;

	code = offer_make(act, &offer, &act->handoff);
	if (code != DB_OK)
		return code;
	base.entry.route = choice->rule;
	base.entry.rules = act->conf->rules_sha256;
	base.entry.state_to = handoff_state_name(HANDOFF_OFFERED);
	act->type = "simpul.handoff.received.v1";
	code = note_first(act, &base);
	return code == DB_OK ? tell_received(act) : code;
}

/* The transfer, and what stands beside it from the start. */
static enum db_code
offer_all(struct act *act, const struct hub_handoff *h,
    const struct intake_side *side, const struct audit_note *their)
{
	enum db_code code = offer_first(act, h, &side->choice, their);

	return code == DB_OK ? intake_side_make(act, h, side) : code;
}

/* What the hub of whoever hands it in calls the handoff: it stands in both
 * logs.  Another system's name is not taken for one. */
static const char *
take_their(struct act *act, struct hub_handoff *h, bool by_api,
    struct audit_note *ret)
{
	const char *name = h->id;
	uint64_t number = h->chan_seq;
	int64_t id;

	h->id = "";
	h->chan_seq = 0;
	if (!ident_parse(name, &id))
		return by_api && name[0] != '\0'
		    ? "handoff: expected the id that a hub gave to it"
		    : "";
	ret->entry.their_handoff = arena_text(act->arena, name);
	ret->entry.their_chan_seq = number;
	return "";
}

enum db_code
intake_case(struct act *act, const void *raw, size_t raw_len)
{
	struct hub_handoff h = act->event->handoff;
	struct audit_note their = audit_note_init("");
	const char *problem = intake_problem(&h);
	struct intake_side side;
	enum db_code code;

	if (!may_hand_in(act))
		return act_end(act, HUB_FORBIDDEN, "it is no source of cases");
	if (problem[0] != '\0')
		return act_end(act, HUB_INVALID, problem);
	code = brought_check(act, &h, raw == NULL, &problem);
	if (code != DB_OK)
		return code;
	if (problem[0] != '\0')
		return act_end(act, HUB_INVALID, problem);
	problem = take_their(act, &h, raw == NULL, &their);
	if (problem[0] != '\0')
		return act_end(act, HUB_INVALID, problem);
	h.source = act_name(act, act->actor->institution);
	h.received_at = received(act) / 1000;
	problem = intake_side_look(act, &h, &side);
	if (problem[0] != '\0')
		return act_end(act, HUB_INVALID, problem);
	code = add_case(act, &h, &side.choice);
	if (code == DB_NONE)
		return end_duplicate(act, &h);
	if (code == DB_OK)
		code = content_key_new(act->room->content, act->room->db,
		    act->room->clock, act->of_case.id, act->key);
	if (code == DB_OK)
		code = brought_take(act, &h);
	if (code == DB_OK)
		code = store_content(act, &h, raw, raw_len);
	if (code == DB_OK)
		code = is_over(act) ? note_ended(act, &their)
				    : offer_all(act, &h, &side, &their);
	if (code == DB_OK)
		code = keep_case(act);
	if (code != DB_OK)
		return code;
	return act_end(act, HUB_APPLIED, "");
}
