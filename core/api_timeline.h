/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_timeline.h - one item of a case's timeline as JSON: a fact of the audit
 * log, or a thing that was said.
 */
#ifndef API_TIMELINE_H
#define API_TIMELINE_H

#include "api_sentence.h"
#include "arena.h"
#include "cases.h"
#include "conf.h"
#include "content.h"
#include "hub_json.h"

/* What it takes to read what was said. */
struct timeline_words {
	struct db *db;
	struct api_sentences sentences;
	const uint8_t *key; /* K_case, NULL: erased */
	struct arena *arena;
};

void timeline_put_fact(struct hub_json_out *out, struct timeline_words *words,
    const struct hub_json *entry, int64_t seq);
enum db_code timeline_put_said(struct hub_json_out *out,
    const struct timeline_words *words, const struct event_row *row);

#endif
