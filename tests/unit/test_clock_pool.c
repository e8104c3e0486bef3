/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "clock_pool.h"

/* A clock whose bytes count up, and that says how often it was asked. */
struct counting {
	uint8_t next;
	unsigned asked;
};

/* The next bytes of the row. */
static void
count_up(void *ctx, void *bytes, size_t len)
{
	struct counting *counting = ctx;

	counting->asked++;
	for (size_t i = 0; i < len; i++)
		((uint8_t *)bytes)[i] = counting->next++;
}

/* A fixed time. */
static int64_t
noon(void *ctx)
{
	(void)ctx;
	return 43200000;
}

/* Every byte is given out once, in order, and wiped behind. */
static void
every_byte_is_given_out_once(void **state)
{
	struct counting counting = { 0, 0 };
	const struct clock of = { noon, noon, count_up, &counting };
	struct clock_pool pool;
	uint8_t piece[16], want = 0;

	(void)state;
	clock_pool_init(&pool, &of);
	for (int i = 0; i < 1024; i++) {
		clock_random(&pool.clock, piece, sizeof(piece));
		for (size_t k = 0; k < sizeof(piece); k++)
			assert_int_equal(piece[k], want++);
		for (size_t k = 0; k < pool.used; k++)
			assert_int_equal(pool.bytes[k], 0);
	}
	assert_int_equal(counting.asked, 1024 * 16 / sizeof(pool.bytes));
	clock_pool_release(&pool);
}

/* A piece that the pool's rest, or the pool, is too small for. */
static void
large_pieces_are_whole(void **state)
{
	static uint8_t piece[5000];
	struct counting counting = { 0, 0 };
	const struct clock of = { noon, noon, count_up, &counting };
	struct clock_pool pool;

	(void)state;
	clock_pool_init(&pool, &of);
	clock_random(&pool.clock, piece, 4000);
	assert_int_equal(counting.asked, 1);
	clock_random(&pool.clock, piece, 100);
	assert_int_equal(counting.asked, 2);
	clock_random(&pool.clock, piece, sizeof(piece));
	assert_int_equal(counting.asked, 3);
	assert_int_equal((uint8_t)(piece[0] + 4999), piece[4999]);
	clock_pool_release(&pool);
}

/* The time is the other clock's. */
static void
the_time_is_the_other_clocks(void **state)
{
	const struct clock of = { noon, noon, count_up, NULL };
	struct clock_pool pool;

	(void)state;
	clock_pool_init(&pool, &of);
	assert_int_equal(clock_now_ms(&pool.clock), 43200000);
	assert_int_equal(clock_steady_ms(&pool.clock), 43200000);
	clock_pool_release(&pool);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_is_given_out_once),
		cmocka_unit_test(large_pieces_are_whole),
		cmocka_unit_test(the_time_is_the_other_clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
