/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_word.h - what a letter is about: for each word of the hub its subject,
 * the sentence that says what is asked, and the verbs that answer it.
 */
#ifndef EMB_WORD_H
#define EMB_WORD_H

#include "hub_event.h"

struct emb_word {
	enum hub_event_kind kind;
	const char *subject, *sentence;
	unsigned verbs; /* bits of EMB_VERB */
	bool limit;	/* the handoff's limit stands below it */
};

/* Of an event, and of a handoff by its kind; NULL: nothing to be told. */
const struct emb_word *emb_word_of(enum hub_event_kind event,
    enum hub_kind kind);
/* What was decided, as a clause. */
const char *emb_word_decision(enum hub_decision decision);

#endif
