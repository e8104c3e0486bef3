/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "recall.h"

#include "delivery.h"

enum db_code
recall_unsent(struct act *act)
{
	struct delivery_row row;
	uint64_t case_seq;
	enum db_code code;

	code = outbox_get(act->room->db, act->handoff.id, &row);
	if (code == DB_NONE)
		return DB_OK;
	if (code != DB_OK)
		return code;
	/* What is parked would hold up whatever else is said there. */
	if ((row.attempt > 0 && row.state != DELIVERY_PARKED) ||
	    delivery_find(row.state, DELIVERY_CANCEL) == NULL)
		return DB_OK;
	act->recalled = row.attempt == 0;
	return delivery_step(act->room, &row, DELIVERY_CANCEL, &case_seq);
}
