/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_word.h"

#include <string.h>

#define NOBODY HUB_AUDIENCE_NONE
#define CITIZEN HUB_AUDIENCE_COMPLAINANT
#define PARTIES HUB_AUDIENCE_PARTIES
#define COORDINATOR HUB_AUDIENCE_COORDINATOR

static const struct omb_word words[] = {
	{ OMB_HANDOFF, HUB_EV_HANDOFF, NOBODY },
	{ "Accept", HUB_EV_ACCEPTED, PARTIES },
	{ "Refuse", HUB_EV_REFUSED, PARTIES },
	{ "Return", HUB_EV_RETURNED, PARTIES },
	{ "Open", HUB_EV_OPENED, PARTIES },
	{ "Progress", HUB_EV_PROGRESS, CITIZEN },
	{ "Answer", HUB_EV_ANSWERED, CITIZEN },
	{ "Contribute", HUB_EV_CONTRIBUTION, PARTIES },
	{ "Comment", HUB_EV_COMMENT, COORDINATOR },
	{ "Ask", HUB_EV_NEEDS_INFO, NOBODY },
	{ "Supplement", HUB_EV_SUPPLEMENT, PARTIES },
	{ "Remind", HUB_EV_REMINDER, PARTIES },
	{ "Object", HUB_EV_OBJECTION, PARTIES },
	{ "Rate", HUB_EV_RATING, PARTIES },
	{ "Withdraw", HUB_EV_WITHDRAWN, PARTIES },
	{ "Decide", HUB_EV_DECISION, PARTIES },
	{ "Correct", HUB_EV_CORRECTION, PARTIES },
	{ "Cancel", HUB_EV_CANCELLED, PARTIES },
	{ "Gone", HUB_EV_GONE, PARTIES },
	{ OMB_STATUS, HUB_EV_LOOKUP, NOBODY },
	{ OMB_INBOX, HUB_EV_LOOKUP, NOBODY },
};

#define WORDS (sizeof(words) / sizeof(*words))

const struct omb_word *
omb_word_of(enum hub_event_kind kind)
{
	for (size_t i = 0; i < WORDS && kind != HUB_EV_LOOKUP; i++) {
		if (words[i].kind == kind)
			return &words[i];
	}
	return NULL;
}

const struct omb_word *
omb_word_named(const char *name)
{
	for (size_t i = 0; i < WORDS; i++) {
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	}
	return NULL;
}
