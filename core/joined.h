/* SPDX-License-Identifier: Apache-2.0 */
/*
 * joined.h - cases that tell the same matter as the act's: they have no
 * custody of their own, follow the row of the one that leads, and the source
 * of each is answered by the one answer.
 *
 * A case that leads has the flag CASE_LEADS; without it nothing is looked up.
 * What is told to a joined case's source is kept under that case's own key;
 * neither side learns who the other's complainant is.
 */
#ifndef JOINED_H
#define JOINED_H

#include "act.h"
#include "wording.h"

/* Why nothing can be done about the act's case itself, or "". */
const char *joined_problem(const struct act *act);
/* Rows of the joined cases follow the act's case, which has been written. */
enum db_code joined_follow(struct act *act);
/* One joined case's row is as its lead's. */
void joined_copy(struct case_row *c, const struct case_row *lead);
/* What the act's event says to its source, to the others' sources. */
enum db_code joined_tell(struct act *act);
/* The same with a sentence of the hub's. */
enum db_code joined_tell_words(struct act *act, enum hub_event_kind kind,
    enum wording which, const struct wording_args *args);

#endif
