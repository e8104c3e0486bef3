/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_word.h"

#include <stddef.h>
#include <string.h>

/* A closed list: the place of a name is its value. */
struct words {
	const char *const *names;
	size_t count;
};

#define WORDS(table) \
	{ \
		(table), sizeof(table) / sizeof(*(table)) \
	}

static const char *const kind_names[] = {
	[HUB_KIND_NONE] = "",
	[HUB_KIND_TRANSFER] = "transfer",
	[HUB_KIND_COPY] = "copy",
	[HUB_KIND_JOINT] = "joint",
	[HUB_KIND_ESCALATE] = "escalate",
};
static const struct words kinds = WORDS(kind_names);

static const char *const class_names[] = {
	[HUB_CLASS_NONE] = "",
	[HUB_CLASS_INFORMATION_REQUEST] = "information_request",
	[HUB_CLASS_COMPLAINT] = "complaint",
	[HUB_CLASS_SUPERVISORY] = "supervisory",
	[HUB_CLASS_ASPIRATION] = "aspiration",
};
static const struct words classes = WORDS(class_names);

static const char *const channel_names[] = {
	[HUB_CHANNEL_NONE] = "",
	[HUB_CHANNEL_WEB] = "web",
	[HUB_CHANNEL_SMS] = "sms",
	[HUB_CHANNEL_X] = "x",
	[HUB_CHANNEL_ANDROID] = "android",
	[HUB_CHANNEL_IOS] = "ios",
	[HUB_CHANNEL_MAIL] = "mail",
	[HUB_CHANNEL_WALK_IN] = "walk_in",
	[HUB_CHANNEL_API] = "api",
};
static const struct words channels = WORDS(channel_names);

static const char *const reason_names[] = {
	[HUB_REASON_NONE] = "",
	[HUB_REASON_OUTSIDE_AUTHORITY] = "outside_authority",
	[HUB_REASON_WRONG_ADDRESS] = "wrong_address",
	[HUB_REASON_WRONG_REGION] = "wrong_region",
	[HUB_REASON_HIGHER_LEVEL] = "higher_level",
	[HUB_REASON_LOWER_LEVEL] = "lower_level",
	[HUB_REASON_NATIONAL_PRIORITY] = "national_priority",
	[HUB_REASON_UNRESOLVED_ESCALATION] = "unresolved_escalation",
	[HUB_REASON_SUPERVISORY_CONTENT] = "supervisory_content",
	[HUB_REASON_ABROAD] = "abroad",
	[HUB_REASON_STATE_ENTERPRISE] = "state_enterprise",
	[HUB_REASON_CAMPUS] = "campus",
	[HUB_REASON_DUPLICATE] = "duplicate",
	[HUB_REASON_INCOMPLETE] = "incomplete",
	[HUB_REASON_COMPLAINANT_REQUEST] = "complainant_request",
};
static const struct words reasons = WORDS(reason_names);

static const char *const audience_names[] = {
	[HUB_AUDIENCE_NONE] = "",
	[HUB_AUDIENCE_COMPLAINANT] = "complainant",
	[HUB_AUDIENCE_PARTIES] = "parties",
	[HUB_AUDIENCE_COORDINATOR] = "coordinator",
};
static const struct words audiences = WORDS(audience_names);

static const char *const decision_names[] = {
	[HUB_DECISION_NONE] = "",
	[HUB_DECISION_TO] = "to",
	[HUB_DECISION_JOINT] = "joint",
	[HUB_DECISION_SPLIT] = "split",
	[HUB_DECISION_STAYS] = "stays",
	[HUB_DECISION_PROVISIONAL] = "provisional",
};
static const struct words decisions = WORDS(decision_names);

static const char *const asked_names[] = {
	[HUB_ASKED_NONE] = "",
	[HUB_ASKED_COMPLAINANT] = "complainant",
	[HUB_ASKED_SENDER] = "sender",
	[HUB_ASKED_HOLDER] = "holder",
};
static const struct words askeds = WORDS(asked_names);

/* The name at that place, or "". */
static const char *
name_of(const struct words *words, unsigned value)
{
	return value < words->count ? words->names[value] : "";
}

/* The place of that name, or -1. */
static int
place_of(const struct words *words, const char *name)
{
	for (size_t i = 0; i < words->count; i++) {
		if (strcmp(words->names[i], name) == 0)
			return (int)i;
	}
	return -1;
}

/* The word of a kind of handoff. */
const char *
hub_kind_name(enum hub_kind value)
{
	return name_of(&kinds, (unsigned)value);
}

/* The kind of handoff of a word. */
bool
hub_kind_parse(const char *name, enum hub_kind *ret_value)
{
	int place = place_of(&kinds, name);

	if (place >= 0)
		*ret_value = (enum hub_kind)place;
	return place >= 0;
}

/* The word of a class of what the citizen brings. */
const char *
hub_class_name(enum hub_class value)
{
	return name_of(&classes, (unsigned)value);
}

/* The class of what the citizen brings of a word. */
bool
hub_class_parse(const char *name, enum hub_class *ret_value)
{
	int place = place_of(&classes, name);

	if (place >= 0)
		*ret_value = (enum hub_class)place;
	return place >= 0;
}

/* The word of a channel. */
const char *
hub_channel_name(enum hub_channel value)
{
	return name_of(&channels, (unsigned)value);
}

/* The channel of a word. */
bool
hub_channel_parse(const char *name, enum hub_channel *ret_value)
{
	int place = place_of(&channels, name);

	if (place >= 0)
		*ret_value = (enum hub_channel)place;
	return place >= 0;
}

/* The word of a reason code. */
const char *
hub_reason_name(enum hub_reason value)
{
	return name_of(&reasons, (unsigned)value);
}

/* The reason code of a word. */
bool
hub_reason_parse(const char *name, enum hub_reason *ret_value)
{
	int place = place_of(&reasons, name);

	if (place >= 0)
		*ret_value = (enum hub_reason)place;
	return place >= 0;
}

/* The word of an audience. */
const char *
hub_audience_name(enum hub_audience value)
{
	return name_of(&audiences, (unsigned)value);
}

/* The audience of a word. */
bool
hub_audience_parse(const char *name, enum hub_audience *ret_value)
{
	int place = place_of(&audiences, name);

	if (place >= 0)
		*ret_value = (enum hub_audience)place;
	return place >= 0;
}

/* The word of a decision. */
const char *
hub_decision_name(enum hub_decision value)
{
	return name_of(&decisions, (unsigned)value);
}

/* The decision of a word. */
bool
hub_decision_parse(const char *name, enum hub_decision *ret_value)
{
	int place = place_of(&decisions, name);

	if (place >= 0)
		*ret_value = (enum hub_decision)place;
	return place >= 0;
}

/* The word of a party that is asked. */
const char *
hub_asked_name(enum hub_asked value)
{
	return name_of(&askeds, (unsigned)value);
}

/* The party that is asked of a word. */
bool
hub_asked_parse(const char *name, enum hub_asked *ret_value)
{
	int place = place_of(&askeds, name);

	if (place >= 0)
		*ret_value = (enum hub_asked)place;
	return place >= 0;
}
