/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case_clock.h - the citizen's clock of a case: when it began, when its limit
 * runs out, and when somebody must look at the case again.
 *
 * It begins at receipt and never begins again on a handoff; only a question
 * to the complainant stops it, and only a reopening starts a new one.  What
 * is due is found by cases.next_at alone: an earlier moment may be written
 * there at any time (whoever looks then finds nothing due and sets the next
 * one), a later one only by whoever has looked.
 */
#ifndef CASE_CLOCK_H
#define CASE_CLOCK_H

#include "act.h"

/* Day 0 is now: at receipt, and at a reopening. */
enum db_code case_clock_start(struct act *act);
/* It stands still (two questions at most), or goes on; due_at follows. */
enum db_code case_clock_pause(struct act *act);
enum db_code case_clock_run(struct act *act);
/* The same clock with another limit: reclassified, or a new calendar. */
enum db_code case_clock_again(struct act *act);

/* Somebody must look at the case at that moment, or before. */
void case_clock_look(struct case_row *c, int64_t at_ms);

#endif
