/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "reroute.h"

#include "arbitrate.h"
#include "frame_words.h"
#include "limits.h"
#include "offer.h"
#include "own.h"
#include "route.h"
#include "tell_source.h"

/* route_skip_fn: those who have refused the case, and the one who just did. */
static bool
has_refused(void *ctx, const struct conf_institution *inst)
{
	const struct act *act = ctx;

	return inst->key == act->handoff.receiver ||
	    handoffs_refused_by(act->room->db, act->of_case.id, inst->key);
}

/* The case as it was handed in, with a proposed target. */
static enum db_code
load_case(struct act *act, struct hub_buf *frame, struct hub_handoff *ret)
{
	struct frame_in in;
	enum db_code code;

	code = content_get(act->room->db, act->key, act->of_case.content,
	    frame);
	if (code != DB_OK)
		return code == DB_NONE ? DB_CORRUPT : code;
	frame_in_init(&in, frame->data, frame->len);
	return frame_handoff(&in, act->arena, ret) ? DB_OK : DB_CORRUPT;
}

/* Makes the successor and its own audit entry. */
static enum db_code
succeed(struct act *act, const struct handoff_row *old,
    const struct offer *offer, const char *rule)
{
	struct audit_note base = audit_note_init("");
	char parent[IDENT_TEXT_SIZE];
	struct hub_event event = hub_event_init(HUB_EV_HANDOFF);
	struct act next = *act;
	enum db_code code;

	code = offer_make(&next, offer, &next.handoff);
	if (code != DB_OK)
		return code;
	ident_text(offer->parent, parent);
	base.entry.action = "reroute";
	base.entry.route = rule;
	base.entry.parent = parent;
	base.entry.rules = act->conf->rules_sha256;
	next.event = &event;
	next.base = &base;
	next.type = "simpul.handoff.queued.v1";
	next.step = NULL;
	next.payload = (struct audit_payload){ NULL, 0 };
	next.holder_before = next.of_case.holder;
	code = act_audit(&next, "pending", hub_reason_name(old->reason));
	if (code == DB_OK)
		code = tell_passed(&next, &next.handoff, old);
	act->case_seq = next.case_seq;
	act->of_case = next.of_case;
	return code;
}

/* The number of an institution that was proposed; 0: none that we know. */
static int64_t
proposed_key(const struct act *act, const char *proposed)
{
	const struct conf_institution *inst = conf_find(act->conf, proposed);

	return inst == NULL ? 0 : inst->key;
}

/* To whom the rules lead. */
static enum db_code
pass_on(struct act *act, const struct handoff_row *old, const char *proposed)
{
	struct hub_handoff h = hub_handoff_init();
	struct route_choice choice;
	struct offer offer;
	struct hub_buf frame;
	enum db_code code;

	hub_buf_init(&frame, INTAKE_FRAME_MAX);
	code = load_case(act, &frame, &h);
	if (code == DB_OK) {
		h.receiver = proposed;
		choice = route_choose(act->conf, &h, act->room->now_ms,
		    has_refused, act);
		offer = (struct offer){
			.kind = old->kind,
			.reason = old->reason,
			.parent = old->id,
			.sender = act->of_case.holder,
			.receiver = choice.to->key,
		};
		code = succeed(act, old, &offer, choice.rule);
	}
	hub_buf_release(&frame);
	return code;
}

enum db_code
reroute(struct act *act, const struct handoff_row *old, const char *proposed)
{
	int64_t target = proposed_key(act, proposed);

	if (old->kind != HUB_KIND_TRANSFER)
		return DB_OK;
	if (arbitrate_needed(act, target))
		return arbitrate_open(act, old, target);
	return pass_on(act, old, proposed);
}
