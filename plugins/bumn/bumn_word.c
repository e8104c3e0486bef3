/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "bumn_word.h"

#include "hub_word.h"

#define CLASSES "information_request, complaint, supervisory or aspiration"

static const char *const expected[] = {
	[BUMN_NO_LIST] = "a text",
	[BUMN_KIND] = "transfer, copy, joint or escalate",
	[BUMN_CLASS] = CLASSES,
	[BUMN_CHANNEL] = "web, sms, x, android, ios, mail, walk_in or api",
	[BUMN_REASON] = "a reason code",
	[BUMN_AUDIENCE] = "complainant, parties or coordinator",
	[BUMN_DECISION] = "to, joint, split, stays or provisional",
	[BUMN_ASKED] = "complainant, sender or holder",
};

/* The name of a value. */
const char *
bumn_word_name(enum bumn_list list, const void *place)
{
	switch (list) {
	case BUMN_KIND:
		return hub_kind_name(*(const enum hub_kind *)place);
	case BUMN_CLASS:
		return hub_class_name(*(const enum hub_class *)place);
	case BUMN_CHANNEL:
		return hub_channel_name(*(const enum hub_channel *)place);
	case BUMN_REASON:
		return hub_reason_name(*(const enum hub_reason *)place);
	case BUMN_AUDIENCE:
		return hub_audience_name(*(const enum hub_audience *)place);
	case BUMN_DECISION:
		return hub_decision_name(*(const enum hub_decision *)place);
	case BUMN_ASKED:
		return hub_asked_name(*(const enum hub_asked *)place);
	default:
		return "";
	}
}

/* The value of a word. */
bool
bumn_word_read(enum bumn_list list, const char *word, void *place)
{
	switch (list) {
	case BUMN_KIND:
		return hub_kind_parse(word, place);
	case BUMN_CLASS:
		return hub_class_parse(word, place);
	case BUMN_CHANNEL:
		return hub_channel_parse(word, place);
	case BUMN_REASON:
		return hub_reason_parse(word, place);
	case BUMN_AUDIENCE:
		return hub_audience_parse(word, place);
	case BUMN_DECISION:
		return hub_decision_parse(word, place);
	case BUMN_ASKED:
		return hub_asked_parse(word, place);
	default:
		return false;
	}
}

/* What would have been a word. */
const char *
bumn_word_expected(enum bumn_list list)
{
	return expected[list];
}
