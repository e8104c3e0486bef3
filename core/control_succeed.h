/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_succeed.h - the operator lets an institution's open work go over to
 * its successor.
 */
#ifndef CONTROL_SUCCEED_H
#define CONTROL_SUCCEED_H

#include "control_call.h"

/* {"from", "to", "reason", "by"} */
void control_succeed(struct control_call *call);

#endif
