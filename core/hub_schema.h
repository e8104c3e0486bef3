/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_schema.h - an XML Schema that elements from outside are held against.
 *
 * A schema is one document: it imports nothing, from files or from the net.
 * An element that holds only an xop:Include is taken for an empty value, for
 * its bytes stand elsewhere.  A refusal says where, what was found and what
 * was expected in the schema's own words, and never quotes a value.
 */
#ifndef HUB_SCHEMA_H
#define HUB_SCHEMA_H

#include "hub_xml.h"

#define HUB_SCHEMA_XOP "http://www.w3.org/2004/08/xop/include"

struct hub_schema;

/* HUB_FAULT when the bytes are no schema. */
enum hub_status hub_schema_read(const char *bytes, size_t len,
    struct hub_schema **ret_schema, struct hub_error *err);
void hub_schema_free(struct hub_schema *schema);

/* HUB_MALFORMED with the first thing that is wrong in the element, which must
 * be declared in the schema at its top. */
enum hub_status hub_schema_check(const struct hub_schema *schema,
    const struct hub_xml_node *element, struct hub_error *err);

#endif
