/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_sentence.h - an item of a case's timeline as the sentence that its
 * source hears of it: those who have no wire read it here.
 */
#ifndef API_SENTENCE_H
#define API_SENTENCE_H

#include "cases.h"
#include "conf.h"
#include "hub_json.h"
#include "wording.h"

/* Whose timeline it is, and what of it was read before. */
struct api_sentences {
	const struct conf *conf;
	const struct case_row *of_case;
	/* The last handoff that came to nothing without a word, borrowed. */
	const struct hub_json *ended;
};

/* The member "sentence" of a fact of the audit log, if the source hears of
 * it.  The entry stands as long as what follows it is put. */
void api_sentence_fact(struct hub_json_out *out, struct api_sentences *all,
    const struct hub_json *entry);
/* The same of a thing said. */
void api_sentence_said(struct hub_json_out *out,
    const struct api_sentences *all, const struct event_row *row,
    const struct hub_event *event);

#endif
