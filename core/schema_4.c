/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "schema_4.h"

/*
 * Letters arrive at the pace of a mailbox, not of the API: an index by name,
 * which is random, costs nothing that counts.
 */
const char schema_4[] =
    /* How far each mailbox was read: everything up to uid. */
    "CREATE TABLE mailbox ("
    " name TEXT PRIMARY KEY, validity INTEGER NOT NULL,"
    " uid INTEGER NOT NULL) WITHOUT ROWID;"

    /* name: the same for doubles.  delivery: that it answers, 0: none known.
     * moved: it stands in the folder of those done, or is gone from its own.
     * code: what confirms a held one.  answer: what is to be posted about it.
     * The bytes are sealed under a key of the letter's own. */
    "CREATE TABLE letter ("
    " id INTEGER PRIMARY KEY, mailbox TEXT NOT NULL,"
    " validity INTEGER NOT NULL, uid INTEGER NOT NULL,"
    " name BLOB NOT NULL, digest BLOB NOT NULL, size INTEGER NOT NULL,"
    " institution INTEGER NOT NULL, delivery INTEGER NOT NULL,"
    " state INTEGER NOT NULL, proof INTEGER NOT NULL DEFAULT 0,"
    " due_at INTEGER NOT NULL, moved INTEGER NOT NULL DEFAULT 0,"
    " why TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '',"
    " sealed BLOB NOT NULL, answer BLOB NOT NULL DEFAULT x'');"
    "CREATE INDEX letter_name ON letter (name);"
    "CREATE INDEX letter_due ON letter (due_at, id) WHERE state < 3;"
    "CREATE INDEX letter_kept ON letter (state, id)"
    " WHERE state BETWEEN 3 AND 9;"
    "CREATE INDEX letter_unmoved ON letter (mailbox, id) WHERE moved = 0;";
