/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_guide.h - how a letter is answered, in the words of the letters: verbs
 * with an example each, numbered reasons, and who writes.
 */
#ifndef EMB_GUIDE_H
#define EMB_GUIDE_H

#include "emb_verb.h"
#include "embassy.h"
#include "hub_buf.h"

/* A bit each of enum emb_verb. */
#define EMB_VERB(verb) (1u << (verb))

/* All verbs of the set with an example each, their own addresses below
 * reply_to, and the reasons where one needs a number. */
void emb_guide_full(struct hub_buf *out, unsigned verbs, const char *reply_to);
/* The same in short, a line a verb, for who had the full one before. */
void emb_guide_brief(struct hub_buf *out, unsigned verbs);
/* The rule in two sentences, with the reasons if numbers. */
void emb_guide_short(struct hub_buf *out, bool numbers);
/* The verbs for what is allowed now, event names with spaces between. */
void emb_guide_allowed(struct hub_buf *out, const char *allowed);
/* Who writes, and where they can be asked. */
void emb_guide_foot(struct hub_buf *out, const struct embassy_conf *conf);

#endif
