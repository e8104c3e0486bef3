/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_status.h - how the hub and its links are.
 */
#ifndef CONTROL_STATUS_H
#define CONTROL_STATUS_H

#include "control_call.h"

/* {"command":"status"}: the hub as a whole. */
void control_status(struct control_call *call);
/* {"command":"institutions"}: one row a link. */
void control_institutions(struct control_call *call);

#endif
