/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "schema_3.h"

/*
 * The tree over the audit log (tlog.h).  A leaf is the hash of its entry's
 * body and needs no place of its own.
 */
const char schema_3[] =
    /* The tree's frontier behind this entry; of a transaction's entries the
     * last one has it, so that the newest entry always does. */
    "ALTER TABLE audit_entry ADD COLUMN edge BLOB NOT NULL DEFAULT x'';";
