/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xml_parse.h - bytes that xml_scan took as a tree of libxml2's.
 *
 * No network, no entities but the five, comments and processing instructions
 * left out.  The parser gets no more bytes after its first failure.
 */
#ifndef XML_PARSE_H
#define XML_PARSE_H

#include "hub_error.h"
#include "xml_utf8.h"

struct _xmlDoc;

/* The caller owns the tree (xmlFreeDoc); else HUB_MALFORMED says where and
 * what was found. */
enum hub_status xml_parse(const struct xml_text *text,
    struct _xmlDoc **ret_tree, struct hub_error *err);

#endif
