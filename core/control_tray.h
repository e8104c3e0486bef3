/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_tray.h - the coordinator's tray: letters that are nobody's, that
 * could not be understood, or that wait to be confirmed.
 */
#ifndef CONTROL_TRAY_H
#define CONTROL_TRAY_H

#include "control_call.h"

/* {"command":"tray"}: the letters, oldest first, without their words. */
void control_tray(struct control_call *call);
/* {"command":"tray_show","ref":ID}: what a letter's header says, and its
 * start as text. */
void control_tray_show(struct control_call *call);
/* {"command":"tray_settle","ref":ID,"as":"assign"|"release"|"drop",
 * "institution":ID,"by":WHO} */
void control_tray_settle(struct control_call *call);

#endif
