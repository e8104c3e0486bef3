/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_report.h - the indicators of a period for the operator: pages of
 * groups as they are written, then what was counted and the total.
 */
#ifndef CONTROL_REPORT_H
#define CONTROL_REPORT_H

#include "control_call.h"

/* {"command":"report","from":"2026-01-01","to":"2026-06-30",
 * "institution":"pln","region":"51","by":"region","rounding":"truncate",
 * "digits":1,"pad":2}: all may be absent. */
void control_report(struct control_call *call);

#endif
