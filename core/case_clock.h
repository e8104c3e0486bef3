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

/* A question to the complainant stops the clock no longer. */
#define CASE_CLOCK_QUESTION_MS (30 * INT64_C(86400000))

/* Day 0 is now: at receipt, and at a reopening. */
enum db_code case_clock_start(struct act *act);
/* Day 0 is that of receipt elsewhere. */
enum db_code case_clock_start_at(struct act *act, int64_t received_ms);
/* It stands still (two questions at most), or goes on; due_at follows. */
enum db_code case_clock_pause(struct act *act);
enum db_code case_clock_run(struct act *act);
/* The same clock with another limit: reclassified, or a new calendar. */
enum db_code case_clock_again(struct act *act);

/* The holder or the citizen has to say something next: the first look for the
 * holder's first follow-up, and for the end of the reply window. */
void case_clock_taken(struct act *act);
void case_clock_answered(struct act *act);
/* A new calendar may have moved the limit: later only. */
enum db_code case_clock_later(struct act *act);

/* The limit of that name; an urgent case has one for all that is to be done. */
const char *case_clock_name(const struct case_row *c, const char *name);
/* When to remind of a limit that began at start: one working day before it,
 * half way to it for an urgent case. */
int64_t case_clock_soon(const struct case_row *c, int64_t start, int64_t due);
/* Somebody must look at the case at that moment, or before. */
void case_clock_look(struct case_row *c, int64_t at_ms);

#endif
