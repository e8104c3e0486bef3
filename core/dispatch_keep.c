/* SPDX-License-Identifier: Apache-2.0 */
/* The answer that ended a step of a delivery is kept with its conclusion. */
#include "config.h"

#include "dispatch_way.h"

#include "heard_news.h"

/* Whether their answer ended the step, whatever became of it. */
static bool
is_over(const struct conclude *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->events[i].kind == HUB_EV_NEXT_STEP ||
		    c->events[i].kind == HUB_EV_DELIVERED ||
		    c->events[i].kind == HUB_EV_REFUSED)
			return true;
	return false;
}

/* ledger run: the conclusion, and the answer that it is drawn from. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	struct dispatch *d = (struct dispatch *)((char *)job -
	    offsetof(struct dispatch, end.ledger));
	const struct delivery_row *row = &d->parcel->row;
	const struct heard_note note = { .what = HEARD_ANSWER,
		.institution = row->institution,
		.case_id = row->case_id,
		.delivery = row->id,
		.step = row->step,
		.call = &d->call.in };
	enum db_code code = d->conclude(job, room);

	return code == DB_OK ? heard_put(room, &note) : code;
}

void
dispatch_keep(struct dispatch *d)
{
	if (!heard_of(d->parcel->link->inst) || !is_over(&d->end))
		return;
	d->conclude = d->end.ledger.run;
	d->end.ledger.run = run;
}
