/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_word.h - the operations of the contract, each the name of its element:
 * a word about a handoff that both sides may say, or a question.
 */
#ifndef OMB_WORD_H
#define OMB_WORD_H

#include "hub_event.h"

#define OMB_HANDOFF "Handoff"
#define OMB_STATUS "GetStatus"
#define OMB_INBOX "GetInbox"

struct omb_word {
	const char *name;
	enum hub_event_kind kind;   /* HUB_EV_LOOKUP: a question */
	enum hub_audience audience; /* unless they say another */
};

/* NULL when the contract has none. */
const struct omb_word *omb_word_of(enum hub_event_kind kind);
const struct omb_word *omb_word_named(const char *name);

#endif
