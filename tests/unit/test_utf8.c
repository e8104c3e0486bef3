/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "utf8.h"

static const struct {
	const char *bytes;
	size_t len;
	bool text, line;
	const char *what;
} rows[] = {
	{ "", 0, true, true, "nothing" },
	{ "Jalan rusak", 11, true, true, "ASCII" },
	{ "a\tb", 3, true, false, "a tab" },
	{ "a\nb", 3, true, false, "a newline" },
	{ "a\r\nb", 4, true, false, "CR before LF" },
	{ "a\rb", 3, false, false, "CR alone" },
	{ "a\r", 2, false, false, "CR at the end" },
	{ "a\0b", 3, false, false, "NUL" },
	{ "\x01", 1, false, false, "C0" },
	{ "\x1b[31m", 5, false, false, "escape" },
	{ "\x7f", 1, true, false, "DEL" },
	{ "\xc2\x80", 2, true, false, "first of C1" },
	{ "\xc2\x9f", 2, true, false, "last of C1" },
	{ "\xc2\xa0", 2, true, true, "no-break space" },
	{ "\xdf\xbf", 2, true, true, "last of two bytes" },
	{ "\xe0\xa0\x80", 3, true, true, "first of three bytes" },
	{ "\xed\x9f\xbf", 3, true, true, "last before surrogates" },
	{ "\xee\x80\x80", 3, true, true, "first after surrogates" },
	{ "\xef\xbf\xbf", 3, true, true, "last of three bytes" },
	{ "\xf0\x90\x80\x80", 4, true, true, "first of four bytes" },
	{ "\xf4\x8f\xbf\xbf", 4, true, true, "last of all" },
	{ "\xf0\x9f\x9a\xa7 jalan", 10, true, true, "emoji" },
	{ "\x80", 1, false, false, "continuation alone" },
	{ "\xbf", 1, false, false, "last continuation alone" },
	{ "\xc0\x80", 2, false, false, "NUL in two bytes" },
	{ "\xc1\xbf", 2, false, false, "ASCII in two bytes" },
	{ "\xe0\x9f\xbf", 3, false, false, "two bytes in three" },
	{ "\xf0\x8f\xbf\xbf", 4, false, false, "three bytes in four" },
	{ "\xed\xa0\x80", 3, false, false, "first surrogate" },
	{ "\xed\xbf\xbf", 3, false, false, "last surrogate" },
	{ "\xf4\x90\x80\x80", 4, false, false, "past the last" },
	{ "\xf5\x80\x80\x80", 4, false, false, "f5" },
	{ "\xff", 1, false, false, "ff" },
	{ "\xfe", 1, false, false, "fe" },
	{ "\xc2", 1, false, false, "two bytes cut" },
	{ "\xe2\x82", 2, false, false, "three bytes cut" },
	{ "\xf0\x9f\x9a", 3, false, false, "four bytes cut" },
	{ "\xc2x", 2, false, false, "two bytes broken" },
	{ "\xe2\x82x", 3, false, false, "three bytes broken" },
	{ "\xe2x\x82", 3, false, false, "three bytes broken early" },
	{ "\xf0\x9f\x9ax", 4, false, false, "four bytes broken" },
};

/* Each sequence is judged alike wherever it stands, as text is looked at
 * several bytes at a time. */
static void
bytes_are_judged_wherever_they_stand(void **state)
{
	char bytes[64];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = rows[i].len + 20;

		for (size_t at = 0; at <= 20; at++) {
			memset(bytes, 'a', sizeof(bytes));
			memcpy(bytes + at, rows[i].bytes, rows[i].len);
			if (rows[i].text !=
				utf8_is_text(bytes, at + rows[i].len) ||
			    rows[i].line !=
				utf8_is_line(bytes, at + rows[i].len))
				fail_msg("%s at %zu", rows[i].what, at);
			if (rows[i].text != utf8_is_text(bytes, len))
				fail_msg("%s amid %zu", rows[i].what, at);
		}
	}
}

/* Every byte of ASCII, alone in a run of plain text. */
static void
only_controls_are_refused_of_ascii(void **state)
{
	char bytes[8];

	(void)state;
	for (int c = 0; c < 0x80; c++) {
		bool text = c >= 0x20 || c == '\t' || c == '\n';
		bool line = c >= 0x20 && c != 0x7f;

		for (size_t at = 0; at < sizeof(bytes); at++) {
			memset(bytes, 'a', sizeof(bytes));
			bytes[at] = (char)c;
			assert_int_equal(utf8_is_text(bytes, 8), text);
			assert_int_equal(utf8_is_line(bytes, 8), line);
		}
	}
}

/* Which characters they are is no matter of UTF-8. */
static void
control_characters_are_valid_utf8(void **state)
{
	static const char controls[] = "a\0b\x01\x1b\r\x7f\xc2\x80";
	static const char *const broken[] = { "\xc0\x80", "\xed\xa0\x80",
		"\xe2\x82", "\xf4\x90\x80\x80", "\x80", "0123456789\xff" };

	(void)state;
	assert_true(utf8_is_valid(controls, sizeof(controls) - 1));
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++)
		assert_false(utf8_is_valid(broken[i], strlen(broken[i])));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_judged_wherever_they_stand),
		cmocka_unit_test(only_controls_are_refused_of_ascii),
		cmocka_unit_test(control_characters_are_valid_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
