/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_route.h - what a changed configuration would have done to the
 * newest cases: each is routed once by the configuration in force and once by
 * the changed one, from its content as it was handed in.  Nothing is written.
 */
#ifndef CONTROL_ROUTE_H
#define CONTROL_ROUTE_H

#include "control_call.h"

/* {"command":"route_dry_run","file":"/etc/...","last":1000}: pages of
 * differences, newest case first, then the counts. */
void control_route_dry_run(struct control_call *call);

#endif
