/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xml_scan.h - a look over the bytes of an XML document before it is parsed.
 *
 * It knows tags, comments, CDATA sections and processing instructions and
 * nothing else, so that everything whose cost in the parser grows faster than
 * the bytes (attributes, namespaces, depth) is bounded before the parser sees
 * it, and no declaration (DOCTYPE, ENTITY) ever reaches it.  It may take what
 * is not well-formed; the parser will not.
 */
#ifndef XML_SCAN_H
#define XML_SCAN_H

#include <stddef.h>

#include "hub_error.h"

/* HUB_OK when no limit of hub_xml.h is passed; else HUB_MALFORMED with the
 * line and what was found.  The bytes are UTF-8. */
enum hub_status xml_scan(const char *bytes, size_t len, struct hub_error *err);

#endif
