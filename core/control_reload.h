/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_reload.h - the operator has the configuration read anew.
 */
#ifndef CONTROL_RELOAD_H
#define CONTROL_RELOAD_H

#include "control_call.h"

/* {"command":"reload"}: good, or bad with every mistake. */
void control_reload(struct control_call *call);

#endif
