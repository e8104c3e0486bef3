/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_xml.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdint.h>

#include "arena.h"
#include "hub_buf.h"
#include "xml_parse.h"
#include "xml_scan.h"
#include "xml_utf8.h"

/* Texts that are pieced together, at most: one ancestor's at each depth. */
#define JOINED_MAX (4u * HUB_XML_MAX)

struct hub_xml {
	xmlDoc *tree;	    /* owned */
	struct arena texts; /* what hub_xml_text had to piece together */
};

/* Look the bytes over, then parse them. */
static enum hub_status
read_tree(struct xml_text *text, struct hub_buf *converted, xmlDoc **ret_tree,
    struct hub_error *err)
{
	enum hub_status status = xml_utf8(text, converted, err);

	if (status == HUB_OK)
		status = xml_scan(text->at, text->len, err);
	if (status == HUB_OK)
		status = xml_parse(text, ret_tree, err);
	return status;
}

/* Let libxml2 set up what it sets up once. */
void
hub_xml_warm(void)
{
	struct hub_xml *doc;

	xmlInitParser();
	if (hub_xml_read("<a b='&lt;'>c</a>", 17, &doc, NULL) == HUB_OK)
		hub_xml_free(doc);
}

/* A document out of bytes. */
enum hub_status
hub_xml_read(const char *bytes, size_t len, struct hub_xml **ret_doc,
    struct hub_error *err)
{
	struct xml_text text = { bytes, len };
	struct hub_buf converted;
	enum hub_status status;
	struct hub_xml *doc;
	xmlDoc *tree;

	if (len == 0 || len > HUB_XML_MAX)
		return hub_fail(err, HUB_MALFORMED,
		    "XML of %zu bytes, expected 1 to %u", len, HUB_XML_MAX);
	hub_buf_init(&converted, HUB_XML_MAX);
	status = read_tree(&text, &converted, &tree, err);
	hub_buf_release(&converted);
	if (status != HUB_OK)
		return status;
	doc = malloc(sizeof(*doc));
	if (doc == NULL) {
		xmlFreeDoc(tree);
		return hub_fail(err, HUB_FAULT, "no memory to read XML");
	}
	doc->tree = tree;
	arena_init(&doc->texts, JOINED_MAX);
	*ret_doc = doc;
	return HUB_OK;
}

/* Give the document, its elements and texts back. */
void
hub_xml_free(struct hub_xml *doc)
{
	if (doc == NULL)
		return;
	arena_release(&doc->texts);
	xmlFreeDoc(doc->tree);
	free(doc);
}

/* The element behind the opaque pointer. */
static xmlNode *
element_of(const struct hub_xml_node *node)
{
	return (xmlNode *)(uintptr_t)node;
}

/* The node as plugins see it, the first element from there on. */
static const struct hub_xml_node *
opaque(const xmlNode *node)
{
	while (node != NULL && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return (const struct hub_xml_node *)(const void *)node;
}

/* The outermost element. */
const struct hub_xml_node *
hub_xml_root(const struct hub_xml *doc)
{
	return opaque(xmlDocGetRootElement(doc->tree));
}

/* Local name, "" for no element. */
const char *
hub_xml_name(const struct hub_xml_node *node)
{
	return node != NULL ? (const char *)element_of(node)->name : "";
}

/* Namespace, "" for none. */
const char *
hub_xml_ns(const struct hub_xml_node *node)
{
	const xmlNs *ns = node != NULL ? element_of(node)->ns : NULL;

	return ns != NULL && ns->href != NULL ? (const char *)ns->href : "";
}

/* First child element. */
const struct hub_xml_node *
hub_xml_child(const struct hub_xml_node *node)
{
	return node != NULL ? opaque(element_of(node)->children) : NULL;
}

/* Next sibling element. */
const struct hub_xml_node *
hub_xml_next(const struct hub_xml_node *node)
{
	return node != NULL ? opaque(element_of(node)->next) : NULL;
}

/* Down the path, the first of that name at each level. */
const struct hub_xml_node *
hub_xml_find(const struct hub_xml_node *node, const char *path)
{
	while (node != NULL && *path != '\0') {
		size_t len = strcspn(path, "/");

		node = hub_xml_child(node);
		while (node != NULL &&
		    (strncmp(hub_xml_name(node), path, len) != 0 ||
			hub_xml_name(node)[len] != '\0'))
			node = hub_xml_next(node);
		path += len;
		if (*path == '/')
			path++;
	}
	return node;
}

/* Everything between its tags, or an attribute's value: where it is one
 * piece, that; else pieced together once and kept. */
static const char *
content(struct hub_xml *doc, xmlNode *node)
{
	const xmlNode *piece = node->children;
	xmlChar *joined;

	if (piece == NULL)
		return "";
	if (piece->next == NULL && piece->type == XML_TEXT_NODE)
		return piece->content != NULL ? (const char *)piece->content
					      : "";
	if (node->_private != NULL)
		return node->_private;
	joined = xmlNodeGetContent(node);
	node->_private = (void *)(uintptr_t)arena_text(&doc->texts,
	    (const char *)joined);
	xmlFree(joined);
	return node->_private;
}

/* The text of the element at path. */
const char *
hub_xml_text(struct hub_xml *doc, const struct hub_xml_node *node,
    const char *path)
{
	const struct hub_xml_node *found = hub_xml_find(node, path);

	return found != NULL ? content(doc, element_of(found)) : "";
}

/* The value of an attribute in a namespace, or in none where that is "". */
const char *
hub_xml_attribute_ns(struct hub_xml *doc, const struct hub_xml_node *node,
    const char *ns, const char *name)
{
	xmlAttr *found = node == NULL
	    ? NULL
	    : xmlHasNsProp(element_of(node), (const xmlChar *)name,
		  *ns != '\0' ? (const xmlChar *)ns : NULL);

	return found != NULL ? content(doc, (xmlNode *)found) : "";
}

/* The value of an attribute in no namespace. */
const char *
hub_xml_attribute(struct hub_xml *doc, const struct hub_xml_node *node,
    const char *name)
{
	return hub_xml_attribute_ns(doc, node, "", name);
}
