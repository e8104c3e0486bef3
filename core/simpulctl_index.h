/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_index.h - the index of a log that an auditor has as files:
 * audit-index.db in that folder, or in another one, made at the first search
 * and gone on with when the log has grown.
 *
 * It is made from the entries, and made anew when it ends with another one; an
 * index that somebody else made may lack any, so there is a way to make it
 * fresh.  The hub's own is left alone.
 */
#ifndef SIMPULCTL_INDEX_H
#define SIMPULCTL_INDEX_H

#include "audit_index.h"
#include "simpulctl_desk.h"

/* The index of the log at desk as it was at that size, in a folder; false
 * after saying what is wrong. */
bool ctl_index_open(struct ctl_desk *desk, const char *folder, uint64_t size,
    bool fresh, struct audit_index **ret);

#endif
