/* SPDX-License-Identifier: Apache-2.0 */
/*
 * adopt.h - an answer or a follow-up that came too late is taken as the
 * present holder's: the coordinator says so, and its source is told.
 *
 * The holder's handoff takes the step that the late event would have been.
 * Where the holder has none, an answer ends what is still offered.
 */
#ifndef ADOPT_H
#define ADOPT_H

#include "act.h"
#include "steer.h"

/* A coordinator's act (steer.h) whose case is found and loaded; steer->adopts
 * names the late event by its speaker's id or the hub's, "": the newest. */
enum db_code adopt_case(struct act *act, const struct steer *steer);

#endif
