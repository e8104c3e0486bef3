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
	return done->conclude(job, room);
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
