/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_case.h - where a case is, asked by any reference.
 *
 * No content is opened: an operator sees rows, never a complaint.
 */
#ifndef CONTROL_CASE_H
#define CONTROL_CASE_H

#include "control_call.h"

/* {"command":"case","ref":"..","history":true} */
void control_case(struct control_call *call);

#endif
