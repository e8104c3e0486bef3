/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "schema_7.h"

/*
 * INSERT OR REPLACE deletes a row without telling the trigger against that, but
 * for connections that ask for it (recursive_triggers); whoever would change
 * the log does not ask.  The hub's own handle runs no triggers (db.h).
 */
const char schema_7[] =
    "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit_entry"
    " WHEN NEW.seq <= (SELECT max(seq) FROM audit_entry)"
    " BEGIN SELECT RAISE(ABORT, 'audit entries never change'); END;";
