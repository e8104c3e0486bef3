/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch_calendar.h - after the rules or the calendars have changed, open cases
 * whose limit lay beyond the days known until then are looked at again, a page
 * of them a look; so are those that are disputed.
 *
 * For which rules that is done stands in the database, so that a start with
 * new ones does it, too.  What is kept here is as of the last look that was
 * committed.
 */
#ifndef WATCH_CALENDAR_H
#define WATCH_CALENDAR_H

#include "conf.h"
#include "digest.h"
#include "ledger.h"

/* All 0: nothing is known yet. */
struct watch_calendar {
	char done[DIGEST_HEX_SIZE];  /* rules that it is done for */
	char doing[DIGEST_HEX_SIZE]; /* rules that it is under way for */
	int64_t from;		     /* ids up to that one are done */
};

/* One page where there is more to do; *at as it is once that is committed,
 * *ret_more: there may be another page. */
enum db_code watch_calendar_look(struct watch_calendar *at,
    const struct conf *conf, struct ledger_room *room, bool *ret_more);

#endif
