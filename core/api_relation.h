/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_relation.h - what a case is to others, as its holder and the
 * coordinator see it: never who complains there.
 */
#ifndef API_RELATION_H
#define API_RELATION_H

#include "hub_json.h"
#include "relations.h"

/* "relations": [{"case", "as", "lead"}], left out where there are none. */
enum db_code api_put_relations(struct hub_json_out *out, struct db *db,
    int64_t case_id);

#endif
