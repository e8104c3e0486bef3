/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "link.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "limits.h"

#define CONCURRENCY 8

/* A link with nothing in hand. */
struct bench {
	struct relay relay;
	struct conf_institution inst;
	struct link link;
};

/* To an institution that honours idempotency keys. */
static void
bench_init(struct bench *b)
{
	*b = (struct bench){ .inst = { .relay = "auto",
				 .idempotent = true,
				 .concurrency = CONCURRENCY } };
	b->link.relay = &b->relay;
	b->link.inst = &b->inst;
}

static void
what_is_not_lost_by_a_repetition_is_taken_ahead(void **state)
{
	struct bench b;

	(void)state;
	bench_init(&b);
	assert_int_equal(link_window(&b.link), 2 * CONCURRENCY);
	assert_int_equal(link_room(&b.link), 2 * CONCURRENCY + LINK_AHEAD);
	b.inst.idempotent = false;
	assert_int_equal(link_window(&b.link), CONCURRENCY);
}

static void
nothing_is_taken_ahead_while_callers_wait(void **state)
{
	struct bench b;

	(void)state;
	bench_init(&b);
	for (unsigned i = 0; i < LINK_CALLERS; i++) {
		assert_in_range(link_room(&b.link), CONCURRENCY + 1,
		    UINT32_MAX);
		relay_caller_waits(&b.relay);
	}
	assert_int_equal(link_room(&b.link), CONCURRENCY);
	b.link.in_hand = CONCURRENCY - 1;
	assert_int_equal(link_room(&b.link), 1); /* but it never stands still */
	b.link.in_hand = CONCURRENCY + 5;
	assert_int_equal(link_room(&b.link), 0);
	relay_caller_served(&b.relay);
	assert_int_equal(link_room(&b.link),
	    2 * CONCURRENCY + LINK_AHEAD - (CONCURRENCY + 5));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_is_not_lost_by_a_repetition_is_taken_ahead),
		cmocka_unit_test(nothing_is_taken_ahead_while_callers_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
