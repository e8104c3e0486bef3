/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "schema_5.h"

/*
 * Only institutions with a mapping have rows here: two for a delivery of two
 * steps, one for each piece of news.
 */
const char schema_5[] =
    /* id: also that of the content row with the words.  delivery: whose step
     * was answered, 0: it is news. */
    "CREATE TABLE heard ("
    " id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL,"
    " institution INTEGER NOT NULL, what INTEGER NOT NULL,"
    " delivery INTEGER NOT NULL, step INTEGER NOT NULL);"
    "CREATE INDEX heard_step ON heard (delivery, step, id)"
    " WHERE delivery <> 0;"
    "CREATE INDEX heard_news ON heard (institution, id)"
    " WHERE delivery = 0;";
