/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "schema_2.h"

/*
 * One index finds whatever falls due: cases by the moment at which somebody
 * must look at them again.  All else grows with what is out of the ordinary.
 */
const char schema_2[] =
    /* received: day 0 of the citizen's clock, of the last reopening where
     * there was one.  next_at: look at the case again then, 0: never.  told:
     * bits of what was said once.  joined: the case that has its custody. */
    "ALTER TABLE cases ADD COLUMN received INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cases ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cases ADD COLUMN next_at INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cases ADD COLUMN told INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cases ADD COLUMN questions INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cases ADD COLUMN paused_at INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cases ADD COLUMN until_at INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cases ADD COLUMN first_at INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cases ADD COLUMN answered_at INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cases ADD COLUMN ended_at INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cases ADD COLUMN reopened INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE cases ADD COLUMN joined INTEGER NOT NULL DEFAULT 0;"
    /* An id begins with its milliseconds since 2020. */
    "UPDATE cases SET received = (id >> 22) + 1577836800000;"
    "CREATE INDEX cases_next ON cases (next_at) WHERE next_at > 0;"
    /* Open ones with a limit beyond the calendars (flag 16). */
    "CREATE INDEX cases_provisional ON cases (id)"
    " WHERE (flags & 16) <> 0 AND state < 10;"

    /* dispute: the decision that made it, 0: none. */
    "ALTER TABLE handoff ADD COLUMN told INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE handoff ADD COLUMN dispute INTEGER NOT NULL DEFAULT 0;"
    /* taken_at: when it was taken, taken_by: how, first_at: the receiver's
     * first follow-up.  What was taken before is dated by its last step. */
    "ALTER TABLE handoff ADD COLUMN taken_at INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE handoff ADD COLUMN taken_by INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE handoff ADD COLUMN first_at INTEGER NOT NULL DEFAULT 0;"
    "UPDATE handoff SET taken_at = decided_at, taken_by = 1"
    " WHERE state IN (2, 3, 4, 10, 12);"
    "UPDATE handoff SET first_at = decided_at WHERE state IN (3, 4);"

    /* told: who coordinates has heard that it is parked. */
    "ALTER TABLE delivery ADD COLUMN told INTEGER NOT NULL DEFAULT 0;"

    /* Who is to decide, and what was decided.  handoff_id: the one whose
     * refusal, return or expiry opened it.  again: refusals after the
     * decision, told_at: when it was last answered with. */
    "CREATE TABLE dispute ("
    " id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL,"
    " handoff_id INTEGER NOT NULL, proposed INTEGER NOT NULL,"
    " arbiter INTEGER NOT NULL, stage INTEGER NOT NULL,"
    " opened_at INTEGER NOT NULL, decided_at INTEGER NOT NULL DEFAULT 0,"
    " decided_by INTEGER NOT NULL DEFAULT 0,"
    " decision INTEGER NOT NULL DEFAULT 0,"
    " target INTEGER NOT NULL DEFAULT 0,"
    " overturned INTEGER NOT NULL DEFAULT 0,"
    " content INTEGER NOT NULL DEFAULT 0,"
    " again INTEGER NOT NULL DEFAULT 0,"
    " told_at INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX dispute_case ON dispute (case_id);"
    "CREATE INDEX dispute_open ON dispute (id) WHERE decided_at = 0;"
    "CREATE INDEX dispute_provisional ON dispute (id) WHERE decision = 5;"

    /* When the citizen's clock stood still: a question to the complainant. */
    "CREATE TABLE pause ("
    " id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL,"
    " asked_at INTEGER NOT NULL,"
    " answered_at INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX pause_case ON pause (case_id);"

    /* The coordinator put a case off, that was in that state; until_at: when
     * it went on, 0: not yet. */
    "CREATE TABLE postponement ("
    " id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL,"
    " from_at INTEGER NOT NULL, until_at INTEGER NOT NULL DEFAULT 0,"
    " state INTEGER NOT NULL);"
    "CREATE INDEX postponement_case ON postponement (case_id);"

    /* a came first.  kind: 1 same, 2 related. */
    "CREATE TABLE relation ("
    " id INTEGER PRIMARY KEY, a INTEGER NOT NULL, b INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, undone_at INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX relation_a ON relation (a);"
    "CREATE INDEX relation_b ON relation (b);"

    /* Nothing expires meanwhile.  institution 0: the hub itself. */
    "CREATE TABLE outage ("
    " id INTEGER PRIMARY KEY, institution INTEGER NOT NULL,"
    " since INTEGER NOT NULL, until INTEGER NOT NULL DEFAULT 0,"
    " told_at INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '',"
    " person INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX outage_of ON outage (institution, since);"

    /* Words that nobody had mapped; meaning: hub_event_kind, 0: none yet, -1:
     * to be ignored.  What was said in them waits, applied = 2. */
    "CREATE TABLE word ("
    " institution INTEGER NOT NULL, word TEXT NOT NULL,"
    " meaning INTEGER NOT NULL DEFAULT 0,"
    " reason INTEGER NOT NULL DEFAULT 0, count INTEGER NOT NULL,"
    " first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,"
    " PRIMARY KEY (institution, word)) WITHOUT ROWID;"
    "CREATE INDEX event_held ON event (speaker, id) WHERE applied = 2;";
