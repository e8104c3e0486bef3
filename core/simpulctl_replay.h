/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_replay.h - route --dry-run: what a changed configuration would
 * have done to the newest cases of the running hub.
 */
#ifndef SIMPULCTL_REPLAY_H
#define SIMPULCTL_REPLAY_H

#include "simpulctl.h"

/* Takes --dry-run and --last N. */
int ctl_replay(struct ctl *ctl);

#endif
