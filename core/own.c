/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "own.h"

#include "enter.h"
#include "recall.h"

/* The act as the hub's own: without the message that led to it. */
static struct act
own_act(const struct act *act, const struct hub_event *event)
{
	struct act own = *act;

	own.event = event;
	own.type = NULL;
	own.base = NULL;
	own.step = NULL;
	own.payload = (struct audit_payload){ NULL, 0 };
	own.holder_before = own.of_case.holder;
	own.said = 0;
	return own;
}

/* What it led to, back in the act that it came from. */
static void
give_back(struct act *act, const struct act *own)
{
	act->of_case = own->of_case;
	act->kept = own->kept;
	act->case_seq = own->case_seq;
}

enum db_code
own_say(struct act *act, struct handoff_row *h, const struct own_word *word,
    bool *ret_recalled)
{
	struct hub_event event = hub_event_init(HUB_EV_NONE);
	struct audit_note base = audit_note_init("");
	struct act own = own_act(act, &event);
	enum db_code code;

	own.step = custody_find(h->kind, h->state, word->what);
	if (own.step == NULL)
		return DB_NONE;
	event.reason = word->reason;
	if (word->attempt != NULL)
		base = *word->attempt;
	base.entry.action = word->action;
	base.entry.basis = word->basis;
	base.entry.by = word->by == NULL ? "" : word->by;
	own.handoff = *h;
	own.base = &base;
	own.type = word->type;
	code = enter_handoff(&own, own.step);
	if (code == DB_OK && !handoff_open(own.handoff.state))
		code = recall_unsent(&own);
	if (code == DB_OK)
		code = act_audit(&own, word->outcome,
		    word->ground != NULL ? word->ground
					 : hub_reason_name(word->reason));
	if (code != DB_OK)
		return code;
	give_back(act, &own);
	*h = own.handoff;
	*ret_recalled = own.recalled;
	return DB_OK;
}

enum db_code
own_note(struct act *act, const char *type, const char *action,
    const struct audit_note *base)
{
	struct hub_event event = hub_event_init(HUB_EV_NONE);
	struct audit_note note = base != NULL ? *base : audit_note_init("");
	struct act own = own_act(act, &event);
	enum db_code code;

	note.entry.action = action;
	own.base = &note;
	own.type = type;
	code = act_audit(&own, "success", note.entry.reason);
	give_back(act, &own);
	return code;
}
