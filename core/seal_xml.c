/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_xml.h"

#include "hub_xml.h"
#include "xml_parse.h"
#include "xml_scan.h"
#include "xml_utf8.h"

/* A text of libxml2's. */
static const char *
text_of(const xmlChar *text)
{
	return text == NULL ? "" : (const char *)text;
}

enum hub_status
seal_xml_read(const char *bytes, size_t len, xmlDoc **ret,
    struct hub_error *err)
{
	struct xml_text text = { bytes, len };
	struct hub_buf converted;
	enum hub_status status;

	if (len == 0 || len > HUB_XML_MAX)
		return hub_fail(err, HUB_MALFORMED,
		    "expected an XML document of at most %u bytes",
		    HUB_XML_MAX);
	hub_buf_init(&converted, HUB_XML_MAX);
	status = xml_utf8(&text, &converted, err);
	if (status == HUB_OK)
		status = xml_scan(text.at, text.len, err);
	if (status == HUB_OK)
		status = xml_parse(&text, ret, err);
	hub_buf_release(&converted);
	return status;
}

bool
seal_xml_is(const xmlNode *node, const char *ns, const char *name)
{
	return node != NULL && node->type == XML_ELEMENT_NODE &&
	    strcmp(text_of(node->name), name) == 0 &&
	    strcmp(node->ns == NULL ? "" : text_of(node->ns->href), ns) == 0;
}

/* The first element from here on among siblings. */
static xmlNode *
element_from(xmlNode *node)
{
	while (node != NULL && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

xmlNode *
seal_xml_first(const xmlNode *node)
{
	return node == NULL ? NULL : element_from(node->children);
}

xmlNode *
seal_xml_next(const xmlNode *node)
{
	return element_from(node->next);
}

xmlNode *
seal_xml_child(const xmlNode *node, const char *ns, const char *name,
    size_t *ret_count)
{
	xmlNode *found = NULL;
	size_t count = 0;

	for (xmlNode *at = seal_xml_first(node); at != NULL;
	     at = seal_xml_next(at)) {
		if (!seal_xml_is(at, ns, name))
			continue;
		if (count++ == 0)
			found = at;
	}
	if (ret_count != NULL)
		*ret_count = count;
	return found;
}

xmlNode *
seal_xml_walk(const xmlNode *root, const xmlNode *node)
{
	xmlNode *down = seal_xml_first(node);

	if (down != NULL)
		return down;
	for (; node != root; node = node->parent)
		if (seal_xml_next(node) != NULL)
			return seal_xml_next(node);
	return NULL;
}

const char *
seal_xml_attr(const xmlNode *node, const char *ns, const char *name)
{
	for (const xmlAttr *at = node->properties; at != NULL; at = at->next) {
		const char *href = at->ns == NULL ? "" : text_of(at->ns->href);

		if (strcmp(text_of(at->name), name) == 0 &&
		    strcmp(href, ns == NULL ? "" : ns) == 0)
			return at->children == NULL
			    ? ""
			    : text_of(at->children->content);
	}
	return "";
}

bool
seal_xml_text(const xmlNode *node, struct hub_buf *out)
{
	for (const xmlNode *at = node->children; at != NULL; at = at->next) {
		if (at->type != XML_TEXT_NODE &&
		    at->type != XML_CDATA_SECTION_NODE)
			return false;
		hub_buf_text(out, text_of(at->content));
	}
	return hub_buf_ok(out);
}

bool
seal_xml_word(const xmlNode *node, struct hub_buf *out)
{
	size_t kept = out->len;

	if (!seal_xml_text(node, out) || out->data == NULL)
		return hub_buf_ok(out);
	for (size_t i = kept; i < out->len; i++)
		if (strchr(" \t\r\n", out->data[i]) == NULL)
			out->data[kept++] = out->data[i];
	out->len = kept;
	out->data[kept] = '\0';
	return true;
}
