/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
an_empty_buffer_reads_as_empty_text(void **state)
{
	struct hub_buf buf;

	(void)state;
	hub_buf_init(&buf, 10);
	assert_true(hub_buf_ok(&buf));
	assert_string_equal(hub_buf_str(&buf), "");
	hub_buf_release(&buf);
}

static void
appends_follow_each_other(void **state)
{
	struct hub_buf buf;

	(void)state;
	hub_buf_init(&buf, 100);
	hub_buf_text(&buf, "ab");
	hub_buf_char(&buf, 'c');
	hub_buf_add(&buf, "d\0e", 3);
	hub_buf_fmt(&buf, "%03d", 7);
	hub_buf_add(&buf, NULL, 0);
	assert_true(hub_buf_ok(&buf));
	assert_int_equal(buf.len, 9);
	assert_memory_equal(buf.data, "abcd\0e007", 10);
	hub_buf_release(&buf);
	assert_int_equal(buf.len, 0);
	assert_int_equal(buf.max, 100);
}

static void
the_cap_holds_for_every_length(void **state)
{
	(void)state;
	for (size_t max = 0; max < 600; max++) {
		struct hub_buf buf;

		hub_buf_init(&buf, max);
		for (size_t i = 0; i < max; i++)
			hub_buf_char(&buf, 'x');
		assert_true(hub_buf_ok(&buf));
		assert_int_equal(strlen(hub_buf_str(&buf)), max);
		hub_buf_char(&buf, 'y');
		assert_false(hub_buf_ok(&buf));
		assert_int_equal(buf.len, max);
		hub_buf_release(&buf);
	}
}

static void
a_failure_sticks_until_the_buffer_is_cleared(void **state)
{
	struct hub_buf buf;

	(void)state;
	hub_buf_init(&buf, 4);
	hub_buf_text(&buf, "abc");
	hub_buf_fmt(&buf, "%d", 1234567);
	assert_false(hub_buf_ok(&buf));
	hub_buf_char(&buf, 'd'); /* would fit, but comes too late */
	assert_false(hub_buf_ok(&buf));
	assert_string_equal(hub_buf_str(&buf), "");
	hub_buf_clear(&buf);
	assert_string_equal(hub_buf_str(&buf), "");
	hub_buf_text(&buf, "abcd");
	assert_string_equal(hub_buf_str(&buf), "abcd");
	hub_buf_release(&buf);
}

static void
a_length_that_wraps_around_fails(void **state)
{
	struct hub_buf buf;

	(void)state;
	hub_buf_init(&buf, 100);
	hub_buf_char(&buf, 'a');
	hub_buf_add(&buf, "b", SIZE_MAX);
	assert_false(hub_buf_ok(&buf));
	hub_buf_release(&buf);
}

/* Room that the caller writes is as good as bytes added. */
static void
room_is_given_within_the_cap(void **state)
{
	struct hub_buf buf;
	char *room;

	(void)state;
	hub_buf_init(&buf, 300);
	hub_buf_text(&buf, "a");
	room = hub_buf_more(&buf, 299);
	assert_non_null(room);
	memset(room, 'b', 299);
	assert_int_equal(strlen(hub_buf_str(&buf)), 300);
	assert_null(hub_buf_more(&buf, 1));
	assert_false(hub_buf_ok(&buf));
	assert_null(hub_buf_more(&buf, 0));
	hub_buf_release(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_buffer_reads_as_empty_text),
		cmocka_unit_test(appends_follow_each_other),
		cmocka_unit_test(the_cap_holds_for_every_length),
		cmocka_unit_test(room_is_given_within_the_cap),
		cmocka_unit_test(a_failure_sticks_until_the_buffer_is_cleared),
		cmocka_unit_test(a_length_that_wraps_around_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
