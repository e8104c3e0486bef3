/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_hand.h - the operator's hand on deliveries: parked ones go again,
 * one that waits is parked; each with an entry in the audit log.
 *
 * Asked twice, both do nothing the second time, and say so.
 */
#ifndef CONTROL_HAND_H
#define CONTROL_HAND_H

#include "control_call.h"

/* {"command":"recompose","id":...}: the stored request is forgotten. */
void control_recompose(struct control_call *call);

/* {"command":"retry","id":".."}, or {.. "institution":".."}, or
 * {.. "all":true}.  A link that is paused is resumed. */
void control_retry(struct control_call *call);
/* {"command":"park","id":"..","why":".."} */
void control_park(struct control_call *call);

#endif
