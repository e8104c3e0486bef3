/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "delivery_recover.h"

#include <stdio.h>
#include <string.h>

#include "delivery.h"

/* The audit entry of a handoff. */
static enum db_code
note(struct ledger_room *room, const struct delivery_row *row,
    uint64_t case_seq)
{
	struct audit_note note = audit_note_init("simpul.handoff.unknown.v1");
	char subject[IDENT_TEXT_SIZE + 8] = "case/", handoff[IDENT_TEXT_SIZE];

	ident_text(row->case_id, subject + strlen(subject));
	ident_text(row->handoff_id, handoff);
	note.case_id = row->case_id;
	note.case_seq = case_seq;
	note.entry.subject = subject;
	note.entry.handoff = handoff;
	note.entry.action = "deliver";
	note.entry.outcome = "unknown";
	note.entry.attempt = row->attempt;
	return audit_append(room->audit, room->db, room->now_ms, &note);
}

/* One delivery. */
static enum db_code
lose(struct ledger_room *room, struct delivery_row *row)
{
	uint64_t case_seq = 0;
	enum db_code code;

	row->due_at = room->now_ms;
	(void)snprintf(row->why, sizeof(row->why), "%s",
	    "the hub ended while it was on its way");
	code = delivery_step(room, row, DELIVERY_LOST, &case_seq);
	if (code != DB_OK || row->event != HUB_EV_HANDOFF)
		return code;
	return note(room, row, case_seq);
}

enum db_code
delivery_recover(struct ledger_room *room, int64_t *ret_count)
{
	struct delivery_row row;
	int64_t count = 0;
	enum db_code code;

	while ((code = outbox_orphan(room->db, room->boot, &row)) == DB_OK) {
		code = lose(room, &row);
		if (code != DB_OK)
			return code;
		count++;
	}
	if (code != DB_NONE)
		return code;
	*ret_count = count;
	return DB_OK;
}
