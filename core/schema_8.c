/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "schema_8.h"

/*
 * Only cases with files have rows here, and those for thirty days.
 */
const char schema_8[] =
    /* A file of a case that was handed over by its address.  place: among
     * those of the delivery.  sha256: of the token. */
    "CREATE TABLE pickup ("
    " delivery INTEGER NOT NULL, place INTEGER NOT NULL,"
    " case_id INTEGER NOT NULL, attachment INTEGER NOT NULL,"
    " institution INTEGER NOT NULL, made INTEGER NOT NULL,"
    " expires INTEGER NOT NULL, revoked INTEGER NOT NULL,"
    " sha256 BLOB NOT NULL,"
    " PRIMARY KEY (delivery, place)) WITHOUT ROWID;"
    "CREATE INDEX pickup_case ON pickup (case_id);"
    "CREATE INDEX pickup_expires ON pickup (expires);";
