/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "schema_9.h"

const char schema_9[] =
    /* Of one busy institution thousands may wait: nobody looks through them
     * for the next one of another, or for what may be moved. */
    "DROP INDEX letter_due;"
    "CREATE INDEX letter_due ON letter (institution, due_at, id)"
    " WHERE state < 3;"
    "DROP INDEX letter_unmoved;"
    "CREATE INDEX letter_unmoved ON letter (mailbox, id)"
    " WHERE moved = 0 AND state >= 2;"

    /* Whatever proved a letter, and the first one that it came with: kept for
     * good, for a copy of it may come at any time. */
    "CREATE TABLE letter_mark ("
    " mark BLOB PRIMARY KEY, letter INTEGER NOT NULL) WITHOUT ROWID;";
