/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_queue.h - what waits to be delivered, and what is parked.
 */
#ifndef CONTROL_QUEUE_H
#define CONTROL_QUEUE_H

#include "control_call.h"

/* {"command":"queue","institution":".."} */
void control_queue(struct control_call *call);
/* {"command":"parked","institution":"..","limit":n} */
void control_parked(struct control_call *call);

#endif
