/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_json.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static const char sample[] =
    "{ \"specversion\": \"1.0\", \"data\": { \"id\": \"K-7\", \"n\": -12,"
    " \"yes\": true, \"no\": false, \"nil\": null, \"real\": 0.1,"
    " \"big\": 9007199254740993, \"list\": [ \"a\", { \"b\": 2 }, [] ],"
    " \"text\": \"\\u00e9\\ud83d\\ude00\\n\" } }";

/* The document of a text that must be one. */
static struct hub_json *
read_ok(const char *text)
{
	struct hub_error err = { "" };
	struct hub_json *doc = NULL;

	if (hub_json_read(text, strlen(text), &doc, &err) != HUB_OK)
		fail_msg("%.60s: %s", text, err.text);
	return doc;
}

/* The sentence with which bytes are refused. */
static const char *
refused(const char *bytes, size_t len)
{
	static struct hub_error err;
	struct hub_json *doc = NULL;
	enum hub_status status;

	err.text[0] = '\0';
	status = hub_json_read(bytes, len, &doc, &err);
	if (status == HUB_OK)
		fail_msg("%.60s was read", bytes);
	assert_int_equal(status, HUB_MALFORMED);
	assert_null(doc);
	return err.text;
}

static void
members_are_found_by_their_path(void **state)
{
	struct hub_json *doc = read_ok(sample);
	const struct hub_json *data = hub_json_at(doc, "data", 0);

	(void)state;
	assert_null(data);
	assert_string_equal(hub_json_text(doc, "specversion"), "1.0");
	assert_string_equal(hub_json_text(doc, "data.id"), "K-7");
	assert_int_equal(hub_json_int(doc, "data.n", 5), -12);
	assert_int_equal(hub_json_int(doc, "data.big", 5), 9007199254740993);
	assert_true(hub_json_flag(doc, "data.yes"));
	assert_true(hub_json_has(doc, "data.nil"));
	assert_string_equal(hub_json_text(doc, "data.text"),
	    "\xc3\xa9\xf0\x9f\x98\x80\n");
	assert_int_equal(hub_json_count(doc, "data.list"), 3);
	assert_string_equal(hub_json_text(hub_json_at(doc, "data.list", 0), ""),
	    "a");
	assert_int_equal(hub_json_int(hub_json_at(doc, "data.list", 1), "b", 0),
	    2);
	hub_json_free(doc);
}

static void
what_is_absent_or_of_another_type_is_empty(void **state)
{
	static const char *const paths[] = { "none", "data.none", "data.n.x",
		"data.list.x", "data", "data.nil", "specversion.x", "." };
	struct hub_json *doc = read_ok(sample);

	(void)state;
	for (size_t i = 0; i < COUNT(paths); i++) {
		assert_string_equal(hub_json_text(doc, paths[i]), "");
		assert_int_equal(hub_json_int(doc, paths[i], 5), 5);
		assert_false(hub_json_flag(doc, paths[i]));
		assert_int_equal(hub_json_count(doc, paths[i]), 0);
		assert_null(hub_json_at(doc, paths[i], 0));
	}
	assert_null(hub_json_at(doc, "data.list", 3));
	assert_false(hub_json_has(doc, "data.none"));
	assert_string_equal(hub_json_text(NULL, "data"), "");
	assert_int_equal(hub_json_int(doc, "data.real", 5), 5);
	hub_json_free(doc);
	hub_json_free(NULL);
}

static void
what_was_found_is_said_by_its_kind(void **state)
{
	static const char *const rows[][2] = {
		{ "data", "object" },
		{ "data.list", "array" },
		{ "data.id", "text" },
		{ "data.n", "number" },
		{ "data.real", "number" },
		{ "data.yes", "flag" },
		{ "data.no", "flag" },
		{ "data.nil", "null" },
		{ "data.none", "" },
	};
	struct hub_json *doc = read_ok(sample);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(hub_json_kind(doc, rows[i][0]), rows[i][1]);
	assert_string_equal(hub_json_kind(NULL, "data"), "");
	assert_string_equal(hub_json_text(hub_json_get(doc, "data"), "id"),
	    "K-7");
	assert_null(hub_json_get(doc, "data.none"));
	hub_json_free(doc);
}

static void
a_scalar_reads_as_text_where_systems_mix_them(void **state)
{
	static const struct {
		const char *path;
		bool found;
		const char *text;
	} rows[] = {
		{ "data.id", true, "K-7" },
		{ "data.n", true, "-12" },
		{ "data.big", true, "9007199254740993" },
		{ "data.real", true, "0.1" },
		{ "data.yes", true, "true" },
		{ "data.no", true, "false" },
		{ "data.nil", false, "" },
		{ "data.list", false, "" },
		{ "data", false, "" },
		{ "none", false, "" },
	};
	struct hub_json *doc = read_ok(sample);
	char buf[32];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		memset(buf, 'x', sizeof(buf));
		assert_int_equal(hub_json_loose(doc, rows[i].path, buf,
				     sizeof(buf)),
		    rows[i].found);
		assert_string_equal(buf, rows[i].text);
	}
	assert_false(hub_json_loose(doc, "data.n", buf, 3));
	assert_string_equal(buf, "");
	assert_true(hub_json_loose(doc, "data.n", buf, 4));
	hub_json_free(doc);
}

static void
bad_json_is_refused_with_a_sentence(void **state)
{
	static const struct {
		const char *bytes, *says;
	} rows[] = {
		{ "", "empty body" },
		{ "\xef\xbb\xbf", "empty body" },
		{ "  ", "ends here" },
		{ "null", "cannot stand here" },
		{ "\"text\"", "cannot stand here" },
		{ "{\"a\":1,\"a\":2}", "of that name before" },
		{ "{\"a\":{\"b\":1,\"b\":2}}", "of that name before" },
		{ "{\"a\":1} x", "more behind" },
		{ "{\"a\":1}{}", "more behind" },
		{ "{'a':1}", "cannot stand here" },
		{ "{\"a\":01}", "cannot stand here" },
		{ "{\"a\":NaN}", "cannot stand here" },
		{ "[1,]", "cannot stand here" },
		{ "[1 2]", "cannot stand here" },
		{ "[1e999]", "too large" },
		{ "[99999999999999999999]", "too large" },
		{ "{\"a\":\"\\u0000\"}", "NUL" },
		{ "{\"\\u0000\":1}", "NUL" },
		{ "[\"\\ud800\"]", "cannot stand here" },
		{ "[\"\\udc00\"]", "cannot stand here" },
		{ "[\"\\ud800\\u0041\"]", "cannot stand here" },
		{ "[\"\xc0\x80\"]", "not UTF-8" },
		{ "[\"\xed\xa0\x80\"]", "not UTF-8" },
		{ "[\"\xf4\x90\x80\x80\"]", "not UTF-8" },
		{ "[\"\xff\"]", "not UTF-8" },
		{ "[\"a\nb\"]", "cannot stand here" },
		{ "<html>", "cannot stand here" },
		{ "{\"a\":\n\n  ?}", "line 3" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *got = refused(rows[i].bytes, strlen(rows[i].bytes));

		if (strstr(got, rows[i].says) == NULL)
			fail_msg("%s: got \"%s\", want \"%s\"", rows[i].bytes,
			    got, rows[i].says);
	}
	refused("[\"a\0b\"]", 7);
	refused("[1]\0", 4);
}

static void
a_refusal_quotes_nothing(void **state)
{
	static const char *const rows[] = { "{\"RAHASIA\":1,\"RAHASIA\":2}",
		"[RAHASIA]", "[\"RAHASIA\xff\"]", "{\"a\":1} RAHASIA",
		"[\"RAHASIA" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_null(strstr(refused(rows[i], strlen(rows[i])), "RAHA"));
}

static void
a_document_cut_at_any_byte_is_refused(void **state)
{
	(void)state;
	for (size_t len = 0; len < sizeof(sample) - 1; len++)
		refused(sample, len);
}

/* `depth` arrays in each other. */
static const char *
nest(size_t depth)
{
	static char text[4096];

	memset(text, '[', depth);
	memset(text + depth, ']', depth);
	text[2 * depth] = '\0';
	return text;
}

static void
depth_is_bounded_and_brackets_in_texts_do_not_count(void **state)
{
	struct hub_buf buf;

	(void)state;
	hub_json_free(read_ok(nest(HUB_JSON_DEPTH)));
	assert_non_null(
	    strstr(refused(nest(HUB_JSON_DEPTH + 1), 2 * HUB_JSON_DEPTH + 2),
		"16 levels"));
	hub_buf_init(&buf, 4096);
	hub_buf_text(&buf, "[\"\\\"");
	for (int i = 0; i < 100; i++)
		hub_buf_text(&buf, "[{\\\\");
	hub_buf_text(&buf, "\"]");
	hub_json_free(read_ok(hub_buf_str(&buf)));
	hub_buf_release(&buf);
}

static void
size_and_number_of_values_are_bounded(void **state)
{
	struct hub_buf buf;

	(void)state;
	hub_buf_init(&buf, HUB_JSON_MAX + 10);
	hub_buf_text(&buf, "[0");
	for (int i = 2; i < HUB_JSON_VALUES; i++)
		hub_buf_text(&buf, ",0");
	hub_buf_char(&buf, ']');
	hub_json_free(read_ok(hub_buf_str(&buf)));
	buf.data[buf.len - 1] = ',';
	hub_buf_text(&buf, "0,0]");
	assert_non_null(strstr(refused(buf.data, buf.len), "50000 values"));
	hub_buf_clear(&buf);
	hub_buf_text(&buf, "[\"");
	while (buf.len < HUB_JSON_MAX - 2)
		hub_buf_char(&buf, 'a');
	hub_buf_text(&buf, "\"]");
	hub_json_free(read_ok(hub_buf_str(&buf)));
	hub_buf_char(&buf, ' ');
	assert_non_null(strstr(refused(buf.data, buf.len), "at most 1048576"));
	hub_buf_release(&buf);
}

static void
a_byte_order_mark_is_passed_over(void **state)
{
	struct hub_json *doc = read_ok("\xef\xbb\xbf{\"a\":\"b\"}");

	(void)state;
	assert_string_equal(hub_json_text(doc, "a"), "b");
	hub_json_free(doc);
}

static void
the_writer_sets_commas_and_quotes(void **state)
{
	struct hub_json_out out;
	struct hub_buf buf;

	(void)state;
	hub_buf_init(&buf, 4096);
	hub_json_out_init(&out, &buf);
	hub_json_open(&out, NULL, '{');
	hub_json_put_text(&out, "a", "x\"y\\z\n\t\x01\x7f\xc3\xa9");
	hub_json_put_given(&out, "none", "");
	hub_json_put_given(&out, "given", "v");
	hub_json_open(&out, "list", '[');
	hub_json_put_int(&out, NULL, INT64_MIN);
	hub_json_open(&out, NULL, '{');
	hub_json_close(&out, '}');
	hub_json_put_flag(&out, NULL, false);
	hub_json_close(&out, ']');
	hub_json_put_time(&out, "zero", 0);
	hub_json_put_time(&out, "far", INT64_MAX);
	hub_json_put_time(&out, "at", 1770019200);
	hub_json_put_flag(&out, "f", true);
	hub_json_close(&out, '}');
	assert_true(hub_buf_ok(&buf));
	assert_string_equal(hub_buf_str(&buf),
	    "{\"a\":\"x\\\"y\\\\z\\n\\t\\u0001\x7f\xc3\xa9\",\"given\":\"v\","
	    "\"list\":[-9223372036854775808,{},false],"
	    "\"at\":\"2026-02-02T08:00:00Z\",\"f\":true}");
	hub_buf_release(&buf);
}

static void
what_is_written_reads_back(void **state)
{
	struct hub_json_out out;
	struct hub_json *doc;
	struct hub_buf buf;
	char text[256];

	(void)state;
	for (unsigned c = 1; c < 0x80; c++)
		text[c - 1] = (char)c;
	text[0x7f] = '\0';
	hub_buf_init(&buf, 4096);
	hub_json_out_init(&out, &buf);
	hub_json_open(&out, NULL, '{');
	hub_json_put_text(&out, "t", text);
	hub_json_close(&out, '}');
	doc = read_ok(hub_buf_str(&buf));
	assert_string_equal(hub_json_text(doc, "t"), text);
	hub_json_free(doc);
	hub_buf_release(&buf);
}

static void
a_text_that_is_not_utf8_fails_the_buffer(void **state)
{
	static const char *const rows[] = { "\xff", "a\xc0\x80", "\xed\xa0\x80",
		"\xe2\x82" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct hub_json_out out;
		struct hub_buf buf;

		hub_buf_init(&buf, 100);
		hub_json_out_init(&out, &buf);
		hub_json_put_text(&out, NULL, rows[i]);
		assert_false(hub_buf_ok(&buf));
		hub_buf_release(&buf);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_found_by_their_path),
		cmocka_unit_test(what_is_absent_or_of_another_type_is_empty),
		cmocka_unit_test(what_was_found_is_said_by_its_kind),
		cmocka_unit_test(a_scalar_reads_as_text_where_systems_mix_them),
		cmocka_unit_test(bad_json_is_refused_with_a_sentence),
		cmocka_unit_test(a_refusal_quotes_nothing),
		cmocka_unit_test(a_document_cut_at_any_byte_is_refused),
		cmocka_unit_test(
		    depth_is_bounded_and_brackets_in_texts_do_not_count),
		cmocka_unit_test(size_and_number_of_values_are_bounded),
		cmocka_unit_test(a_byte_order_mark_is_passed_over),
		cmocka_unit_test(the_writer_sets_commas_and_quotes),
		cmocka_unit_test(what_is_written_reads_back),
		cmocka_unit_test(a_text_that_is_not_utf8_fails_the_buffer),
	};

	hub_json_warm();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
