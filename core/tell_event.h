/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tell_event.h - what somebody said goes to everybody whom it is for: the
 * parties of the handoff, those beside it, and sources of cases that share
 * its custody.
 */
#ifndef TELL_EVENT_H
#define TELL_EVENT_H

#include "act.h"

/* Tells everybody whom act->event is for, but for the one who said it. */
enum db_code tell_event(struct act *act);

#endif
