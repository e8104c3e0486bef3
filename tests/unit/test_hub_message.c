/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "hub_http.h"
#include "hub_message.h"
#include "request.h"

/* Headers are found without regard to case, the first one wins. */
static void
headers_are_found_without_case(void **state)
{
	const struct hub_headers headers = { .rows = { { "Webhook-Id", "1" },
						 { "webhook-id", "2" },
						 { "X", "" } },
		.count = 3 };

	(void)state;
	assert_string_equal(hub_header(&headers, "WEBHOOK-ID"), "1");
	assert_string_equal(hub_header(&headers, "x"), "");
	assert_string_equal(hub_header(&headers, "Webhook"), "");
	assert_string_equal(hub_header(NULL, "x"), "");
}

static const struct {
	const char *query, *name, *want; /* NULL: absent */
} queries[] = {
	{ "a=1&b=2", "a", "1" },
	{ "a=1&b=2", "b", "2" },
	{ "a=1&a=2", "a", "1" },
	{ "a=1&b=2", "c", NULL },
	{ "", "a", NULL },
	{ "", "", NULL },
	{ "a", "a", "" },
	{ "a&b", "b", "" },
	{ "a=", "a", "" },
	{ "=x", "", "x" },
	{ "&&a=1", "a", "1" },
	{ "&a=1&", "a", "1" },
	{ "a=1=2", "a", "1=2" },
	{ "a=jalan+rusak%20di%C3%A9", "a", "jalan rusak di\xc3\xa9" },
	{ "service%5Fcode=1", "service_code", "1" },
	{ "%zz=1&a=2", "a", "2" },
	{ "ab=1", "a", NULL },
	{ "a=%", "a", NULL },
	{ "a=%00", "a", NULL },
	{ "a=0123456789012345678", "a", "0123456789012345678" },
	{ "a=01234567890123456789", "a", NULL },
};

/* A parameter's value is decoded; what is broken or too long is absent. */
static void
query_values_are_decoded(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
		char buf[20];
		int found = hub_query(queries[i].query, queries[i].name, buf,
		    sizeof(buf));

		if (found != (queries[i].want != NULL))
			fail_msg("\"%s\" of \"%s\": %d", queries[i].name,
			    queries[i].query, found);
		if (found)
			assert_string_equal(buf, queries[i].want);
	}
}

/* When they want us back: seconds, at most a day; a date says nothing. */
static void
a_retry_after_is_seconds(void **state)
{
	static const struct {
		const char *said;
		int64_t seconds;
	} rows[] = {
		{ "", 0 },
		{ "0", 0 },
		{ "30", 30 },
		{ "86399", 86399 },
		{ "86401", 86400 },
		{ "99999999999999999999999", 86400 },
		{ "30 ", 0 },
		{ "-1", 0 },
		{ "Mon, 02 Feb 2026 01:00:00 GMT", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct hub_headers headers = { .rows = { { "retry-after",
							 rows[i].said } },
			.count = 1 };

		assert_int_equal(hub_retry_after(&headers), rows[i].seconds);
	}
	assert_int_equal(hub_retry_after(NULL), 0);
}

static void
a_byte_behind_a_percent_sign_is_two_digits(void **state)
{
	(void)state;
	assert_int_equal(hub_percent("%41x"), 0x41);
	assert_int_equal(hub_percent("%fF"), 0xff);
	assert_int_equal(hub_percent("%00"), 0);
	assert_int_equal(hub_percent("%4"), -1);
	assert_int_equal(hub_percent("%"), -1);
	assert_int_equal(hub_percent("%4g"), -1);
	assert_int_equal(hub_percent("%:0"), -1);
	assert_int_equal(hub_percent("41"), -1);
	assert_int_equal(hub_percent(""), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_are_found_without_case),
		cmocka_unit_test(query_values_are_decoded),
		cmocka_unit_test(a_retry_after_is_seconds),
		cmocka_unit_test(a_byte_behind_a_percent_sign_is_two_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
