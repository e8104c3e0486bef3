/* SPDX-License-Identifier: Apache-2.0 */
/*
 * enter.h - the functions that enter a state: one for handoffs, one for
 * cases, and what every state brings with it.
 *
 * The case's row changes in memory; keep_case() writes it, once an act.
 */
#ifndef ENTER_H
#define ENTER_H

#include "act.h"
#include "custody_case.h"

/* The act's handoff takes the step: its row is written, the holder and the
 * hops of the case follow, and the case takes its own step. */
enum db_code enter_handoff(struct act *act, const struct custody_step *step);
/* The case takes the step for an event; DB_NONE: the table has none, and
 * nothing was changed. */
enum db_code enter_case(struct act *act, enum case_event event);

#endif
