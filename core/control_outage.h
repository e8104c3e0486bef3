/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_outage.h - outages of institutions, as the operator says them: while
 * one lasts nothing expires there and its clocks stand still.
 */
#ifndef CONTROL_OUTAGE_H
#define CONTROL_OUTAGE_H

#include "control_call.h"

/* {"command":"outage","institution","by","reason","since","until","over"} */
void control_outage(struct control_call *call);
/* {"command":"outages","institution"}: those of the last month and later. */
void control_outages(struct control_call *call);

#endif
