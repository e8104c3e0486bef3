/* SPDX-License-Identifier: Apache-2.0 */
/*
 * custody_kinds.h - the steps of handoffs beside the custody of a case:
 * copies, the parts of co-handlers, watchers.
 *
 * None of them moves the case or its holder, which is why no row has an event
 * for the case; a transfer's own table stands in custody.c.
 */
#ifndef CUSTODY_KINDS_H
#define CUSTODY_KINDS_H

#include "custody.h"

struct custody_table {
	const struct custody_step *rows;
	size_t count;
};

extern const struct custody_table custody_copy;	    /* no duty, no clock */
extern const struct custody_table custody_joint;    /* a co-handler's part */
extern const struct custody_table custody_escalate; /* a watcher */

#endif
