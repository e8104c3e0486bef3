/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "field.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	bool (*is)(const char *text);
	const char *text;
	bool want;
} rows[] = {
	{ field_is_token, "Idempotency-Key", true },
	{ field_is_token, "!#$%&'*+-.^_`|~09azAZ", true },
	{ field_is_token, "", false },
	{ field_is_token, "a b", false },
	{ field_is_token, "a:", false },
	{ field_is_token, "a\r\nb", false },
	{ field_is_token, "caf\xc3\xa9", false },
	{ field_is_token, "(", false },
	{ field_is_value, "", true },
	{ field_is_value, "application/json; q=1", true },
	{ field_is_value, "Bali \xe2\x80\x94 Denpasar", true },
	{ field_is_value, "a\r\nX: b", false },
	{ field_is_value, "a\nb", false },
	{ field_is_value, "a\rb", false },
	{ field_is_value, "a\tb", false },
	{ field_is_value, "\x7f", false },
	{ field_is_value, "\xff", false },
	{ field_is_ours, "Host", true },
	{ field_is_ours, "AUTHORIZATION", true },
	{ field_is_ours, "content-length", true },
	{ field_is_ours, "Transfer-Encoding", true },
	{ field_is_ours, "X-Host", false },
	{ field_is_ours, "Webhook-Id", false },
	{ field_is_method, "POST", true },
	{ field_is_method, "PATCH", true },
	{ field_is_method, "post", false },
	{ field_is_method, "CONNECT", false },
	{ field_is_method, "GET /", false },
	{ field_is_method, "", false },
	{ field_is_media_type, "text/plain", true },
	{ field_is_media_type, "application/soap+xml; charset=\"utf-8\"",
	    true },
	{ field_is_media_type, "text", false },
	{ field_is_media_type, "text/", false },
	{ field_is_media_type, "/plain", false },
	{ field_is_media_type, "text/plain charset=utf-8", false },
	{ field_is_media_type, "text/plain\r\nX: y", false },
	{ field_is_media_type, "text/plain; a=\r\nX: y", false },
	{ field_is_media_type, "", false },
	{ field_is_query, "", true },
	{ field_is_query, "a=1&b=%20c/d?e", true },
	{ field_is_query, "a=1#b", false },
	{ field_is_query, "a b", false },
	{ field_is_query, "a=%zz", false },
	{ field_is_query, "a=%1", false },
	{ field_is_query, "a=%00", false },
	{ field_is_query, "a=%1b", false },
	{ field_is_query, "a=%0d%0a%7e", true },
};

/* Each kind of field is judged by its rule. */
static void
fields_are_judged_by_their_rule(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++)
		if (rows[i].is(rows[i].text) != rows[i].want)
			fail_msg("row %zu: \"%s\"", i, rows[i].text);
}

/* Lengths are bounded. */
static void
fields_are_bounded(void **state)
{
	static char text[FIELD_VALUE_MAX + 2];

	(void)state;
	memset(text, 'a', FIELD_VALUE_MAX);
	assert_true(field_is_value(text));
	text[FIELD_VALUE_MAX] = 'a';
	assert_false(field_is_value(text));
	text[70] = '\0';
	assert_true(field_is_token(text));
	text[70] = 'a';
	text[71] = '\0';
	assert_false(field_is_token(text));
	text[70] = '/';
	text[71] = 'a';
	text[255] = '\0';
	assert_true(field_is_media_type(text));
	text[255] = 'a';
	text[256] = '\0';
	assert_false(field_is_media_type(text));
}

static const struct {
	const char *path;
	bool want;
} paths[] = {
	{ "/", true },
	{ "/v1/cases/", true },
	{ "/v1/cases/a%2Fb", true },
	{ "/a..b/.c/d.", true },
	{ "/...", true },
	{ "/:@!$&'()*+,;=-._~", true },
	{ "/%C3%A9", true },
	{ "", false },
	{ "v1", false },
	{ "//host/path", false },
	{ "/a//b", false },
	{ "/.", false },
	{ "/..", false },
	{ "/./a", false },
	{ "/../a", false },
	{ "/a/..", false },
	{ "/a/../b", false },
	{ "/%2e%2e/b", false },
	{ "/%2E/b", false },
	{ "/a?b", false },
	{ "/a#b", false },
	{ "/a b", false },
	{ "/a\\b", false },
	{ "/a%", false },
	{ "/a%2", false },
	{ "/a%2x", false },
	{ "/a%00", false },
	{ "/a\r\nb", false },
	{ "/caf\xc3\xa9", false },
	{ "http://host/", false },
};

/* A path stays below the institution's URL. */
static void
a_path_stays_below_its_root(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(paths); i++)
		if (field_is_path(paths[i].path, strlen(paths[i].path)) !=
		    paths[i].want)
			fail_msg("\"%s\"", paths[i].path);
	assert_true(field_is_path("/a b", 2));
}

/* All but unreserved characters are encoded, and decoded again. */
static void
every_byte_is_encoded_and_decoded(void **state)
{
	char all[256], back[256];
	struct hub_buf out;

	(void)state;
	for (int i = 0; i < 255; i++)
		all[i] = (char)(i + 1);
	all[255] = '\0';
	hub_buf_init(&out, 1000);
	field_encode(&out, "AZaz09-._~ /?&=+%\xc3\xa9\n");
	assert_string_equal(hub_buf_str(&out),
	    "AZaz09-._~%20%2F%3F%26%3D%2B%25%C3%A9%0A");
	hub_buf_clear(&out);
	field_encode(&out, all);
	assert_int_equal(field_decode(out.data, out.len, back, sizeof(back)),
	    255);
	assert_string_equal(back, all);
	hub_buf_release(&out);
}

/* What cannot be decoded is refused. */
static void
broken_encoding_is_refused(void **state)
{
	static const char *const broken[] = { "%", "a%", "%2", "%g0", "%0g",
		"%00", "a%-1", "1234567" };
	char buf[7];

	(void)state;
	for (size_t i = 0; i < LENGTH(broken); i++)
		if (field_decode(broken[i], strlen(broken[i]), buf,
			sizeof(buf)) != -1)
			fail_msg("\"%s\" was taken", broken[i]);
	assert_int_equal(field_decode("a\0b", 3, buf, sizeof(buf)), -1);
	assert_int_equal(field_decode("%41%4", 4, buf, sizeof(buf)), -1);
	assert_int_equal(field_decode("", 0, buf, 0), -1);
	assert_int_equal(field_decode("", 0, buf, 1), 0);
	assert_int_equal(field_decode("a+%62+cd", 8, buf, sizeof(buf)), 6);
	assert_string_equal(buf, "a b cd");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_judged_by_their_rule),
		cmocka_unit_test(fields_are_bounded),
		cmocka_unit_test(a_path_stays_below_its_root),
		cmocka_unit_test(every_byte_is_encoded_and_decoded),
		cmocka_unit_test(broken_encoding_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
