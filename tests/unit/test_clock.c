/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "clock.h"

/* Seconds as the C library has them. */
static void
the_system_clock_agrees_with_the_c_library(void **state)
{
	int64_t before = (int64_t)time(NULL);
	int64_t now = clock_now_ms(clock_system()) / 1000;

	(void)state;
	assert_in_range(now - before, 0, 5);
}

/* Steady time does not fall. */
static void
steady_time_does_not_fall(void **state)
{
	int64_t last = clock_steady_ms(clock_system());

	(void)state;
	for (int i = 0; i < 1000; i++) {
		int64_t next = clock_steady_ms(clock_system());

		assert_true(next >= last);
		last = next;
	}
}

/* A test's clock moves both times by its offset. */
static void
a_shifted_clock_moves_both_times(void **state)
{
	const int64_t five_days = 5 * 86400000LL;
	struct clock_shifted shifted;
	int64_t now, steady;

	(void)state;
	clock_shifted_init(&shifted);
	now = clock_now_ms(&shifted.clock);
	steady = clock_steady_ms(&shifted.clock);
	shifted.offset_ms = five_days;
	assert_in_range(clock_now_ms(&shifted.clock) - now, five_days,
	    five_days + 60000);
	assert_in_range(clock_steady_ms(&shifted.clock) - steady, five_days,
	    five_days + 60000);
}

/* Every byte of what is asked for is filled, and differs each time. */
static void
random_bytes_differ(void **state)
{
	unsigned char a[5000] = { 0 }, b[5000] = { 0 };
	size_t zeros = 0;

	(void)state;
	clock_random(clock_system(), a, sizeof(a));
	clock_random(clock_system(), b, sizeof(b));
	assert_memory_not_equal(a, b, 16);
	assert_memory_not_equal(a + 4984, b + 4984, 16);
	for (size_t i = 0; i < sizeof(a); i++)
		zeros += a[i] == 0;
	assert_true(zeros < 200);
	clock_random(clock_system(), a, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_system_clock_agrees_with_the_c_library),
		cmocka_unit_test(steady_time_does_not_fall),
		cmocka_unit_test(a_shifted_clock_moves_both_times),
		cmocka_unit_test(random_bytes_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
