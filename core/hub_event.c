/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_event.h"

#include "frame_table.h"

static const char *const kind_names[HUB_EV_COUNT] = {
	[HUB_EV_NONE] = "",
	[HUB_EV_DELIVERED] = "delivered",
	[HUB_EV_ACCEPTED] = "accepted",
	[HUB_EV_REFUSED] = "refused",
	[HUB_EV_RETURNED] = "returned",
	[HUB_EV_OPENED] = "opened",
	[HUB_EV_PROGRESS] = "progress",
	[HUB_EV_ANSWERED] = "answered",
	[HUB_EV_CONTRIBUTION] = "contribution",
	[HUB_EV_COMMENT] = "comment",
	[HUB_EV_NEEDS_INFO] = "needs_info",
	[HUB_EV_SUPPLEMENT] = "supplement",
	[HUB_EV_REMINDER] = "reminder",
	[HUB_EV_OBJECTION] = "objection",
	[HUB_EV_RATING] = "rating",
	[HUB_EV_WITHDRAWN] = "withdrawn",
	[HUB_EV_DECISION] = "decision",
	[HUB_EV_CORRECTION] = "correction",
	[HUB_EV_HANDOFF] = "handoff",
	[HUB_EV_CANCELLED] = "cancelled",
	[HUB_EV_GONE] = "gone",
	[HUB_EV_ABSENT] = "absent",
	[HUB_EV_DEFERRED] = "deferred",
	[HUB_EV_NEXT_STEP] = "next_step",
	[HUB_EV_LOOKUP] = "lookup",
	[HUB_EV_CURSOR] = "cursor",
	[HUB_EV_CONFIRMED] = "confirmed",
};

/* A handoff that says nothing. */
struct hub_handoff
hub_handoff_init(void)
{
	struct hub_handoff h = { .attachments = NULL };

	frame_table_clear(&frame_handoff_table, &h);
	return h;
}

/* An event that says nothing but its kind. */
struct hub_event
hub_event_init(enum hub_event_kind kind)
{
	struct hub_event e = { .handoff = hub_handoff_init() };

	frame_table_clear(&frame_event_table, &e);
	e.kind = kind;
	return e;
}

/* The word of a kind. */
const char *
hub_event_kind_name(enum hub_event_kind kind)
{
	return (unsigned)kind < HUB_EV_COUNT ? kind_names[kind] : "";
}

/* The kind of a word. */
bool
hub_event_kind_parse(const char *name, enum hub_event_kind *ret_kind)
{
	for (unsigned i = 0; i < HUB_EV_COUNT; i++) {
		if (strcmp(kind_names[i], name) != 0)
			continue;
		*ret_kind = (enum hub_event_kind)i;
		return true;
	}
	return false;
}
