/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "schema_1.h"

/*
 * Rows that grow with cases are narrow and in order of time: ids are minted
 * growing, and every index is partial on open work, follows the case id, or
 * the source's own numbering.  Codes are the numbers of hub_word.h and
 * custody.h; times are milliseconds.
 */
const char schema_1[] =
    /* Who we know: a name keeps its number for ever. */
    "CREATE TABLE institution ("
    " id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
    " state INTEGER NOT NULL DEFAULT 0," /* 0 linked 1 paused 2 retired */
    " failures INTEGER NOT NULL DEFAULT 0,"
    " down_since INTEGER NOT NULL DEFAULT 0,"
    " retry_at INTEGER NOT NULL DEFAULT 0,"
    " last_good INTEGER NOT NULL DEFAULT 0,"
    " cursor TEXT NOT NULL DEFAULT '',"
    " covered_until INTEGER NOT NULL DEFAULT 0,"
    " last_error TEXT NOT NULL DEFAULT '');"

    "CREATE TABLE cases ("
    " id INTEGER PRIMARY KEY, source INTEGER NOT NULL,"
    " tracking_id TEXT NOT NULL, state INTEGER NOT NULL,"
    " holder INTEGER NOT NULL, holder_since INTEGER NOT NULL,"
    " hops INTEGER NOT NULL DEFAULT 0,"
    " flags INTEGER NOT NULL," /* 1 anonymous 2 secret 4 urgent 8 test */
    " class INTEGER NOT NULL, category TEXT NOT NULL,"
    " region TEXT NOT NULL, content INTEGER NOT NULL);"
    "CREATE UNIQUE INDEX cases_tracking ON cases (source, tracking_id)"
    " WHERE tracking_id <> '';"

    "CREATE TABLE case_key ("
    " case_id INTEGER PRIMARY KEY, wrapped BLOB NOT NULL);"

    "CREATE TABLE content ("
    " id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, sealed BLOB NOT NULL);"

    "CREATE TABLE handoff ("
    " id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL,"
    " parent INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " sender INTEGER NOT NULL, receiver INTEGER NOT NULL,"
    " state INTEGER NOT NULL, reason INTEGER NOT NULL DEFAULT 0,"
    " chan_seq INTEGER NOT NULL, hop INTEGER NOT NULL,"
    " due_at INTEGER NOT NULL, decided_at INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX handoff_case ON handoff (case_id);"
    "CREATE INDEX handoff_open ON handoff (receiver, id)"
    " WHERE state < 10;"

    /* The outbox.  A handoff's own delivery has the handoff's id.  ready: 1
     * the head of its lane and due at due_at, 0 waits behind another.
     * followed: another waits behind this one.  live: the handoff is open,
     * so that remote_ref finds it. */
    "CREATE TABLE delivery ("
    " id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL,"
    " handoff_id INTEGER NOT NULL, institution INTEGER NOT NULL,"
    " event INTEGER NOT NULL,"	 /* hub_event_kind that is to be said */
    " content INTEGER NOT NULL," /* its frame, 0 for the handoff itself */
    " state INTEGER NOT NULL, ready INTEGER NOT NULL,"
    " followed INTEGER NOT NULL DEFAULT 0,"
    " live INTEGER NOT NULL DEFAULT 0,"
    " rung INTEGER NOT NULL DEFAULT 0,"
    " step INTEGER NOT NULL DEFAULT 0,"
    " attempt INTEGER NOT NULL DEFAULT 0,"
    " malformed INTEGER NOT NULL DEFAULT 0,"
    " due_at INTEGER NOT NULL, deadline INTEGER NOT NULL,"
    " lease INTEGER NOT NULL DEFAULT 0,"     /* boot id of the owner */
    " request INTEGER NOT NULL DEFAULT 0,"   /* content row */
    " composed_by TEXT NOT NULL DEFAULT ''," /* plugin and settings */
    " remote_ref TEXT NOT NULL DEFAULT '', carry TEXT NOT NULL DEFAULT '',"
    " why TEXT NOT NULL DEFAULT '');"
    "CREATE INDEX delivery_ready ON delivery (institution, due_at, id)"
    " WHERE ready = 1;"
    "CREATE INDEX delivery_lane ON delivery (case_id, institution, id)"
    " WHERE state < 10;"
    "CREATE INDEX delivery_remote ON delivery (institution, remote_ref)"
    " WHERE remote_ref <> '' AND live = 1;"
    "CREATE INDEX delivery_parked ON delivery (id) WHERE state = 7;"
    "CREATE INDEX delivery_leased ON delivery (id) WHERE lease <> 0;"

    /* What was said about a case, in order. */
    "CREATE TABLE event ("
    " id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL,"
    " handoff_id INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " speaker INTEGER NOT NULL, audience INTEGER NOT NULL,"
    " applied INTEGER NOT NULL, claimed_at INTEGER NOT NULL,"
    " content INTEGER NOT NULL);"
    "CREATE INDEX event_case ON event (case_id);"

    "CREATE TABLE attachment ("
    " id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL,"
    " owner INTEGER NOT NULL," /* institution that may use it */
    " file TEXT NOT NULL, size INTEGER NOT NULL,"
    " received INTEGER NOT NULL, meta INTEGER NOT NULL,"
    " expires INTEGER NOT NULL);"
    "CREATE INDEX attachment_case ON attachment (case_id);"
    "CREATE INDEX attachment_loose ON attachment (expires)"
    " WHERE case_id = 0;"

    "CREATE TABLE inbound ("
    " id INTEGER PRIMARY KEY, institution INTEGER NOT NULL,"
    " digest BLOB NOT NULL, until INTEGER NOT NULL,"
    " state INTEGER NOT NULL," /* 1 quarantined 2 coordinator's tray */
    " sealed BLOB NOT NULL);"

    "CREATE TABLE token ("
    " id INTEGER PRIMARY KEY, prefix BLOB NOT NULL, sha256 BLOB NOT NULL,"
    " role INTEGER NOT NULL, institution INTEGER NOT NULL,"
    " person INTEGER NOT NULL, label TEXT NOT NULL,"
    " created INTEGER NOT NULL, expires INTEGER NOT NULL,"
    " revoked INTEGER NOT NULL DEFAULT 0);"

    "CREATE TABLE audit_entry ("
    " seq INTEGER PRIMARY KEY, case_id INTEGER NOT NULL,"
    " case_seq INTEGER NOT NULL, body BLOB NOT NULL);"
    "CREATE INDEX audit_case ON audit_entry (case_id, case_seq)"
    " WHERE case_id <> 0;"
    "CREATE TABLE channel ("
    " sender INTEGER NOT NULL, receiver INTEGER NOT NULL,"
    " seq INTEGER NOT NULL, PRIMARY KEY (sender, receiver)) WITHOUT ROWID;"

    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);"

    "CREATE TABLE seen_0 (nr INTEGER PRIMARY KEY, key BLOB NOT NULL,"
    " digest BLOB NOT NULL, id INTEGER NOT NULL);"
    "CREATE TABLE seen_1 (nr INTEGER PRIMARY KEY, key BLOB NOT NULL,"
    " digest BLOB NOT NULL, id INTEGER NOT NULL);"
    "CREATE TABLE seen_2 (nr INTEGER PRIMARY KEY, key BLOB NOT NULL,"
    " digest BLOB NOT NULL, id INTEGER NOT NULL);"
    "CREATE TABLE seen_3 (nr INTEGER PRIMARY KEY, key BLOB NOT NULL,"
    " digest BLOB NOT NULL, id INTEGER NOT NULL);"
    "CREATE TABLE seen_4 (nr INTEGER PRIMARY KEY, key BLOB NOT NULL,"
    " digest BLOB NOT NULL, id INTEGER NOT NULL);"
    "CREATE TABLE seen_5 (nr INTEGER PRIMARY KEY, key BLOB NOT NULL,"
    " digest BLOB NOT NULL, id INTEGER NOT NULL);"
    "CREATE TABLE seen_6 (nr INTEGER PRIMARY KEY, key BLOB NOT NULL,"
    " digest BLOB NOT NULL, id INTEGER NOT NULL);"
    "CREATE TABLE seen_7 (nr INTEGER PRIMARY KEY, key BLOB NOT NULL,"
    " digest BLOB NOT NULL, id INTEGER NOT NULL);"

    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_entry"
    " BEGIN SELECT RAISE(ABORT, 'audit entries never change'); END;"
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_entry"
    " BEGIN SELECT RAISE(ABORT, 'audit entries never go'); END;";
