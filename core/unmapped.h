/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unmapped.h - an event whose word the plugin of its speaker does not know
 * (hub_event.unmapped, the word in its status).
 *
 * The word is counted.  What nobody has given a meaning is held: a comment
 * for the coordinator that moves nothing.  Once `simpulctl words` says what
 * it means, it is taken as that, as if the plugin had said so.
 */
#ifndef UNMAPPED_H
#define UNMAPPED_H

#include "act.h"
#include "words.h"

/* Before the act's step: *room is the event as it counts.  *ret_done: it is
 * held, or to be ignored, and the act has its result. */
enum db_code unmapped_hear(struct act *act, struct hub_event *room,
    bool *ret_done);
/* What an event with that word is about a handoff in that state. */
struct hub_event unmapped_meant(const struct hub_event *said,
    const struct word_row *word, enum handoff_state state);

#endif
