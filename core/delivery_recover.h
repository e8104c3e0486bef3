/* SPDX-License-Identifier: Apache-2.0 */
/*
 * delivery_recover.h - what was on its way when the hub ended: it may have
 * arrived, nobody knows.  Each such delivery becomes unknown and is due, with
 * an audit entry for a handoff, and the relay asks after it.
 */
#ifndef DELIVERY_RECOVER_H
#define DELIVERY_RECOVER_H

#include "ledger.h"

/* In a job of the ledger, at a start; *ret_count is how many there were. */
enum db_code delivery_recover(struct ledger_room *room, int64_t *ret_count);

#endif
