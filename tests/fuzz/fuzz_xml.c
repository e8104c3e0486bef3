/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "fuzz_seed.h"
#include "hub_xml.h"
#include "utf8.h"

const char *const fuzz_seeds[] = {
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:E xmlns:s=\"urn:s\">"
	"<s:B id='1&quot;'>a&amp;&#233;<![CDATA[<b>]]><!-- c --></s:B></s:E>",
	"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
	"<a b='1' xmlns:p='u' p:c='2'><d/><?pi x?>e<f>g</f></a>",
	"\xef\xbb\xbf<a>\xc3\xa9</a>",
	"<a><a><a><a><a><a><a><a></a></a></a></a></a></a></a></a>",
	NULL,
};

/* What is said of one element. */
static void
use(struct hub_xml *doc, const struct hub_xml_node *node)
{
	const char *text = hub_xml_text(doc, node, "");
	const char *value = hub_xml_attribute(doc, node, "b");

	fuzz_must(utf8_is_valid(text, strlen(text)), "UTF-8 text");
	fuzz_must(utf8_is_valid(value, strlen(value)), "UTF-8 value");
	fuzz_must(*hub_xml_name(node) != '\0', "a name");
	(void)hub_xml_ns(node);
	(void)hub_xml_find(node, "a/b");
}

/* Every element; depth is bounded by the reader. */
static void
walk(struct hub_xml *doc, const struct hub_xml_node *node)
{
	for (; node != NULL; node = hub_xml_next(node)) {
		use(doc, node);
		walk(doc, hub_xml_child(node));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct hub_error err = { "" };
	struct hub_xml *doc = NULL;
	enum hub_status status = hub_xml_read((const char *)bytes, len, &doc,
	    &err);

	fuzz_must((status == HUB_OK) == (doc != NULL), "a document iff ok");
	fuzz_must((status == HUB_OK) == (err.text[0] == '\0'),
	    "a sentence iff not");
	if (doc != NULL)
		walk(doc, hub_xml_root(doc));
	hub_xml_free(doc);
	return 0;
}
