/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define XOP \
	"<x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' " \
	"href='cid:1'/>"

static const char schema_text[] =
    "<s:schema xmlns:s='http://www.w3.org/2001/XMLSchema' xmlns='urn:a'"
    " targetNamespace='urn:a' elementFormDefault='qualified'>"
    "<s:simpleType name='Colour'><s:restriction base='s:string'>"
    "<s:enumeration value='red'/><s:enumeration value='blue'/>"
    "</s:restriction></s:simpleType>"
    "<s:simpleType name='Code'><s:restriction base='s:string'>"
    "<s:pattern value='[A-Z]{2}'/></s:restriction></s:simpleType>"
    "<s:simpleType name='Short'><s:restriction base='s:string'>"
    "<s:minLength value='1'/><s:maxLength value='3'/>"
    "</s:restriction></s:simpleType>"
    "<s:element name='Box'><s:complexType><s:sequence>"
    "<s:element name='colour' type='Colour' minOccurs='0'/>"
    "<s:element name='code' type='Code' minOccurs='0'/>"
    "<s:element name='short' type='Short' minOccurs='0'/>"
    "<s:element name='at' type='s:dateTime' minOccurs='0'/>"
    "<s:element name='bytes' type='s:base64Binary' minOccurs='0'/>"
    "<s:element name='last' type='s:boolean'/>"
    "</s:sequence></s:complexType></s:element></s:schema>";

/* The schema of this test. */
static int
set_up(void **state)
{
	struct hub_error err = { "" };

	return hub_schema_read(schema_text, strlen(schema_text),
		   (struct hub_schema **)state, &err) == HUB_OK
	    ? 0
	    : -1;
}

static int
tear_down(void **state)
{
	hub_schema_free(*state);
	return 0;
}

/* What is said of a Box with that inside; "" when it is good. */
static const char *
check(const struct hub_schema *schema, const char *inside)
{
	static struct hub_error err;
	struct hub_xml *doc = NULL;
	char text[1024];
	enum hub_status status;

	(void)snprintf(text, sizeof(text), "<Box xmlns='urn:a'>%s</Box>",
	    inside);
	assert_int_equal(hub_xml_read(text, strlen(text), &doc, &err), HUB_OK);
	err.text[0] = '\0';
	status = hub_schema_check(schema, hub_xml_root(doc), &err);
	assert_int_equal(status, err.text[0] == '\0' ? HUB_OK : HUB_MALFORMED);
	hub_xml_free(doc);
	return err.text;
}

static void
what_the_schema_says_is_good(void **state)
{
	static const char *const rows[] = { "<last>1</last>",
		"<colour>red</colour><code>AB</code><short>abc</short>"
		"<at>2026-02-02T08:00:00Z</at><bytes>QUI=</bytes>"
		"<last> true </last>",
		"<bytes>" XOP "</bytes><last>1</last>",
		"<short>\xc3\xa9\xc3\xa9\xc3\xa9</short><last>0</last>" };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(check(*state, rows[i]), "");
}

static void
what_it_does_not_say_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *inside, *says;
	} rows[] = {
		{ "",
		    "Box, line 1: found an element too many or too few, "
		    "expected one of ( colour, code, short, at, bytes, last "
		    ")" },
		{ "<last>1</last><last>1</last>",
		    "Box, line 1: found an element too many or too few" },
		{ "<colour>green</colour><last>1</last>",
		    "colour, line 1: found a word not in the list, expected "
		    "{'red', 'blue'}" },
		{ "<code>ab</code><last>1</last>",
		    "code, line 1: found a value of another form, expected "
		    "'[A-Z]{2}'" },
		{ "<short>abcd</short><last>1</last>",
		    "short, line 1: found a value too long, expected '3'" },
		{ "<short/><last>1</last>",
		    "short, line 1: found a value too short, expected '1'" },
		{ "\n<at>yesterday</at><last>1</last>",
		    "at, line 2: found a value of no such type, expected "
		    "atomic type 'xs:dateTime'" },
		{ "<last a='1'>1</last>", "last, line 1: found an attribute" },
		{ "<last><b/></last>",
		    "last, line 1: found elements instead of a value" },
		{ "text<last>1</last>",
		    "Box, line 1: found text between elements" },
		{ "<last xmlns='urn:b'>1</last>",
		    "Box, line 1: found an element too many or too few, "
		    "expected one of ( colour, code, short, at, bytes, last "
		    ")" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(check(*state, rows[i].inside),
		    rows[i].says);
}

static void
a_refusal_quotes_no_value(void **state)
{
	static const char *const rows[] = {
		"<colour>RAHASIA is not an element of the set X</colour>",
		"<code>RAHASIA by the pattern RAHASIA</code>",
		"<last>RAHASIA</last>", "<RAHASIA/><last>1</last>",
		"<last RAHASIA='1'>1</last>"
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_string_not_equal(check(*state, rows[i]), "");
		assert_null(strstr(check(*state, rows[i]), "RAHASIA"));
	}
}

static void
what_stands_for_bytes_is_there_after_a_check(void **state)
{
	static const char text[] = "<Box xmlns='urn:a'><bytes>" XOP
				   "</bytes><last>1</last></Box>";
	const struct hub_xml_node *found;
	struct hub_xml *doc = NULL;

	assert_int_equal(hub_xml_read(text, strlen(text), &doc, NULL), HUB_OK);
	assert_int_equal(hub_schema_check(*state, hub_xml_root(doc), NULL),
	    HUB_OK);
	found = hub_xml_find(hub_xml_root(doc), "bytes/Include");
	assert_string_equal(hub_xml_ns(found), HUB_SCHEMA_XOP);
	assert_string_equal(hub_xml_attribute(doc, found, "href"), "cid:1");
	hub_xml_free(doc);
}

static void
another_root_is_not_declared(void **state)
{
	struct hub_error err = { "" };
	struct hub_xml *doc = NULL;

	assert_int_equal(hub_xml_read("<Crate xmlns='urn:a'/>", 22, &doc, NULL),
	    HUB_OK);
	assert_int_equal(hub_schema_check(*state, hub_xml_root(doc), &err),
	    HUB_MALFORMED);
	assert_non_null(strstr(err.text, "an element that is not declared"));
	hub_xml_free(doc);
}

static void
what_is_no_schema_is_our_fault(void **state)
{
	static const char *const rows[] = { "", "<a", "<a/>",
		"<s:schema xmlns:s='http://www.w3.org/2001/XMLSchema'>"
		"<s:element name='a' type='none'/></s:schema>",
		"<s:schema xmlns:s='http://www.w3.org/2001/XMLSchema'>"
		"<s:include schemaLocation='/etc/passwd'/></s:schema>" };
	struct hub_schema *schema = NULL;
	struct hub_error err;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(hub_schema_read(rows[i], strlen(rows[i]),
				     &schema, &err),
		    HUB_FAULT);
		assert_null(schema);
		assert_non_null(strstr(err.text, "no schema: "));
	}
	hub_schema_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_schema_says_is_good),
		cmocka_unit_test(
		    what_it_does_not_say_is_refused_with_its_place),
		cmocka_unit_test(a_refusal_quotes_no_value),
		cmocka_unit_test(what_stands_for_bytes_is_there_after_a_check),
		cmocka_unit_test(another_root_is_not_declared),
		cmocka_unit_test(what_is_no_schema_is_our_fault),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
