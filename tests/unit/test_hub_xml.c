/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "hub_buf.h"

#define COUNT(table) (sizeof(table) / sizeof(*(table)))
/* Of processor time, for what must not be parsed; sanitizers look at every
 * byte. */
#ifdef __SANITIZE_ADDRESS__
#define QUICKLY_MS 400
#else
#define QUICKLY_MS 100
#endif

static const char sample[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- a > b <c> -->\n"
    "<s:Envelope xmlns:s=\"urn:soap\" xmlns=\"urn:hub\">\n"
    " <s:Body id='b&quot;1' s:id=\"other\">\n"
    "  <Handoff><Id>K-7</Id><Id>K-8</Id><Empty/>\n"
    "   <Text>baris 1\r\nbaris 2 &amp; &lt;b&gt; &#233;&#x1F600;</Text>\n"
    "   <Raw><![CDATA[<i>a & b</i>]]>!</Raw><Mix>a<b>b</b>c<!-- x -->d</Mix>\n"
    "   <?php echo \"<x y='\" ?><None/></Handoff>\n"
    " </s:Body></s:Envelope>\n<!-- end -->";

/* The document of bytes that must be one. */
static struct hub_xml *
read_ok(const char *bytes, size_t len)
{
	struct hub_error err = { "" };
	struct hub_xml *doc = NULL;

	if (hub_xml_read(bytes, len, &doc, &err) != HUB_OK)
		fail_msg("%.60s: %s", bytes, err.text);
	return doc;
}

/* The sentence with which bytes are refused. */
static const char *
refused(const char *bytes, size_t len)
{
	static struct hub_error err;
	struct hub_xml *doc = NULL;
	enum hub_status status;

	err.text[0] = '\0';
	status = hub_xml_read(bytes, len, &doc, &err);
	if (status == HUB_OK)
		fail_msg("%.60s was read", bytes);
	assert_int_equal(status, HUB_MALFORMED);
	assert_null(doc);
	return err.text;
}

static void
refused_saying(const char *text, const char *says)
{
	const char *got = refused(text, strlen(text));

	if (strstr(got, says) == NULL)
		fail_msg("%.60s: got \"%s\", want \"%s\"", text, got, says);
}

static void
elements_are_found_by_their_path(void **state)
{
	struct hub_xml *doc = read_ok(sample, sizeof(sample) - 1);
	const struct hub_xml_node *root = hub_xml_root(doc);
	const struct hub_xml_node *handoff = hub_xml_find(root, "Body/Handoff");

	(void)state;
	assert_string_equal(hub_xml_name(root), "Envelope");
	assert_string_equal(hub_xml_ns(root), "urn:soap");
	assert_string_equal(hub_xml_ns(handoff), "urn:hub");
	assert_string_equal(hub_xml_text(doc, root, "Body/Handoff/Id"), "K-7");
	assert_string_equal(hub_xml_text(doc,
				hub_xml_next(hub_xml_child(handoff)), ""),
	    "K-8");
	assert_null(hub_xml_find(root, "Body/Handoff/id"));
	assert_null(hub_xml_find(root, "Body/Hand"));
	assert_null(hub_xml_find(root, "Body/Handoffs"));
	assert_null(hub_xml_find(root, "Envelope"));
	assert_null(hub_xml_find(NULL, "x"));
	assert_ptr_equal(hub_xml_find(root, ""), root);
	assert_null(hub_xml_child(hub_xml_find(handoff, "Empty")));
	assert_null(hub_xml_next(hub_xml_find(handoff, "None")));
	hub_xml_free(doc);
	hub_xml_free(NULL);
}

static void
texts_keep_lines_entities_and_sections(void **state)
{
	struct hub_xml *doc = read_ok(sample, sizeof(sample) - 1);
	const struct hub_xml_node *at = hub_xml_find(hub_xml_root(doc),
	    "Body/Handoff");
	const char *mixed = hub_xml_text(doc, at, "Mix");

	(void)state;
	assert_string_equal(hub_xml_text(doc, at, "Text"),
	    "baris 1\nbaris 2 & <b> \xc3\xa9\xf0\x9f\x98\x80");
	assert_string_equal(hub_xml_text(doc, at, "Raw"), "<i>a & b</i>!");
	assert_string_equal(mixed, "abcd");
	assert_ptr_equal(mixed, hub_xml_text(doc, at, "Mix"));
	assert_string_equal(hub_xml_text(doc, at, "Empty"), "");
	assert_string_equal(hub_xml_text(doc, at, "Absent"), "");
	assert_string_equal(hub_xml_text(doc, NULL, ""), "");
	assert_non_null(
	    strstr(hub_xml_text(doc, hub_xml_root(doc), ""), "K-7K-8"));
	hub_xml_free(doc);
}

static void
attributes_are_those_without_namespace(void **state)
{
	static const char text[] =
	    "<a xmlns:p='u' b='1&#10;2 &amp;&lt; >' p:c='3' d='' e='x\ny'/>";
	struct hub_xml *doc = read_ok(sample, sizeof(sample) - 1);
	const struct hub_xml_node *body = hub_xml_find(hub_xml_root(doc),
	    "Body");

	(void)state;
	assert_string_equal(hub_xml_attribute(doc, body, "id"), "b\"1");
	assert_string_equal(hub_xml_attribute(doc, body, "none"), "");
	assert_string_equal(hub_xml_attribute(doc, NULL, "id"), "");
	hub_xml_free(doc);
	doc = read_ok(text, sizeof(text) - 1);
	body = hub_xml_root(doc);
	assert_string_equal(hub_xml_attribute(doc, body, "b"), "1\n2 &< >");
	assert_string_equal(hub_xml_attribute(doc, body, "c"), "");
	assert_string_equal(hub_xml_attribute_ns(doc, body, "u", "c"), "3");
	assert_string_equal(hub_xml_attribute_ns(doc, body, "v", "c"), "");
	assert_string_equal(hub_xml_attribute(doc, body, "d"), "");
	assert_string_equal(hub_xml_attribute(doc, body, "e"), "x y");
	hub_xml_free(doc);
}

static void
no_declaration_comes_to_the_parser(void **state)
{
	static const char *const rows[] = {
		"<!DOCTYPE a><a/>",
		"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
		"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;"
		"</a>",
		"<!DOCTYPE a [<!ENTITY l0 'lol'><!ENTITY l1 '&l0;&l0;&l0;'>"
		"<!ENTITY l2 '&l1;&l1;&l1;'>]><a>&l2;</a>",
		"<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'><a/>",
		"<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///dev/zero'>%p;]><a/>",
		"<!doctype html><html></html>",
		"<a/><!DOCTYPE b>",
		"<a><!ELEMENT b ANY></a>",
		"<!-- --><!ATTLIST a b CDATA 'c'><a/>",
		"<!",
		"<a><![INCLUDE[x]]></a>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		refused_saying(rows[i],
		    "found a DOCTYPE or other declaration, expected none");
}

static void
what_is_not_well_formed_is_refused(void **state)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ " ", "no root element" },
		{ "text", "no root element" },
		{ "{\"a\":1}", "no root element" },
		{ "<a>", "the end before the last end tag" },
		{ "<a></b>", "closes another element" },
		{ "<a><b></a></b>", "closes another element" },
		{ "<a/><b/>", "more behind the root" },
		{ "<a/>text", "more behind the root" },
		{ "<a>&nbsp;</a>", "none of the five" },
		{ "<a>&lol;</a>", "none of the five" },
		{ "<a b='&x;'/>", "none of the five" },
		{ "<a>&amp</a>", "without its ';'" },
		{ "<a>a & b</a>", "no name" },
		{ "<a>&#0;</a>", "that XML does not have" },
		{ "<a>&#xD800;</a>", "that XML does not have" },
		{ "<a>&#x110000;</a>", "that XML does not have" },
		{ "<a>\x01</a>", "a character that XML does not have" },
		{ "<a b='1' b='2'/>", "an attribute twice" },
		{ "<a b/>", "an attribute without a value" },
		{ "<a b=c/>", "not well-formed" },
		{ "<a b='1'c='2'/>", "no space" },
		{ "<p:a/>", "a prefix without its namespace" },
		{ "<a p:b='1'/>", "a prefix without its namespace" },
		{ "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "twice" },
		{ "<a b='<'/>", "an attribute value without its end" },
		{ "<a b='x", "an attribute value without its end" },
		{ "<a", "a tag without its end" },
		{ "<a <b/>", "a tag without its end" },
		{ "<a><!-- ", "a section without its end" },
		{ "<a><![CDATA[ </a>", "a section without its end" },
		{ "<a><? </a>", "a section without its end" },
		{ "<a>]]></a>", "']]>' in a text" },
		{ "\n<?xml version='1.0'?><a/>", "not at the start" },
		{ "<a>\n\n<b></c></a>", "line 3" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		refused_saying(rows[i].text, rows[i].says);
	assert_non_null(strstr(refused("", 0), "XML of 0 bytes"));
}

static void
a_refusal_quotes_nothing(void **state)
{
	static const char *const rows[] = { "<RAHASIA></x>", "<a>&RAHASIA;</a>",
		"<RAHASIA:a/>", "<a RAHASIA='1' RAHASIA='2'/>", "<RAHASIA",
		"<!RAHASIA>", "<?xml version='1.0' encoding='RAHASIA'?><a/>" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_null(strstr(refused(rows[i], strlen(rows[i])), "RAHA"));
}

static void
a_document_cut_at_any_byte_is_refused(void **state)
{
	const char *end = strstr(sample, "<!-- end");
	size_t whole = (size_t)(end - sample) - 1;

	(void)state;
	for (size_t len = 0; len < whole; len++)
		refused(sample, len);
	hub_xml_free(read_ok(sample, whole));
}

static void
broken_utf8_is_refused(void **state)
{
	static const char *const rows[] = { "<a>\xff</a>", "<a>\xc0\x80</a>",
		"<a>\xed\xa0\x80</a>", "<a>\xf4\x90\x80\x80</a>",
		"<a>\xe2\x82</a>", "<a b='\xe0\x80\xaf'/>", "<\xc1\x81/>" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		refused_saying(rows[i], "expected UTF-8 or UTF-16");
	assert_non_null(strstr(refused("<a>\0</a>", 8), "no text"));
	assert_non_null(strstr(refused("<a/>\0", 5), "no text"));
}

static void
declared_encodings_must_be_true(void **state)
{
	static const struct {
		const char *text;
		bool taken;
	} rows[] = {
		{ "<?xml version='1.0' encoding='utf-8'?><a>x</a>", true },
		{ "<?xml version='1.0' encoding='us-ascii'?><a>x</a>", true },
		{ "\xef\xbb\xbf<?xml version='1.0'?><a>x</a>", true },
		{ "\xef\xbb\xbf<a>x</a>", true },
		{ "<?xml version='1.0'?><a encoding='latin1'>x</a>", true },
		{ "<?xml version='1.0' encoding='ISO-8859-1'?><a/>", false },
		{ "<?xml version='1.0' encoding='UTF-16'?><a/>", false },
		{ "<?xml version='1.0' encoding='UTF-7'?><a/>", false },
		{ "<?xml version='1.0' encoding='utf-8x'?><a/>", false },
		{ "<?xml version='1.0' encoding='EBCDIC'?><a/>", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct hub_xml *doc;

		if (!rows[i].taken) {
			refused_saying(rows[i].text, "encoding declared");
			continue;
		}
		doc = read_ok(rows[i].text, strlen(rows[i].text));
		assert_string_equal(hub_xml_text(doc, hub_xml_root(doc), ""),
		    "x");
		hub_xml_free(doc);
	}
}

/* ASCII as UTF-16, with or without byte order mark. */
static size_t
widen(const char *text, bool big, bool mark, char *out)
{
	size_t len = 0;

	if (mark) {
		out[len++] = big ? '\xfe' : '\xff';
		out[len++] = big ? '\xff' : '\xfe';
	}
	for (; *text != '\0'; text++) {
		out[len++] = big ? '\0' : *text;
		out[len++] = big ? *text : '\0';
	}
	return len;
}

static void
utf16_is_read_with_and_without_its_mark(void **state)
{
	static const char *const rows[] = {
		"<?xml version='1.0' encoding='UTF-16'?><a>x</a>",
		"<?xml version='1.0' encoding='utf-16'?><a>x</a>",
		"<?xml version='1.0'?><a>x</a>",
		"<a>x</a>",
	};
	char wide[256];

	(void)state;
	for (size_t i = 0; i < COUNT(rows) * 4; i++) {
		size_t len = widen(rows[i / 4], i % 2 == 1, i / 2 % 2 == 1,
		    wide);
		struct hub_xml *doc = read_ok(wide, len);

		assert_string_equal(hub_xml_text(doc, hub_xml_root(doc), ""),
		    "x");
		hub_xml_free(doc);
		refused(wide, len - 1);
	}
	refused(wide,
	    widen("<?xml version='1.0' encoding='UTF-8'?><a/>", true, true,
		wide));
	refused(wide, widen("<!DOCTYPE a><a/>", false, true, wide));
	refused("\xff\xfe\0\0<\0\0\0", 8); /* UTF-32 */
	refused("\xff\xfe<\0a\0\x00\xd8/\0>\0", 12);
}

/* Processor time in milliseconds. */
static int64_t
spent_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* open, then `count` pieces ("%d" is their number), then close. */
static void
repeat(struct hub_buf *buf, const char *open, const char *piece, int count)
{
	hub_buf_clear(buf);
	hub_buf_text(buf, open);
	for (int i = 0; i < count; i++) {
		const char *mark = strchr(piece, '%');

		if (mark == NULL) {
			hub_buf_text(buf, piece);
			continue;
		}
		hub_buf_add(buf, piece, (size_t)(mark - piece));
		hub_buf_fmt(buf, "%d%s", i, mark + 1);
	}
}

static void
what_would_take_the_parser_long_is_refused_quickly(void **state)
{
	static const struct {
		const char *open, *piece;
		int count;
		const char *close, *says;
	} rows[] = {
		{ "<a", " b%='1'", 100000, "/>", "too many attributes" },
		{ "<a", " xmlns:n%='u'", 50000, "/>", "too many attributes" },
		{ "<a", " b='1'", 65, "/>", "at most 64" },
		{ "", "<a>", 1000000, "", "nested too deep" },
		{ "", "<a>", 33, "", "at most 32" },
		{ "<a>", "<b/>", 1000000, "</a>", "too many elements" },
		{ "<a>", "<!---->", 1000000, "</a>", "too many elements" },
		{ "<a>", "<?b ?>", 1000000, "</a>", "too many elements" },
		{ "<a>", "<![CDATA[]]>", 1000000, "</a>", "too many el" },
		{ "<a>", "<b c='' d=''/>", 1000000, "</a>", "too many el" },
		{ "<", "a", 257, "/>", "a name of too many bytes" },
		{ "<", "a", 1000000, "/>", "a name of too many bytes" },
		{ "<a ", "b", 257, "='1'/>", "a name of too many bytes" },
		{ "<a b='", "c", 70000, "'/>", "a tag of too many bytes" },
		{ "<a ", " ", 70000, "/>", "a tag of too many bytes" },
		{ "", "<a", 500000, "", "a tag without its end" },
		{ "<a>", "<!--", 500000, "", "without its end" },
		{ "<a>", "&", 1000000, "</a>", "no name" },
		{ "<a>", "&#", 1000000, "</a>", "not well-formed" },
		{ "<a>", "b", HUB_XML_TEXT_MAX + 1, "</a>", "a text of too" },
		{ "<a>", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxx<!-- -->", 260000,
		    "</a>", "too many elements" },
		{ "<a/>", "\n", HUB_XML_TEXT_MAX + 1, "", "a text of too" },
		{ "<a>", "</b>", 100000, "</a>", "closes another" },
		{ "<a>", "]]>", 500000, "</a>", "']]>' in a text" },
	};
	struct hub_buf buf;

	(void)state;
	hub_buf_init(&buf, HUB_XML_MAX);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *got;
		int64_t spent;

		repeat(&buf, rows[i].open, rows[i].piece, rows[i].count);
		hub_buf_text(&buf, rows[i].close);
		assert_true(hub_buf_ok(&buf));
		spent = spent_ms();
		got = refused(buf.data, buf.len);
		spent = spent_ms() - spent;
		if (strstr(got, rows[i].says) == NULL)
			fail_msg("row %zu: got \"%s\", want \"%s\"", i, got,
			    rows[i].says);
		if (spent > QUICKLY_MS)
			fail_msg("row %zu took %lld ms", i, (long long)spent);
	}
	hub_buf_release(&buf);
}

static void
what_is_within_the_limits_is_read(void **state)
{
	static const struct {
		const char *open, *piece;
		int count;
		const char *close;
		int closes;
	} rows[] = {
		{ "<a", " b%='1'", 64, "/>", 1 },
		{ "<a", " xmlns:n%='u'", 64, "/>", 1 },
		{ "", "<a>", 32, "</a>", 32 },
		{ "<a>", "<b/>", HUB_XML_NODES - 1, "</a>", 1 },
		{ "<", "a", 256, "/>", 1 },
		{ "<a b='", "c", 65000, "'/>", 1 },
		{ "<a>", "0123456789abcdef", 580000, "</a>", 1 },
		{ "<a>", "\xe2\x82\xac", 3000000, "</a>", 1 },
		{ "<a>", "&amp;", 1000000, "</a>", 1 },
		{ "<a>", "<b>x</b>y", 90000, "</a>", 1 },
	};
	struct hub_buf buf;

	(void)state;
	hub_buf_init(&buf, HUB_XML_MAX);
	for (size_t i = 0; i < COUNT(rows); i++) {
		repeat(&buf, rows[i].open, rows[i].piece, rows[i].count);
		for (int j = 0; j < rows[i].closes; j++)
			hub_buf_text(&buf, rows[i].close);
		hub_xml_free(read_ok(hub_buf_str(&buf), buf.len));
	}
	hub_buf_clear(&buf);
	hub_buf_text(&buf, "<a>");
	while (buf.len < HUB_XML_TEXT_MAX)
		hub_buf_char(&buf, 'b');
	hub_buf_text(&buf, "</a>");
	while (buf.len < HUB_XML_MAX)
		hub_buf_char(&buf, '\n');
	hub_xml_free(read_ok(hub_buf_str(&buf), buf.len));
	buf.len = HUB_XML_MAX + 1;
	assert_non_null(strstr(refused("", buf.len), "expected 1 to"));
	hub_buf_release(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_are_found_by_their_path),
		cmocka_unit_test(texts_keep_lines_entities_and_sections),
		cmocka_unit_test(attributes_are_those_without_namespace),
		cmocka_unit_test(no_declaration_comes_to_the_parser),
		cmocka_unit_test(what_is_not_well_formed_is_refused),
		cmocka_unit_test(a_refusal_quotes_nothing),
		cmocka_unit_test(a_document_cut_at_any_byte_is_refused),
		cmocka_unit_test(broken_utf8_is_refused),
		cmocka_unit_test(declared_encodings_must_be_true),
		cmocka_unit_test(utf16_is_read_with_and_without_its_mark),
		cmocka_unit_test(
		    what_would_take_the_parser_long_is_refused_quickly),
		cmocka_unit_test(what_is_within_the_limits_is_read),
	};

	hub_xml_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
