/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "custody.h"

#include <string.h>

#define RECEIVER PARTY_RECEIVER
#define SENDER (PARTY_SENDER | PARTY_COORDINATOR)
#define SOURCE (PARTY_SOURCE | PARTY_COORDINATOR)
#define ANY (PARTY_RECEIVER | PARTY_SENDER | PARTY_SOURCE | PARTY_COORDINATOR)

/* clang-format off */
static const struct custody_step steps[] = {
	/* state, event, who, next, the case, what follows */
	{ HANDOFF_OFFERED, HUB_EV_ACCEPTED, RECEIVER,
	  HANDOFF_ACCEPTED, CASE_IN_PROGRESS, CUSTODY_TAKE },
	{ HANDOFF_OFFERED, HUB_EV_REFUSED, RECEIVER,
	  HANDOFF_REFUSED, CASE_FORWARDED, CUSTODY_REROUTE },
	{ HANDOFF_OFFERED, HUB_EV_PROGRESS, RECEIVER,
	  HANDOFF_WORKING, CASE_IN_PROGRESS, CUSTODY_TAKE },
	{ HANDOFF_OFFERED, HUB_EV_ANSWERED, RECEIVER,
	  HANDOFF_ANSWERED, CASE_ANSWERED, CUSTODY_TAKE },
	{ HANDOFF_OFFERED, HUB_EV_OPENED, RECEIVER,
	  HANDOFF_OFFERED, 0, CUSTODY_RECORD },
	{ HANDOFF_OFFERED, HUB_EV_NEEDS_INFO, RECEIVER,
	  HANDOFF_OFFERED, 0, CUSTODY_RECORD },
	{ HANDOFF_OFFERED, HUB_EV_CANCELLED, SENDER,
	  HANDOFF_CANCELLED, 0, CUSTODY_RELEASE },
	{ HANDOFF_OFFERED, HUB_EV_SUPPLEMENT, SENDER | SOURCE,
	  HANDOFF_OFFERED, 0, CUSTODY_RECORD },
	{ HANDOFF_OFFERED, HUB_EV_REMINDER, SENDER | SOURCE,
	  HANDOFF_OFFERED, 0, CUSTODY_RECORD },
	{ HANDOFF_OFFERED, HUB_EV_WITHDRAWN, SOURCE,
	  HANDOFF_CANCELLED, CASE_WITHDRAWN, CUSTODY_FINISH },
	{ HANDOFF_OFFERED, HUB_EV_GONE, RECEIVER,
	  HANDOFF_REFUSED, CASE_FORWARDED, CUSTODY_REROUTE },
	{ HANDOFF_OFFERED, HUB_EV_COMMENT, ANY,
	  HANDOFF_OFFERED, 0, CUSTODY_RECORD },
	{ HANDOFF_OFFERED, HUB_EV_CORRECTION, ANY,
	  HANDOFF_OFFERED, 0, CUSTODY_RECORD },

	{ HANDOFF_ACCEPTED, HUB_EV_PROGRESS, RECEIVER,
	  HANDOFF_WORKING, CASE_IN_PROGRESS, CUSTODY_RECORD },
	{ HANDOFF_ACCEPTED, HUB_EV_ANSWERED, RECEIVER,
	  HANDOFF_ANSWERED, CASE_ANSWERED, CUSTODY_RECORD },
	{ HANDOFF_ACCEPTED, HUB_EV_RETURNED, RECEIVER,
	  HANDOFF_RETURNED, CASE_FORWARDED, CUSTODY_REROUTE },
	{ HANDOFF_ACCEPTED, HUB_EV_GONE, RECEIVER,
	  HANDOFF_RETURNED, CASE_FORWARDED, CUSTODY_REROUTE },
	{ HANDOFF_ACCEPTED, HUB_EV_OPENED, RECEIVER,
	  HANDOFF_ACCEPTED, 0, CUSTODY_RECORD },
	{ HANDOFF_ACCEPTED, HUB_EV_NEEDS_INFO, RECEIVER,
	  HANDOFF_ACCEPTED, CASE_NEEDS_INFO, CUSTODY_RECORD },
	{ HANDOFF_ACCEPTED, HUB_EV_CONTRIBUTION, RECEIVER,
	  HANDOFF_WORKING, 0, CUSTODY_RECORD },
	{ HANDOFF_ACCEPTED, HUB_EV_SUPPLEMENT, SENDER | SOURCE,
	  HANDOFF_ACCEPTED, CASE_IN_PROGRESS, CUSTODY_RECORD },
	{ HANDOFF_ACCEPTED, HUB_EV_REMINDER, SENDER | SOURCE,
	  HANDOFF_ACCEPTED, 0, CUSTODY_RECORD },
	{ HANDOFF_ACCEPTED, HUB_EV_WITHDRAWN, SOURCE,
	  HANDOFF_CLOSED, CASE_WITHDRAWN, CUSTODY_FINISH },
	{ HANDOFF_ACCEPTED, HUB_EV_COMMENT, ANY,
	  HANDOFF_ACCEPTED, 0, CUSTODY_RECORD },
	{ HANDOFF_ACCEPTED, HUB_EV_CORRECTION, ANY,
	  HANDOFF_ACCEPTED, 0, CUSTODY_RECORD },

	{ HANDOFF_WORKING, HUB_EV_PROGRESS, RECEIVER,
	  HANDOFF_WORKING, CASE_IN_PROGRESS, CUSTODY_RECORD },
	{ HANDOFF_WORKING, HUB_EV_ANSWERED, RECEIVER,
	  HANDOFF_ANSWERED, CASE_ANSWERED, CUSTODY_RECORD },
	{ HANDOFF_WORKING, HUB_EV_RETURNED, RECEIVER,
	  HANDOFF_RETURNED, CASE_FORWARDED, CUSTODY_REROUTE },
	{ HANDOFF_WORKING, HUB_EV_GONE, RECEIVER,
	  HANDOFF_RETURNED, CASE_FORWARDED, CUSTODY_REROUTE },
	{ HANDOFF_WORKING, HUB_EV_OPENED, RECEIVER,
	  HANDOFF_WORKING, 0, CUSTODY_RECORD },
	{ HANDOFF_WORKING, HUB_EV_NEEDS_INFO, RECEIVER,
	  HANDOFF_WORKING, CASE_NEEDS_INFO, CUSTODY_RECORD },
	{ HANDOFF_WORKING, HUB_EV_CONTRIBUTION, RECEIVER,
	  HANDOFF_WORKING, 0, CUSTODY_RECORD },
	{ HANDOFF_WORKING, HUB_EV_SUPPLEMENT, SENDER | SOURCE,
	  HANDOFF_WORKING, CASE_IN_PROGRESS, CUSTODY_RECORD },
	{ HANDOFF_WORKING, HUB_EV_REMINDER, SENDER | SOURCE,
	  HANDOFF_WORKING, 0, CUSTODY_RECORD },
	{ HANDOFF_WORKING, HUB_EV_WITHDRAWN, SOURCE,
	  HANDOFF_CLOSED, CASE_WITHDRAWN, CUSTODY_FINISH },
	{ HANDOFF_WORKING, HUB_EV_COMMENT, ANY,
	  HANDOFF_WORKING, 0, CUSTODY_RECORD },
	{ HANDOFF_WORKING, HUB_EV_CORRECTION, ANY,
	  HANDOFF_WORKING, 0, CUSTODY_RECORD },

	{ HANDOFF_ANSWERED, HUB_EV_PROGRESS, RECEIVER,
	  HANDOFF_ANSWERED, 0, CUSTODY_RECORD },
	{ HANDOFF_ANSWERED, HUB_EV_ANSWERED, RECEIVER,
	  HANDOFF_ANSWERED, CASE_ANSWERED, CUSTODY_RECORD },
	{ HANDOFF_ANSWERED, HUB_EV_CONTRIBUTION, RECEIVER,
	  HANDOFF_ANSWERED, 0, CUSTODY_RECORD },
	{ HANDOFF_ANSWERED, HUB_EV_OBJECTION, SOURCE,
	  HANDOFF_WORKING, CASE_IN_PROGRESS, CUSTODY_RECORD },
	{ HANDOFF_ANSWERED, HUB_EV_RATING, SOURCE,
	  HANDOFF_CLOSED, CASE_COMPLETED, CUSTODY_FINISH },
	{ HANDOFF_ANSWERED, HUB_EV_WITHDRAWN, SOURCE,
	  HANDOFF_CLOSED, CASE_WITHDRAWN, CUSTODY_FINISH },
	{ HANDOFF_ANSWERED, HUB_EV_COMMENT, ANY,
	  HANDOFF_ANSWERED, 0, CUSTODY_RECORD },
	{ HANDOFF_ANSWERED, HUB_EV_CORRECTION, ANY,
	  HANDOFF_ANSWERED, 0, CUSTODY_RECORD },
};
/* clang-format on */

const struct custody_step *
custody_find(enum handoff_state state, enum hub_event_kind event)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i].state == state && steps[i].event == event)
			return &steps[i];
	return NULL;
}

void
custody_allowed(enum handoff_state state, unsigned who, struct hub_buf *out)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (steps[i].state != state || !(steps[i].who & who))
			continue;
		if (out->len > 0)
			hub_buf_char(out, ' ');
		hub_buf_text(out, hub_event_kind_name(steps[i].event));
	}
}

const struct custody_step *
custody_rows(size_t *ret_count)
{
	*ret_count = sizeof(steps) / sizeof(steps[0]);
	return steps;
}

/* Whether something may still happen to a handoff. */
bool
handoff_open(enum handoff_state state)
{
	return state < HANDOFF_CLOSED;
}

/* Whether a case still needs a holder. */
bool
case_open(enum case_state state)
{
	return state < CASE_COMPLETED;
}

static const char *const handoff_names[] = {
	[HANDOFF_OFFERED] = "offered",
	[HANDOFF_ACCEPTED] = "accepted",
	[HANDOFF_WORKING] = "working",
	[HANDOFF_ANSWERED] = "answered",
	[HANDOFF_CLOSED] = "closed",
	[HANDOFF_REFUSED] = "refused",
	[HANDOFF_RETURNED] = "returned",
	[HANDOFF_EXPIRED] = "expired",
	[HANDOFF_FAILED] = "failed",
	[HANDOFF_CANCELLED] = "cancelled",
};

static const char *const case_names[] = {
	[CASE_RECEIVED] = "received",
	[CASE_VERIFIED] = "verified",
	[CASE_FORWARDED] = "forwarded",
	[CASE_IN_PROGRESS] = "in_progress",
	[CASE_ANSWERED] = "answered",
	[CASE_NEEDS_INFO] = "needs_info",
	[CASE_POSTPONED] = "postponed",
	[CASE_REOPENED] = "reopened",
	[CASE_DISPUTED] = "disputed",
	[CASE_COMPLETED] = "completed",
	[CASE_ARCHIVED] = "archived",
	[CASE_WITHDRAWN] = "withdrawn",
};

/* The name at index, or "". */
static const char *
name_at(const char *const *names, size_t count, size_t index)
{
	if (index >= count || names[index] == NULL)
		return "";
	return names[index];
}

/* The index of a name, or 0. */
static size_t
index_of(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 1; i < count; i++)
		if (names[i] != NULL && strcmp(names[i], name) == 0)
			return i;
	return 0;
}

/* The name of a handoff's state, or "". */
const char *
handoff_state_name(enum handoff_state state)
{
	return name_at(handoff_names,
	    sizeof(handoff_names) / sizeof(handoff_names[0]), state);
}

/* The state of a handoff that a name stands for. */
bool
handoff_state_parse(const char *name, enum handoff_state *ret)
{
	size_t i = index_of(handoff_names,
	    sizeof(handoff_names) / sizeof(handoff_names[0]), name);

	if (i == 0)
		return false;
	*ret = (enum handoff_state)i;
	return true;
}

/* The name of a case's state, or "". */
const char *
case_state_name(enum case_state state)
{
	return name_at(case_names, sizeof(case_names) / sizeof(case_names[0]),
	    state);
}

/* The state of a case that a name stands for. */
bool
case_state_parse(const char *name, enum case_state *ret)
{
	size_t i = index_of(case_names,
	    sizeof(case_names) / sizeof(case_names[0]), name);

	if (i == 0)
		return false;
	*ret = (enum case_state)i;
	return true;
}
