/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_audit.h - the operator's questions about the audit log.
 */
#ifndef CONTROL_AUDIT_H
#define CONTROL_AUDIT_H

#include "control_call.h"

/* How far it is published. */
void control_audit_status(struct control_call *call);

#endif
