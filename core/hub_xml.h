/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_xml.h - XML from outside, read within limits.
 *
 * No DTD, no entities but the five and character references, no network.
 * Ceilings on bytes, depth, attributes, namespaces, name length and nodes are
 * checked over the bytes, before a tree exists.  A path names child elements
 * by local name with slashes: "Body/Handoff/Id"; namespaces are asked for with
 * hub_xml_ns.  Line ends are LF, white space is kept.
 */
#ifndef HUB_XML_H
#define HUB_XML_H

#include <stddef.h>

#include "hub_error.h"

#define HUB_XML_MAX (16u * 1024u * 1024u)
#define HUB_XML_DEPTH 32
#define HUB_XML_ATTRIBUTES 64 /* of one element, namespaces among them */
#define HUB_XML_NAME_MAX 256
#define HUB_XML_TAG_MAX 65536		      /* bytes of one tag */
#define HUB_XML_TEXT_MAX (9u * 1024u * 1024u) /* of one element */
#define HUB_XML_NODES 100000 /* elements, attributes, comments... */

struct hub_xml;	     /* a document */
struct hub_xml_node; /* an element, borrowed from its document */

/* First use, before a sandbox closes. */
void hub_xml_warm(void);

enum hub_status hub_xml_read(const char *bytes, size_t len,
    struct hub_xml **ret_doc, struct hub_error *err);
void hub_xml_free(struct hub_xml *doc);

const struct hub_xml_node *hub_xml_root(const struct hub_xml *doc);
const char *hub_xml_name(const struct hub_xml_node *node);
const char *hub_xml_ns(const struct hub_xml_node *node);
/* The element at path, or NULL; a NULL node gives NULL. */
const struct hub_xml_node *hub_xml_find(const struct hub_xml_node *node,
    const char *path);
/* First child element, and the next sibling, or NULL. */
const struct hub_xml_node *hub_xml_child(const struct hub_xml_node *node);
const struct hub_xml_node *hub_xml_next(const struct hub_xml_node *node);
/* All text of the element at path ("" for the node itself), or "". Owned by
 * the document. */
const char *hub_xml_text(struct hub_xml *doc, const struct hub_xml_node *node,
    const char *path);
/* Value of an attribute without namespace, or "". */
const char *hub_xml_attribute(struct hub_xml *doc,
    const struct hub_xml_node *node, const char *name);
/* The same of one in a namespace. */
const char *hub_xml_attribute_ns(struct hub_xml *doc,
    const struct hub_xml_node *node, const char *ns, const char *name);

#endif
