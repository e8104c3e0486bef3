/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "steer.h"

#include <stdio.h>
#include <string.h>

#include "hub_time.h"
#include "term.h"

#define COMPLAINANT HUB_AUDIENCE_COMPLAINANT
#define PARTIES HUB_AUDIENCE_PARTIES
#define COORDINATOR HUB_AUDIENCE_COORDINATOR

/* clang-format off */
static const struct steer_rule rules[STEER_COUNT] = {
	[STEER_NONE] = { .name = "", .type = "" },
	[STEER_VERIFY] = { "verify", CASE_EV_VERIFY, 0,
	    HUB_EV_COMMENT, COMPLAINANT, "simpul.case.verified.v1" },
	[STEER_ARCHIVE] = { "archive", CASE_EV_ARCHIVE, NEEDS_TEXT,
	    HUB_EV_COMMENT, COMPLAINANT, "simpul.case.archived.v1" },
	[STEER_POSTPONE] = { "postpone", CASE_EV_POSTPONE,
	    NEEDS_TEXT | NEEDS_UNTIL,
	    HUB_EV_COMMENT, COMPLAINANT, "simpul.case.postponed.v1" },
	[STEER_RESUME] = { "resume", CASE_EV_RESUME, 0,
	    HUB_EV_COMMENT, COMPLAINANT, "simpul.case.resumed.v1" },
	[STEER_REOPEN] = { "reopen", CASE_EV_REOPEN, NEEDS_TEXT,
	    HUB_EV_COMMENT, COMPLAINANT, "simpul.case.reopened.v1" },
	[STEER_RECLASSIFY] = { "reclassify", CASE_EV_NONE,
	    NEEDS_CLASS | NEEDS_OPEN,
	    HUB_EV_COMMENT, PARTIES, "simpul.case.reclassified.v1" },
	[STEER_HOLD] = { "hold", CASE_EV_NONE, NEEDS_TEXT,
	    HUB_EV_COMMENT, COORDINATOR, "simpul.hold.placed.v1" },
	[STEER_RELEASE] = { "release", CASE_EV_NONE, 0,
	    HUB_EV_COMMENT, COORDINATOR, "simpul.hold.released.v1" },
	[STEER_ASK] = { "ask", CASE_EV_ASK, NEEDS_TEXT | NEEDS_OPEN,
	    HUB_EV_NEEDS_INFO, COMPLAINANT, "simpul.message.received.v1" },
	[STEER_REMIND] = { "remind", CASE_EV_NONE, NEEDS_OPEN,
	    HUB_EV_REMINDER, PARTIES, "simpul.message.received.v1" },
	[STEER_WITHDRAW] = { "withdraw", CASE_EV_WITHDRAW, NEEDS_TEXT,
	    HUB_EV_COMMENT, COMPLAINANT, "simpul.case.withdrawn.v1" },
	[STEER_RELATE] = { "relate", CASE_EV_NONE, NEEDS_TEXT,
	    HUB_EV_COMMENT, COORDINATOR, "simpul.case.related.v1" },
	[STEER_ADOPT] = { "adopt", CASE_EV_NONE, NEEDS_TEXT | NEEDS_OPEN,
	    HUB_EV_COMMENT, COORDINATOR, "simpul.message.received.v1" },
	[STEER_UNLINK] = { "unlink", CASE_EV_NONE, NEEDS_TEXT,
	    HUB_EV_COMMENT, COORDINATOR, "simpul.access.revoked.v1" },
};
/* clang-format on */

struct steer
steer_init(enum steer_verb verb)
{
	return (struct steer){ .verb = verb,
		.until = "",
		.category = "",
		.region = "",
		.other = "",
		.adopts = "" };
}

const char *
steer_name(enum steer_verb verb)
{
	return (unsigned)verb < STEER_COUNT ? rules[verb].name : "";
}

bool
steer_parse(const char *name, enum steer_verb *ret)
{
	for (unsigned i = STEER_NONE + 1; i < STEER_COUNT; i++) {
		if (strcmp(rules[i].name, name) != 0)
			continue;
		*ret = (enum steer_verb)i;
		return true;
	}
	return false;
}

enum hub_event_kind
steer_says(enum steer_verb verb)
{
	return rules[verb].says;
}

/* A verb's row. */
const struct steer_rule *
steer_rule(enum steer_verb verb)
{
	return &rules[verb];
}

int64_t
steer_end_of_day(const struct act *act, const char *date)
{
	const struct workday_place *place = term_place(act->conf,
	    act->of_case.region);
	char instant[HUB_TIME_SIZE];
	int64_t seconds;

	if (strlen(date) != strlen("2026-03-01"))
		return 0;
	(void)snprintf(instant, sizeof(instant), "%sT00:00:00Z", date);
	if (!hub_time_parse(instant, &seconds))
		return 0;
	return tz_day_start(place->zone, seconds / 86400 + 1) * 1000;
}

/* Whether anything is said of how the case is to be classified. */
static bool
classifies(const struct steer *steer)
{
	return steer->classification != HUB_CLASS_NONE ||
	    steer->category[0] != '\0' || steer->region[0] != '\0' ||
	    steer->secret != STEER_AS_IT_IS || steer->urgent != STEER_AS_IT_IS;
}

const char *
steer_problem(const struct act *act, const struct steer *steer)
{
	unsigned needs = rules[steer->verb].needs;
	int64_t until;

	if ((needs & NEEDS_TEXT) != 0 && act->event->text[0] == '\0')
		return "text: is missing, expected the reason in words";
	if ((needs & NEEDS_CLASS) != 0 && !classifies(steer))
		return "found nothing to change; expected classification, "
		       "category, region, secret or urgent";
	if (strlen(steer->category) >= sizeof(act->of_case.category))
		return "category: is longer than 64 bytes";
	if (strlen(steer->region) >= sizeof(act->of_case.region))
		return "region: is longer than 32 bytes; expected a "
		       "Kemendagri code such as 51.71";
	if ((needs & NEEDS_UNTIL) == 0)
		return "";
	until = steer_end_of_day(act, steer->until);
	if (until == 0)
		return "until: is no date, expected the last day as "
		       "2026-03-01";
	return until > act->room->now_ms
	    ? ""
	    : "until: that day is over, expected a later one";
}
