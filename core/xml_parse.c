/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "xml_parse.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#define COUNT_OF(table) (sizeof(table) / sizeof(*(table)))

/* Bytes on their way to the parser, which gets no more after it failed. */
struct source {
	const char *at, *end;
	int code, line, column; /* of the first failure, code 0 if none */
};

/* What was found, by libxml2's code; its own sentences quote the document. */
static const struct {
	int code;
	const char *found;
} failures[] = {
	{ XML_ERR_TAG_NAME_MISMATCH, "an end tag that closes another element" },
	{ XML_ERR_TAG_NOT_FINISHED, "the end before the last end tag" },
	{ XML_ERR_DOCUMENT_END, "more behind the root element" },
	{ XML_ERR_DOCUMENT_EMPTY, "no root element" },
	{ XML_ERR_UNDECLARED_ENTITY, "an entity that is none of the five" },
	{ XML_ERR_ENTITYREF_SEMICOL_MISSING, "a reference without its ';'" },
	{ XML_ERR_NAME_REQUIRED, "no name where one is needed" },
	{ XML_ERR_INVALID_CHAR, "a character that XML does not have" },
	{ XML_ERR_INVALID_CHARREF, "a reference to no character" },
	{ XML_ERR_ATTRIBUTE_REDEFINED, "an attribute twice" },
	{ XML_NS_ERR_ATTRIBUTE_REDEFINED, "an attribute twice" },
	{ XML_ERR_MISPLACED_CDATA_END, "']]>' in a text" },
	{ XML_ERR_ATTRIBUTE_WITHOUT_VALUE, "an attribute without a value" },
	{ XML_ERR_SPACE_REQUIRED, "no space where one is needed" },
	{ XML_ERR_RESERVED_XML_NAME, "a declaration that is not at the start" },
	{ XML_NS_ERR_UNDEFINED_NAMESPACE, "a prefix without its namespace" },
};

/* The first failure, but no warning; called by libxml2, whose context holds
 * the source. */
static void
note_failure(void *parser, xmlErrorPtr error)
{
	struct source *source = ((xmlParserCtxt *)parser)->_private;

	if (error->level < XML_ERR_ERROR || source->code != 0)
		return;
	source->code = error->code;
	source->line = error->line;
	source->column = error->int2;
}

/* The next bytes for the parser. */
static int
give_bytes(void *context, char *buf, int len)
{
	struct source *source = context;
	size_t left = (size_t)(source->end - source->at);
	size_t give = left < (size_t)len ? left : (size_t)len;

	if (source->code != 0)
		return 0;
	memcpy(buf, source->at, give);
	source->at += give;
	return (int)give;
}

/* The failure as a sentence. */
static enum hub_status
refuse(const struct source *source, struct hub_error *err)
{
	const char *found = "bytes that are not well-formed XML";

	/* without memory libxml2 may fail before the first line */
	if (source->code == XML_ERR_NO_MEMORY || source->line == 0)
		return hub_fail(err, HUB_FAULT, "no memory to read XML");
	for (size_t i = 0; i < COUNT_OF(failures); i++) {
		if (failures[i].code == source->code)
			found = failures[i].found;
	}
	return hub_fail(err, HUB_MALFORMED, "XML, line %d, column %d: found %s",
	    source->line, source->column, found);
}

/* The tree of bytes that were looked over.  Entities in texts are replaced,
 * which means the five: a document with a DTD never comes here. */
static xmlDoc *
build(struct source *source)
{
	xmlParserCtxt *parser = xmlNewParserCtxt();
	xmlDoc *tree;

	if (parser == NULL) {
		source->code = XML_ERR_NO_MEMORY;
		return NULL;
	}
	parser->_private = source;
	parser->sax->serror = note_failure;
	parser->sax->comment = NULL;
	parser->sax->processingInstruction = NULL;
	tree = xmlCtxtReadIO(parser, give_bytes, NULL, source, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOCDATA |
		XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT);
	if (tree == NULL && source->code == 0)
		source->code = XML_ERR_INTERNAL_ERROR;
	xmlFreeParserCtxt(parser);
	if (source->code == 0)
		return tree;
	xmlFreeDoc(tree);
	return NULL;
}

/* The tree, or why there is none. */
enum hub_status
xml_parse(const struct xml_text *text, xmlDoc **ret_tree, struct hub_error *err)
{
	struct source source = { .at = text->at, .end = text->at + text->len };
	xmlDoc *tree = build(&source);

	if (tree == NULL)
		return refuse(&source, err);
	*ret_tree = tree;
	return HUB_OK;
}
