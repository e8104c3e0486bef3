/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "delivery_hand.h"

#include <stdio.h>
#include <string.h>

#include "cases_due.h"

/* What the audit log calls it. */
static const struct deed {
	enum delivery_event event;
	const char *type, *action;
} deeds[] = {
	{ DELIVERY_RESUME, "simpul.handoff.retried.v1", "retry" },
	{ DELIVERY_PARK, "simpul.handoff.parked.v1", "park" },
	{ DELIVERY_RECOMPOSE, "simpul.handoff.recomposed.v1", "recompose" },
};

/* The deed of an event; deliveries know no other by hand. */
static const struct deed *
deed_of(enum delivery_event event)
{
	const struct deed *deed = deeds;

	while (deed->event != event)
		deed++;
	return deed;
}

/* The audit entry. */
static enum db_code
note(const struct delivery_hand *hand, struct ledger_room *room,
    uint64_t case_seq)
{
	const struct deed *deed = deed_of(hand->event);
	struct audit_note note = audit_note_init(deed->type);
	char subject[IDENT_TEXT_SIZE + 8] = "case/";
	char handoff[IDENT_TEXT_SIZE], person[IDENT_TEXT_SIZE] = "";

	ident_text(hand->row.case_id, subject + strlen(subject));
	ident_text(hand->row.handoff_id, handoff);
	if (hand->person != 0)
		ident_text(hand->person, person);
	note.case_id = hand->row.case_id;
	note.case_seq = case_seq;
	note.entry.subject = subject;
	note.entry.handoff = handoff;
	note.entry.action = deed->action;
	note.entry.outcome = "pending";
	note.entry.attempt = hand->row.attempt;
	note.entry.initiator = hand->initiator;
	note.entry.operator_id = person;
	return audit_append(room->audit, room->db, room->now_ms, &note);
}

/* Whether its state lets a person do it; what is on the wire is left alone. */
static bool
legal(const struct delivery_hand *hand)
{
	if (hand->event == DELIVERY_RECOMPOSE && hand->row.request == 0)
		return false;
	return hand->row.state != DELIVERY_SENDING &&
	    delivery_find(hand->row.state, hand->event) != NULL;
}

/* What goes again and may have arrived is asked after first, where they can
 * be asked. */
static enum delivery_event
event_of(const struct delivery_hand *hand)
{
	const struct conf_institution *inst;
	bool left = hand->row.request != 0 || hand->event == DELIVERY_RECOMPOSE;

	inst = conf_by_key(hand->conf, hand->row.institution);
	if (left && hand->row.state == DELIVERY_PARKED && inst != NULL &&
	    inst->has_probe)
		return DELIVERY_ASK;
	return hand->event;
}

/* ledger run: the step, and the entry. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	struct delivery_hand *hand = (struct delivery_hand *)job;
	struct delivery_row *row = &hand->row;
	uint64_t case_seq = 0;
	enum db_code code = outbox_get(room->db, hand->id, row);

	if (code != DB_OK)
		return code;
	hand->illegal = !legal(hand);
	if (hand->illegal)
		return DB_OK;
	row->due_at = room->now_ms;
	row->malformed = 0;
	if (hand->event == DELIVERY_RECOMPOSE) {
		row->request = 0; /* its bytes stay, as evidence */
		row->composed_by[0] = '\0';
	}
	(void)snprintf(row->why, sizeof(row->why), "%s", hand->why);
	code = delivery_step(room, row, event_of(hand), &case_seq);
	if (code == DB_OK)
		code = cases_look(room->db, row->case_id, room->now_ms);
	return code == DB_OK ? note(hand, room, case_seq) : code;
}

void
delivery_hand_init(struct delivery_hand *hand, struct conf *conf)
{
	memset(hand, 0, sizeof(*hand));
	hand->conf = conf_hold(conf);
	hand->initiator = "";
	hand->why = "";
	hand->ledger.run = run;
}

void
delivery_hand_release(struct delivery_hand *hand)
{
	conf_release(hand->conf);
}
