/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "parked.h"

#include <string.h>

#include "notice.h"
#include "route.h"

static const struct db_query once = {
	"UPDATE delivery SET told = 1 WHERE id = ?1 AND told = 0"
};

enum db_code
parked_tell(struct act *act, const struct parcel *parcel)
{
	static const struct act_actor hub = { .channel = "" };
	const struct delivery_row *row = &parcel->row;
	int64_t coordinator = route_coordinator(act->conf)->key;
	struct notice notice = { .what = NOTICE_UNTOLD,
		.institution = row->institution };
	struct act own = *act;
	enum db_code code;

	if (row->event == HUB_EV_HANDOFF &&
	    parcel->handoff.state == HANDOFF_OFFERED)
		return DB_OK;
	code = db_put(act->room->db, &once, DB_ARGS(db_int(row->id)));
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	own.actor = &hub;
	memcpy(own.key, parcel->key, sizeof(own.key));
	/* Who is out of reach itself reads it in the timeline. */
	if (coordinator != row->institution)
		notice.to[0] = coordinator;
	return notice_give(&own, &notice);
}
