/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "schema_6.h"

/*
 * Whoever reads by time what was said has read past what came late, or was
 * held, before somebody let it count.  heard: where it stands among the ids
 * then, 0: by its own.
 */
const char schema_6[] =
    "ALTER TABLE event ADD COLUMN heard INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX event_heard ON event (heard) WHERE heard <> 0;";
