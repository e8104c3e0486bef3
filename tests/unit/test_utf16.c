/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "utf16.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static void
text_is_converted_in_either_order(void **state)
{
	static const struct {
		const char *big, *little;
		size_t len;
		const char *text;
	} rows[] = {
		{ "", "", 0, "" },
		{ "\0a", "a\0", 2, "a" },
		{ "\0\x7f", "\x7f\0", 2, "\x7f" },
		{ "\0\x80", "\x80\0", 2, "\xc2\x80" },
		{ "\x07\xff", "\xff\x07", 2, "\xdf\xbf" },
		{ "\x08\0", "\0\x08", 2, "\xe0\xa0\x80" },
		{ "\x20\xac", "\xac\x20", 2, "\xe2\x82\xac" },
		{ "\xff\xff", "\xff\xff", 2, "\xef\xbf\xbf" },
		{ "\xd8\x00\xdc\x00", "\x00\xd8\x00\xdc", 4,
		    "\xf0\x90\x80\x80" },
		{ "\xd8\x3d\xde\x00\0!", "\x3d\xd8\x00\xde!\0", 6,
		    "\xf0\x9f\x98\x80!" },
		{ "\xdb\xff\xdf\xff", "\xff\xdb\xff\xdf", 4,
		    "\xf4\x8f\xbf\xbf" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows) * 2; i++) {
		bool big = i % 2 == 0;
		struct hub_buf out;

		hub_buf_init(&out, 100);
		assert_true(
		    utf16_to_utf8(big ? rows[i / 2].big : rows[i / 2].little,
			rows[i / 2].len, big, &out));
		assert_string_equal(hub_buf_str(&out), rows[i / 2].text);
		hub_buf_release(&out);
	}
}

static void
broken_units_and_surrogates_are_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} rows[] = {
		{ "a", 1 },
		{ "\0a\0", 3 },
		{ "\xd8\x00", 2 },
		{ "\xd8\x00\0a", 4 },
		{ "\xd8\x00\xd8\x00", 4 },
		{ "\xdc\x00", 2 },
		{ "\xdc\x00\xd8\x00", 4 },
		{ "\0a\xdb\xff", 4 },
		{ "\xd8\x00\xdc", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct hub_buf out;

		hub_buf_init(&out, 100);
		if (utf16_to_utf8(rows[i].bytes, rows[i].len, true, &out))
			fail_msg("row %zu was taken", i);
		hub_buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_converted_in_either_order),
		cmocka_unit_test(broken_units_and_surrogates_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
