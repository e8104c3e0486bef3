/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_disputes.h - what waits for an arbiter's decision, for the operator.
 */
#ifndef CONTROL_DISPUTES_H
#define CONTROL_DISPUTES_H

#include "control_call.h"

/* {"command":"disputes"}: the undecided ones and those decided for the time
 * being, oldest first. */
void control_disputes(struct control_call *call);

#endif
