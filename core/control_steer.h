/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_steer.h - the coordinator's acts on a case, asked for by a person at
 * the command line, in the name of the coordinator's institution.
 *
 * A request names the case by any reference ("ref") and the person who acts
 * ("by").  The person is kept in the audit log as a number alone: a digest of
 * the hub's name and the person's.
 */
#ifndef CONTROL_STEER_H
#define CONTROL_STEER_H

#include "control_call.h"

/* {"verb", "text", "reason", "until", "asked", "classification", "category",
 * "region", "secret", "urgent"}, as the verb needs them. */
void control_steer(struct control_call *call);
/* An arbiter's: {"decision", "target", "text", "as"}; as: in whose name, the
 * coordinator's unless given. */
void control_decide(struct control_call *call);
/* One more handoff: {"to", "kind", "reason", "note"}. */
void control_pass(struct control_call *call);

#endif
