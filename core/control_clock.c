/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_clock.h"

#define FORWARD_MAX INT64_C(3153600000000) /* a hundred years */

void
control_clock(struct control_call *call)
{
	struct hub *hub = control_hub(call);
	int64_t forward = control_int(call, "forward_ms", -1);

	if (forward < 0 || forward > FORWARD_MAX - hub->shifted.offset_ms) {
		control_bad(call,
		    "expected forward_ms, 0 or more, within a hundred years");
		return;
	}
	hub->shifted.offset_ms += forward;
	loop_clock_moved(hub->loop);
	control_good(call, NULL);
}
