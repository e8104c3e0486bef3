/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_schema.h"

#include <libxml/tree.h>
#include <libxml/xmlschemas.h>
#include <stdbool.h>
#include <stdint.h>

#define COUNT_OF(table) (sizeof(table) / sizeof(*(table)))
#define QUOTE_MAX 120 /* bytes of the schema's own words in a sentence */

struct hub_schema {
	xmlDoc *doc;	     /* owned; the compiled form points into it */
	xmlSchema *compiled; /* owned */
};

/* The first thing that libxml2 finds wrong. */
struct finding {
	bool any, memory;
	struct hub_error *err;
};

/* What is wrong, by libxml2's code; behind the last `mark` its sentence holds
 * the schema's words alone, before it values from outside. */
static const struct remark {
	int code;
	bool parent; /* name the element around, not the one that is wrong */
	const char *found, *mark;
} remarks[] = {
	{ XML_SCHEMAV_ELEMENT_CONTENT, true, "an element too many or too few",
	    "Expected is " },
	{ XML_SCHEMAV_CVC_PATTERN_VALID, false, "a value of another form",
	    "by the pattern " },
	{ XML_SCHEMAV_CVC_ENUMERATION_VALID, false, "a word not in the list",
	    "element of the set " },
	{ XML_SCHEMAV_CVC_MAXLENGTH_VALID, false, "a value too long",
	    "maximum length of " },
	{ XML_SCHEMAV_CVC_MINLENGTH_VALID, false, "a value too short",
	    "minimum length of " },
	{ XML_SCHEMAV_CVC_MAXINCLUSIVE_VALID, false, "a number too large",
	    "maximum value allowed " },
	{ XML_SCHEMAV_CVC_MININCLUSIVE_VALID, false, "a number too small",
	    "minimum value allowed " },
	{ XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1, false,
	    "a value of no such type", "valid value of the " },
	{ XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3, false,
	    "a value of no such type", "valid value of the " },
	{ XML_SCHEMAV_CVC_TYPE_3_1_1, false, "an attribute", NULL },
	{ XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1, false, "an attribute", NULL },
	{ XML_SCHEMAV_CVC_TYPE_3_1_2, false, "elements instead of a value",
	    NULL },
	{ XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3, false, "text between elements",
	    NULL },
	{ XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1, false, "content of the empty",
	    NULL },
	{ XML_SCHEMAV_CVC_ELT_1, true, "an element that is not declared",
	    NULL },
};

/* How long a namespace in braces is where one begins, 0 for none: a pattern
 * has braces, too. */
static size_t
namespace_len(const char *words)
{
	size_t len = strcspn(words, "}");

	return words[0] == '{' && words[len] == '}' &&
		memchr(words, ':', len) != NULL
	    ? len + 1
	    : 0;
}

/* Adds the schema's words, without namespaces and the stop at their end. */
static void
add_words(char *to, size_t size, const char *words)
{
	size_t len = 0;

	while (*words != '\0' && *words != '\n' && len + 1 < size) {
		words += namespace_len(words);
		to[len++] = *words++;
	}
	if (len > 0 && to[len - 1] == '.')
		len--;
	to[len] = '\0';
}

/* What follows the last mark in a sentence, or "". */
static const char *
behind_last(const char *sentence, const char *mark)
{
	const char *at = sentence, *found = "";

	if (mark == NULL)
		return found;
	while ((at = strstr(at, mark)) != NULL) {
		at += strlen(mark);
		found = at;
	}
	return found;
}

/* The name of the element that a finding is about, as far as the schema must
 * know it. */
static const char *
place_of(const struct remark *remark, const char *message, const xmlNode *node)
{
	/* libxml2 blames what is there, or the one that lacks something */
	bool lacks = strstr(message, ": Missing child element") != NULL;

	if (node != NULL && remark != NULL && remark->parent && !lacks &&
	    node->parent != NULL && node->parent->type == XML_ELEMENT_NODE)
		node = node->parent;
	return node != NULL && node->name != NULL ? (const char *)node->name
						  : "the document";
}

/* Keeps the first finding as a sentence; called by libxml2. */
static void
note_finding(void *ctx, xmlError *error)
{
	const char *message = error->message != NULL ? error->message : "";
	const struct remark *remark = NULL;
	struct finding *f = ctx;
	char words[QUOTE_MAX] = "";

	f->memory = f->memory || error->code == XML_ERR_NO_MEMORY;
	if (f->any)
		return;
	f->any = true;
	for (size_t i = 0; i < COUNT_OF(remarks) && remark == NULL; i++) {
		if (remarks[i].code == error->code)
			remark = &remarks[i];
	}
	if (remark != NULL)
		add_words(words, sizeof(words),
		    behind_last(message, remark->mark));
	hub_fail(f->err, HUB_MALFORMED, "%s, line %d: found %s%s%s",
	    place_of(remark, message, error->node), error->line,
	    remark != NULL ? remark->found : "what the schema does not have",
	    words[0] != '\0' ? ", expected " : "", words);
}

/* Whether a schema wants others beside it. */
static bool
wants_others(xmlDoc *doc)
{
	static const char *const words[] = { "include", "import", "redefine" };
	const xmlNode *root = xmlDocGetRootElement(doc);
	const xmlNode *node = root != NULL ? root->children : NULL;

	for (; node != NULL; node = node->next) {
		for (size_t i = 0; i < COUNT_OF(words); i++) {
			if (node->type == XML_ELEMENT_NODE &&
			    strcmp((const char *)node->name, words[i]) == 0)
				return true;
		}
	}
	return false;
}

/* Compiles the document of a schema. */
static xmlSchema *
compile(xmlDoc *doc, struct finding *f)
{
	xmlSchemaParserCtxt *parser = xmlSchemaNewDocParserCtxt(doc);
	xmlSchema *compiled = NULL;

	if (parser != NULL) {
		xmlSchemaSetParserStructuredErrors(parser, note_finding, f);
		compiled = xmlSchemaParse(parser);
	}
	xmlSchemaFreeParserCtxt(parser);
	return compiled;
}

enum hub_status
hub_schema_read(const char *bytes, size_t len, struct hub_schema **ret_schema,
    struct hub_error *err)
{
	struct hub_error why = { "" };
	struct finding f = { .err = &why };
	struct hub_schema *schema = calloc(1, sizeof(*schema));

	if (schema == NULL)
		return hub_fail(err, HUB_FAULT, "no memory for a schema");
	schema->doc = len > INT32_MAX
	    ? NULL
	    : xmlReadMemory(bytes, (int)len, NULL, NULL,
		  XML_PARSE_NONET | XML_PARSE_NOERROR);
	if (schema->doc != NULL && !wants_others(schema->doc))
		schema->compiled = compile(schema->doc, &f);
	if (schema->compiled == NULL) {
		hub_schema_free(schema);
		return hub_fail(err, HUB_FAULT, "no schema: %s",
		    f.any ? why.text
			  : "not well-formed, not one alone, or no "
			    "memory");
	}
	*ret_schema = schema;
	return HUB_OK;
}

void
hub_schema_free(struct hub_schema *schema)
{
	if (schema == NULL)
		return;
	xmlSchemaFree(schema->compiled);
	xmlFreeDoc(schema->doc);
	free(schema);
}

/* Whether an element stands for bytes elsewhere. */
static bool
is_include(const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE && node->ns != NULL &&
	    strcmp((const char *)node->name, "Include") == 0 &&
	    strcmp((const char *)node->ns->href, HUB_SCHEMA_XOP) == 0;
}

/* The next node of a tree in document order, or NULL behind its end. */
static xmlNode *
next_of(const xmlNode *top, xmlNode *node)
{
	if (node->type == XML_ELEMENT_NODE && node->children != NULL)
		return node->children;
	while (node != top && node->next == NULL)
		node = node->parent;
	return node != top ? node->next : NULL;
}

/* Hides what stands for bytes from a check, as comments, of which a document
 * has none; or shows it again. */
static void
hide_includes(xmlNode *top, bool hide)
{
	for (xmlNode *node = top; node != NULL; node = next_of(top, node)) {
		if (hide && is_include(node))
			node->type = XML_COMMENT_NODE;
		else if (!hide && node->type == XML_COMMENT_NODE)
			node->type = XML_ELEMENT_NODE;
	}
}

enum hub_status
hub_schema_check(const struct hub_schema *schema,
    const struct hub_xml_node *element, struct hub_error *err)
{
	struct hub_error why = { "" };
	struct finding f = { .err = &why };
	xmlNode *node = (xmlNode *)(uintptr_t)element;
	xmlSchemaValidCtxt *check = xmlSchemaNewValidCtxt(schema->compiled);
	int outcome;

	if (check == NULL)
		return hub_fail(err, HUB_FAULT, "no memory to check XML");
	xmlSchemaSetValidStructuredErrors(check, note_finding, &f);
	hide_includes(node, true);
	outcome = xmlSchemaValidateOneElement(check, node);
	hide_includes(node, false);
	xmlSchemaFreeValidCtxt(check);
	if (outcome == 0)
		return HUB_OK;
	if (outcome < 0 || f.memory)
		return hub_fail(err, HUB_FAULT, "no memory to check XML");
	return hub_fail(err, HUB_MALFORMED, "%s", why.text);
}
