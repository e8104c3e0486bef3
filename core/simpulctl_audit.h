/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_audit.h - the commands of `simpulctl audit`: one row each in
 * simpulctl_audit.c, one function in a file simpulctl_audit_NAME.c.
 *
 * ctl->command is the row when a function runs, so that ctl_usage tells of it.
 */
#ifndef SIMPULCTL_AUDIT_H
#define SIMPULCTL_AUDIT_H

#include "simpulctl.h"

/* Up to a NULL name. */
extern const struct ctl_command ctl_audit_commands[];

int ctl_audit_check_proof(struct ctl *ctl);
int ctl_audit_complete(struct ctl *ctl);
int ctl_audit_consistency(struct ctl *ctl);
int ctl_audit_custody(struct ctl *ctl);
int ctl_audit_export(struct ctl *ctl);
int ctl_audit_fsck(struct ctl *ctl);
int ctl_audit_keygen(struct ctl *ctl);
int ctl_audit_prove(struct ctl *ctl);
int ctl_audit_reconcile(struct ctl *ctl);
int ctl_audit_schema(struct ctl *ctl);
int ctl_audit_search(struct ctl *ctl);
int ctl_audit_status(struct ctl *ctl);
int ctl_audit_timeline(struct ctl *ctl);
int ctl_audit_vkey(struct ctl *ctl);

#endif
