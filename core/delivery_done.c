/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "delivery_done.h"

#include <string.h>

#include "delivery.h"

/* Why it cannot have arrived by hand now, or "". */
static const char *
problem(const struct delivery_row *row)
{
	if (row->state == DELIVERY_SENDING)
		return "it is on its way; ask again when it has concluded";
	if (row->state > DELIVERY_DELIVERED)
		return "it has ended and is no longer to be said";
	if (!row->ready && row->state != DELIVERY_PARKED)
		return "what was said before it in its case comes first";
	if (delivery_find(row->state, DELIVERY_ARRIVED) == NULL)
		return "it cannot be entered in the state that it is in";
	return "";
}

/* The entry about a message; conclude.c makes that of a handoff. */
static enum db_code
note(const struct delivery_done *done, struct ledger_room *room)
{
	const struct parcel *p = done->end.parcel;
	struct audit_note note = audit_note_init("simpul.message.relayed.v1");
	char subject[IDENT_TEXT_SIZE + 8] = "case/";
	char handoff[IDENT_TEXT_SIZE], person[IDENT_TEXT_SIZE];

	ident_text(p->row.case_id, subject + strlen(subject));
	ident_text(p->row.handoff_id, handoff);
	ident_text(done->end.person, person);
	note.case_id = p->row.case_id;
	note.entry.subject = subject;
	note.entry.handoff = handoff;
	note.entry.action = hub_event_kind_name(p->row.event);
	note.entry.outcome = "success";
	note.entry.channel_out = "manual";
	note.entry.target = conf_name(done->end.conf, p->row.institution);
	note.entry.disclosed = p->disclosed;
	note.entry.operator_id = person;
	return audit_append(room->audit, room->db, room->now_ms, &note);
}

/* ledger run: as of now, whatever it was when it was read. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	struct delivery_done *done = (struct delivery_done *)job;
	struct parcel *p = done->end.parcel;
	enum db_code code = outbox_get(room->db, p->row.id, &done->row);

	if (code != DB_OK)
		return code;
	done->again = done->row.state == DELIVERY_DELIVERED;
	done->wrong = done->again ? "" : problem(&done->row);
	if (done->again || done->wrong[0] != '\0')
		return DB_OK;
	p->row = done->row;
	code = done->conclude(job, room);
	if (code != DB_OK || p->row.event == HUB_EV_HANDOFF)
		return code;
	return note(done, room);
}

void
delivery_done_init(struct delivery_done *done, struct parcel *parcel,
    const char *ref, int64_t person)
{
	memset(done, 0, sizeof(*done));
	conclude_init(&done->end);
	conclude_by(&done->end, parcel->conf);
	done->said = hub_event_init(HUB_EV_DELIVERED);
	done->said.remote_ref = ref;
	done->wrong = "";
	done->end.parcel = parcel;
	done->end.verdict = VERDICT_ANSWER;
	done->end.events = &done->said;
	done->end.count = 1;
	done->end.by_hand = true;
	done->end.person = person;
	done->conclude = done->end.ledger.run;
	done->end.ledger.run = run;
}

/* Gives back what the conclusion holds; the parcel is the maker's. */
void
delivery_done_release(struct delivery_done *done)
{
	conclude_release(&done->end);
}
