/* SPDX-License-Identifier: Apache-2.0 */
/* Which bytes of a file a Range asks for. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http_range.h"
#include "request.h"

#define SIZE 1000
#define MOST 400

static const struct {
	const char *header;
	bool good, given;
	uint64_t from, to;
} rows[] = {
	{ "bytes=0-0", true, true, 0, 1 },
	{ "bytes=10-19", true, true, 10, 20 },
	{ "bytes=990-", true, true, 990, 1000 },
	{ "bytes=990-99999", true, true, 990, 1000 },
	{ "bytes=0-", true, true, 0, MOST },
	{ "bytes=1000-", false, true, 0, 0 },
	{ "bytes=20-10", false, true, 0, 0 },
	{ "bytes=18446744073709551615-", false, true, 0, 0 },
	/* What asks for no one range asks for the whole, which is too long. */
	{ "", false, false, 0, 0 },
	{ "bytes=-5", false, false, 0, 0 },
	{ "bytes=0-1,4-5", false, false, 0, 0 },
	{ "bytes=99999999999999999999-", false, false, 0, 0 },
	{ "lines=1-2", false, false, 0, 0 },
};

static void
a_range_is_answered_as_far_as_the_file_has_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hub_headers headers = { .count = 1,
			.rows = { { "Range", rows[i].header } } };
		struct http_range r = http_range_read(&headers);
		bool good = http_range_settle(&r, SIZE, MOST);

		if (good != rows[i].good || r.given != rows[i].given ||
		    (good && (r.from != rows[i].from || r.to != rows[i].to)))
			fail_msg("\"%s\": %d %d %llu %llu", rows[i].header,
			    good, r.given, (unsigned long long)r.from,
			    (unsigned long long)r.to);
	}
}

static void
a_short_file_is_answered_whole(void **state)
{
	const struct hub_headers headers = { .count = 0 };
	struct http_range r = http_range_read(&headers);
	char text[HTTP_RANGE_SIZE];

	(void)state;
	assert_true(http_range_settle(&r, MOST, MOST));
	assert_false(r.given);
	http_range_text(&r, MOST, text);
	assert_string_equal(text, "bytes 0-399/400");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_range_is_answered_as_far_as_the_file_has_it),
		cmocka_unit_test(a_short_file_is_answered_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
