/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tell.h - who hears what (the audience of an event), as deliveries behind
 * whatever else is on its way to them about the case.
 *
 * Institutions without a plugin hear by the API and get no delivery.
 */
#ifndef TELL_H
#define TELL_H

#include "act.h"
#include "wording.h"

/* Tells one institution about the act's handoff. content: row of the event's
 * frame. */
enum db_code tell_one(struct act *act, int64_t institution,
    enum hub_event_kind kind, int64_t content);

/* The same with a sentence of the hub's own, which is stored only where the
 * institution has a wire; the others read it in the case's timeline. */
enum db_code tell_words(struct act *act, int64_t institution,
    enum hub_event_kind kind, enum wording which,
    const struct wording_args *args);
/* The same with an event's own words. */
enum db_code tell_said(struct act *act, int64_t institution,
    const struct hub_event *event);
/* The receiver of a handoff of the act's case hears that it is no longer
 * theirs. */
enum db_code tell_not_yours(struct act *act, const struct handoff_row *h);
/* Nothing given but the case's number, the time and the case's zone. */
struct wording_args tell_args(const struct act *act);
/* An institution's name for people, "" when it is gone. */
const char *tell_name(const struct act *act, int64_t institution);

/* The parties that an event is for, by its kind and audience. */
unsigned tell_hearers(const struct hub_event *event);

#endif
