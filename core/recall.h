/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recall.h - a handoff that ended before its first byte left need not be sent
 * at all, nor one that is parked go on waiting for a person.
 */
#ifndef RECALL_H
#define RECALL_H

#include "act.h"

/* Sets act->recalled where the receiver never heard of it. */
enum db_code recall_unsent(struct act *act);

#endif
