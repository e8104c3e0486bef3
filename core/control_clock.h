/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_clock.h - tests let days pass: the hub's clock goes forward, and
 * what is due by then happens.  Compiled in by --enable-faults only.
 */
#ifndef CONTROL_CLOCK_H
#define CONTROL_CLOCK_H

#include "control_call.h"

/* {"command":"clock","forward_ms":n}; the answer's "now" is the new time. */
void control_clock(struct control_call *call);

#endif
