/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_schema.h - a table of members as a JSON Schema (2020-12), closed:
 * members that are not in the table are not allowed.
 */
#ifndef API_SCHEMA_H
#define API_SCHEMA_H

#include "api_body.h"
#include "api_shape.h"

void api_schema_body(struct hub_json_out *out, const char *key,
    const struct body_row *rows);
void api_schema_answer(struct hub_json_out *out, const char *key,
    const struct shape_row *rows);

#endif
