/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_reason.h - the numbers under which an officer names a reason, as each
 * letter lists them.  A number never changes its meaning: letters live long.
 */
#ifndef EMB_REASON_H
#define EMB_REASON_H

#include "hub_buf.h"
#include "hub_word.h"

/* The reason of a number, NONE for a number that is none. */
enum hub_reason emb_reason_of(unsigned number);
/* Why, as a clause in Indonesian; "" for NONE. */
const char *emb_reason_clause(enum hub_reason reason);
/* The list as lines. */
void emb_reason_list(struct hub_buf *out);

#endif
