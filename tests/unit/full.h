/* SPDX-License-Identifier: Apache-2.0 */
/*
 * full.h - a handoff and an event with every field set, each to a value of
 * its own, and whether two of them are equal.
 *
 * Written out by hand, so that a field which the tables of frame_table.c have
 * forgotten makes a test fail.
 */
#ifndef TESTS_FULL_H
#define TESTS_FULL_H

#include "hub_event.h"

extern const struct hub_handoff full_handoff;
extern const struct hub_event full_event; /* HANDOFF with the full one */

/* Fail the test unless equal in every field; an event's handoff is left. */
void assert_handoff(const struct hub_handoff *a, const struct hub_handoff *b);
void assert_event(const struct hub_event *a, const struct hub_event *b);

#endif
