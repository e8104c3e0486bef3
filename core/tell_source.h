/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tell_source.h - the source of a case always hears back: what becomes of it,
 * as a sentence, at the moment at which it happens.
 *
 * Its questions, follow-ups and answers come in their speakers' own words (see
 * tell_event); here is what the hub says by itself.  A source without a wire
 * costs nothing: it reads the same sentences in the case's timeline.
 */
#ifndef TELL_SOURCE_H
#define TELL_SOURCE_H

#include "custody_case.h"
#include "tell.h"

/* Says one sentence, as a comment for the complainant. */
enum db_code tell_source(struct act *act, enum wording which,
    const struct wording_args *args);

/* The case came in and was offered as act->handoff. */
enum db_code tell_received(struct act *act);
/* The act's receiver holds the case now, or takes part in it. */
enum db_code tell_taken(struct act *act);
/* The case goes on by the handoff `to`; old: the one that came to nothing, or
 * NULL. */
enum db_code tell_passed(struct act *act, const struct handoff_row *to,
    const struct handoff_row *old);
/* The case took its step for that event.  What the coordinator gives as the
 * reason is act->event->text, until when is of_case.until_at. */
enum db_code tell_case(struct act *act, enum case_event event);

#endif
