/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
a_failure_returns_its_status_and_writes_its_sentence(void **state)
{
	struct hub_error err = { "" };

	(void)state;
	assert_int_equal(hub_fail(&err, HUB_MALFORMED, "%d of %s", 3, "files"),
	    HUB_MALFORMED);
	assert_string_equal(err.text, "3 of files");
	assert_int_equal(hub_fail(NULL, HUB_FAULT, "unheard"), HUB_FAULT);
}

static void
a_sentence_is_one_line(void **state)
{
	struct hub_error err;

	(void)state;
	(void)hub_fail(&err, HUB_FAULT,
	    "a\nb\tc\x7f"
	    "d");
	assert_string_equal(err.text, "a b c d");
}

static void
a_long_sentence_is_cut_between_characters(void **state)
{
	static const char *const tails[] = { "x", "\xc3\xa9", "\xe2\x82\xac",
		"\xf0\x9f\x98\x80" };
	struct hub_error err;
	char text[300];

	(void)state;
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		size_t size = strlen(tails[i]);

		for (size_t pad = 248; pad <= 256; pad++) {
			size_t want = pad + size <= 255 ? pad + size
			    : pad < 255			? pad
							: 255;

			memset(text, 'a', pad);
			memcpy(text + pad, tails[i], size + 1);
			(void)hub_fail(&err, HUB_FAULT, "%s", text);
			assert_int_equal(strlen(err.text), want);
			assert_memory_equal(err.text, text, want);
		}
	}
}

static void
every_status_has_a_name(void **state)
{
	static const char *const names[] = { "ok", "unsayable", "malformed",
		"misconfigured", "fault", "" };

	(void)state;
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_string_equal(hub_status_name((enum hub_status)i),
		    names[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_failure_returns_its_status_and_writes_its_sentence),
		cmocka_unit_test(a_sentence_is_one_line),
		cmocka_unit_test(a_long_sentence_is_cut_between_characters),
		cmocka_unit_test(every_status_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
