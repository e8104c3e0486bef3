/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "ksp_word.h"

#include <stdio.h>
#include <string.h>

#define TEXT KSP_NEEDS_TEXT
#define REASON KSP_NEEDS_REASON
#define NOBODY HUB_AUDIENCE_NONE
#define CITIZEN HUB_AUDIENCE_COMPLAINANT
#define PARTIES HUB_AUDIENCE_PARTIES
#define COORDINATOR HUB_AUDIENCE_COORDINATOR

static const struct ksp_word words[] = {
	{ HUB_EV_HANDOFF, "offered", 0, NOBODY },
	{ HUB_EV_ACCEPTED, "accepted", 0, PARTIES },
	{ HUB_EV_REFUSED, "refused", REASON | TEXT, PARTIES },
	{ HUB_EV_RETURNED, "returned", REASON | TEXT, PARTIES },
	{ HUB_EV_OPENED, "opened", 0, PARTIES },
	{ HUB_EV_PROGRESS, "progress", TEXT, CITIZEN },
	{ HUB_EV_ANSWERED, "answered", TEXT, CITIZEN },
	{ HUB_EV_CONTRIBUTION, "contribution", TEXT, PARTIES },
	{ HUB_EV_COMMENT, "comment", TEXT, COORDINATOR },
	{ HUB_EV_NEEDS_INFO, "needs_info", TEXT | KSP_NEEDS_ASKED, NOBODY },
	{ HUB_EV_SUPPLEMENT, "supplement", TEXT, PARTIES },
	{ HUB_EV_REMINDER, "reminder", 0, PARTIES },
	{ HUB_EV_OBJECTION, "objection", TEXT, PARTIES },
	{ HUB_EV_RATING, "rating", KSP_NEEDS_RATING, PARTIES },
	{ HUB_EV_WITHDRAWN, "withdrawn", 0, PARTIES },
	{ HUB_EV_DECISION, "decision", TEXT | KSP_NEEDS_DECISION, PARTIES },
	{ HUB_EV_CORRECTION, "correction", TEXT | KSP_NEEDS_CORRECTS, PARTIES },
	{ HUB_EV_CANCELLED, "cancelled", 0, PARTIES },
	{ HUB_EV_GONE, "gone", 0, PARTIES },
};

#define WORDS (sizeof(words) / sizeof(*words))

/* The row of a kind. */
const struct ksp_word *
ksp_word_of(enum hub_event_kind kind)
{
	for (size_t i = 0; i < WORDS; i++) {
		if (words[i].kind == kind)
			return &words[i];
	}
	return NULL;
}

/* The whole type of a word. */
void
ksp_word_type(const char *prefix, const struct ksp_word *word,
    char buf[KSP_TYPE_SIZE])
{
	(void)snprintf(buf, KSP_TYPE_SIZE, "%s.handoff.%s.v1", prefix,
	    word->word);
}

/* The row of a type. */
const struct ksp_word *
ksp_word_read(const char *prefix, const char *type)
{
	char own[KSP_TYPE_SIZE];

	for (size_t i = 0; i < WORDS; i++) {
		ksp_word_type(prefix, &words[i], own);
		if (strcmp(own, type) == 0)
			return &words[i];
	}
	return NULL;
}

/* "<text>\n[<name>: <word>]", so that a person reads what nobody mapped. */
const char *
ksp_word_note(struct hub_buf *buf, const char *text, const char *name,
    const char *word)
{
	hub_buf_fmt(buf, "%s%s[%s: %s]", text, text[0] == '\0' ? "" : "\n",
	    name, word);
	return hub_buf_str(buf);
}
