/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "keep.h"

#include <string.h>

#include "beside.h"
#include "ending.h"
#include "joined.h"

/* Whether nobody is to take the case any more, from now on. */
static bool
is_done(const struct act *act)
{
	enum case_state state = act->of_case.state;

	return state != act->kept.state &&
	    (state == CASE_ANSWERED || !case_open(state));
}

enum db_code
keep_case(struct act *act)
{
	enum db_code code = is_done(act) ? ending_of_offer(act) : DB_OK;

	if (code == DB_OK && !case_open(act->of_case.state) &&
	    (act->of_case.flags & CASE_BESIDE))
		code = beside_close(act);
	if (code != DB_OK)
		return code;
	if (memcmp(&act->kept, &act->of_case, sizeof(act->kept)) == 0)
		return DB_OK;
	code = cases_set(act->room->db, &act->of_case);
	if (code == DB_OK && (act->of_case.flags & CASE_LEADS))
		code = joined_follow(act);
	if (code == DB_OK)
		act->kept = act->of_case;
	return code;
}
