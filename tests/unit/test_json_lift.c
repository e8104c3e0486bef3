/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "json_lift.h"
#include "json_scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define LONG "empat puluh delapan huruf atau lebih, tanpa keluar dari baris"
#define LONGER LONG ", dan satu lagi: " LONG

/* What jansson makes of the shortened document with its texts put back; NULL:
 * nothing was taken out, or it is no JSON. */
static json_t *
lifted(const char *doc, size_t len, size_t *ret_count)
{
	struct json_lift lift;
	json_t *value;

	*ret_count = 0;
	if (!json_lift_init(&lift, doc, len))
		return NULL;
	*ret_count = lift.count;
	assert_true(lift.doc_len < len);
	value = json_loadb(lift.doc, lift.doc_len, JSON_REJECT_DUPLICATES,
	    NULL);
	if (value != NULL)
		assert_true(json_lift_settle(&lift, value));
	json_lift_release(&lift);
	return value;
}

static void
texts_taken_out_come_back_as_they_were(void **state)
{
	static const struct {
		const char *doc;
		size_t count; /* of texts taken out */
	} table[] = {
		{ "{\"a\":\"" LONG "\"}", 1 },
		{ "[\"" LONG "\",\"" LONGER "\",\"kecil\"]", 2 },
		{ "{\"a\":{\"b\":[1,{\"c\":\"" LONG "\"}]},\"d\":\"e\"}", 1 },
		{ "{\"a\" : \"" LONG " \\n\\t\\\"\\\\\\/\\b\\f\\r\" }", 1 },
		{ "[\"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 " LONG "\"]", 1 },
		{ "\"" LONG "\"", 1 },
		/* what stays */
		{ "{\"" LONG "\":1}", 0 },
		{ "{\"" LONG "\" \t\n: \"" LONG "\"}", 1 },
		{ "[\"\\u00e9 " LONG "\"]", 0 },
		{ "[\"\\u0001a\",\"" LONG "\"]", 0 },
		{ "[\"\\\\u0001a\",\"" LONG "\"]", 0 },
		{ "[\"pendek\",\"\"]", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		size_t len = strlen(table[i].doc), count;
		json_t *want = json_loadb(table[i].doc, len, JSON_DECODE_ANY,
		    NULL);
		json_t *got = lifted(table[i].doc, len, &count);

		assert_non_null(want);
		if (count != table[i].count)
			fail_msg("%s: %zu taken out", table[i].doc, count);
		if (got != NULL && !json_equal(got, want))
			fail_msg("%s changed", table[i].doc);
		if (table[i].doc[0] != '"')
			assert_int_equal(got != NULL, count > 0);
		json_decref(got);
		json_decref(want);
	}
}

/* What is no JSON is none without its long texts. */
static void
what_is_broken_stays_broken(void **state)
{
	static const char *const table[] = {
		"[\"" LONG,
		"[\"" LONG "\\",
		"[\"" LONG "\\\"",
		"[\"" LONG "\\q\"]",
		"[\"" LONG "\n\"]",
		"[\"" LONG "\x01\"]",
		"[\"" LONG "\xff\"]",
		"[\"" LONG "\xed\xa0\x80\"]",
		"[\"" LONG "\xc0\x80\"]",
		"[\"" LONG "\" \"" LONG "\"]",
		"{\"" LONG "\"}",
		"{\"a\":\"" LONG "\",\"a\":\"" LONG "\"}",
		"[\"" LONG "\"]]",
		"[\"" LONG "\"",
		"\"" LONG "\":\"" LONG "\"",
		"[\"\\u0000 " LONG "\"]",
	};
	size_t count;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (lifted(table[i], strlen(table[i]), &count) != NULL)
			fail_msg("%s was read", table[i]);
}

/* More long texts than there is room for: the others stay. */
static void
texts_beyond_the_room_stay_where_they_are(void **state)
{
	json_t *want = json_array(), *got;
	size_t count;
	char *doc;

	(void)state;
	for (int i = 0; i < 3 * JSON_LIFT_TEXTS; i++)
		json_array_append_new(want,
		    json_sprintf(LONG " %d \n \xc3\xa9", i));
	doc = json_dumps(want, 0);
	got = lifted(doc, strlen(doc), &count);
	assert_int_equal(count, JSON_LIFT_TEXTS);
	assert_true(json_equal(got, want));
	free(doc);
	json_decref(got);
	json_decref(want);
}

/* Cut anywhere, nothing is read beyond the end or taken for whole. */
static void
no_beginning_is_taken_for_the_whole(void **state)
{
	static const char doc[] = "{\"a\":[\"" LONG " \\\" \\n\",{\"b\":\"" LONG
				  "\"}],\"c\":\"" LONG "\"}";
	size_t count;

	(void)state;
	for (size_t len = 0; len + 1 < sizeof(doc); len++) {
		char *cut = test_malloc(len + 1);
		json_t *got;

		memcpy(cut, doc, len);
		got = lifted(cut, len, &count);
		if (len + 1 < sizeof(doc) && got != NULL)
			fail_msg("%zu bytes were taken for all", len);
		test_free(cut);
	}
}

static void
a_text_ends_at_the_first_quote_that_is_not_escaped(void **state)
{
	static const struct {
		const char *text;
		ptrdiff_t len;
	} rows[] = {
		{ "\"", 0 },
		{ "abc\" and more\"", 3 },
		{ "a\\\"b\\n\"", 6 },
		{ "a\\\\\"b\"", 3 },
		{ "a\\\\\\\"b\"", 6 },
		{ "\\\"\\\"\\\"\"", 6 },
		{ "", 0 },
		{ "never closed", 12 },
		{ "cut off behind the escape\\", 26 },
		{ "closed by none\\\"", 16 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *at = rows[i].text, *end = at + strlen(at);

		assert_int_equal(json_text_end(at, end) - at, rows[i].len);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_taken_out_come_back_as_they_were),
		cmocka_unit_test(what_is_broken_stays_broken),
		cmocka_unit_test(texts_beyond_the_room_stay_where_they_are),
		cmocka_unit_test(no_beginning_is_taken_for_the_whole),
		cmocka_unit_test(
		    a_text_ends_at_the_first_quote_that_is_not_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
