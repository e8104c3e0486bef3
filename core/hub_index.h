/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_index.h - the hub feeds what the audit log is searched by
 * (audit_index.h), on the files thread: a little each second while there is
 * work, more when there is none, so that it never holds the relay up.
 */
#ifndef HUB_INDEX_H
#define HUB_INDEX_H

#include "audit_index.h"
#include "hub.h"

struct hub_index;

/* NULL, after telling why: there are no searches. */
struct hub_index *hub_index_start(struct hub *hub);
/* Feeds no more; what is under way ends by itself. */
void hub_index_drain(struct hub_index *index);
/* When nothing comes home any more; NULL is good. */
void hub_index_stop(struct hub_index *index);
/* For a job of the files thread alone, with its database: an index of that
 * ledger and no other; NULL: it cannot be used now. */
struct audit_index *hub_index_of(struct hub_index *index, struct db *db);

#endif
