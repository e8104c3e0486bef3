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

/* Tells everybody whom act->event is for, but for the one who said it. */
enum db_code tell_event(struct act *act);
/* Tells one institution about the act's handoff. content: row of the event's
 * frame. */
enum db_code tell_one(struct act *act, int64_t institution,
    enum hub_event_kind kind, int64_t content);

#endif
