/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_account.h - a published log's account of handoffs, for commands
 * that hold it against somebody else's.
 */
#ifndef SIMPULCTL_ACCOUNT_H
#define SIMPULCTL_ACCOUNT_H

#include "account.h"
#include "simpulctl_desk.h"

/* Reads the log at desk into an account that is still empty; false after
 * saying what is wrong. */
bool ctl_account_read(struct ctl_desk *desk, struct account *account);

#endif
