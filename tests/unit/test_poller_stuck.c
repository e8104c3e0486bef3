/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "poller_stuck.h"

/* The question of a path, and of an id behind it. */
static struct poller_question
question_with(const char *path, const char *id)
{
	struct poller_question q;
	struct hub_request r;

	request_init(&r, "");
	hub_request_http(&r, "GET", path);
	if (id[0] != '\0')
		hub_request_query(&r, "id", id);
	poller_question_of(&r, &q);
	request_release(&r);
	return q;
}

/* The question of a path alone. */
static struct poller_question
question(const char *path)
{
	return question_with(path, "");
}

/* What it is known by is all of it, what is told of it the path. */
static void
a_question_is_its_path_and_query_and_told_without(void **state)
{
	struct poller_question one = question_with("/a", "1"),
			       two = question_with("/a", "2");

	(void)state;
	assert_memory_not_equal(one.sha256, two.sha256, DIGEST_SIZE);
	assert_string_equal(one.path, "/a");
	assert_string_equal(two.path, "/a");
}

/* Rounds count while they run. */
static void
what_is_understood_begins_anew(void **state)
{
	struct poller_stuck stuck = { .good_ms = 0 };
	struct poller_question q = question("/tickets/1");

	(void)state;
	for (unsigned i = 1; i <= POLL_PATIENCE; i++)
		assert_int_equal(poller_stuck_add(&stuck, &q, i), i);
	assert_int_equal(poller_stuck_count(&stuck, POLL_PATIENCE), 1);
	assert_true(poller_stuck_first(&stuck, &q));
	assert_false(poller_stuck_first(&stuck, &q));
	poller_stuck_good(&stuck, &q, 10);
	assert_int_equal(poller_stuck_count(&stuck, 10), 0);
	assert_false(poller_stuck_first(&stuck, &q));
	assert_int_equal(poller_stuck_add(&stuck, &q, 11), 1);
}

/* Another one that is understood meanwhile shows that they are well. */
static void
a_question_is_stuck_alone_where_others_are_understood(void **state)
{
	struct poller_stuck stuck = { .good_ms = 0 };
	struct poller_question bad = question("/tickets/1"),
			       good = question("/tickets/2");

	(void)state;
	poller_stuck_good(&stuck, &good, 5);
	(void)poller_stuck_add(&stuck, &bad, 6);
	assert_false(poller_stuck_alone(&stuck, &bad));
	poller_stuck_good(&stuck, &good, 7);
	assert_true(poller_stuck_alone(&stuck, &bad));
	assert_false(poller_stuck_alone(&stuck, &good));
}

/* One too many takes the place of who was silent the longest. */
static void
the_one_not_heard_of_the_longest_gives_way(void **state)
{
	struct poller_stuck stuck = { .good_ms = 0 };
	char target[32];

	(void)state;
	for (unsigned i = 0; i < POLL_STUCK_MAX; i++) {
		struct poller_question q;

		(void)snprintf(target, sizeof(target), "/t/%u", i);
		q = question(target);
		assert_int_equal(poller_stuck_add(&stuck, &q, 1 + i), 1);
	}
	for (unsigned i = 0; i < 2; i++) {
		struct poller_question q = question("/t/0");

		assert_int_equal(poller_stuck_add(&stuck, &q, 100 + i), 2 + i);
	}
	{
		struct poller_question more = question("/t/more"),
				       gone = question("/t/1"),
				       kept = question("/t/0");

		assert_int_equal(poller_stuck_add(&stuck, &more, 200), 1);
		assert_int_equal(poller_stuck_add(&stuck, &kept, 201), 4);
		assert_int_equal(poller_stuck_add(&stuck, &gone, 202), 1);
	}
}

/* What nobody asks any more is no problem any more. */
static void
what_is_not_asked_again_is_forgotten(void **state)
{
	struct poller_stuck stuck = { .good_ms = 0 };
	struct poller_question q = question("/files/1");

	(void)state;
	for (unsigned i = 0; i < POLL_PATIENCE; i++)
		(void)poller_stuck_add(&stuck, &q, 1);
	assert_int_equal(poller_stuck_count(&stuck, POLL_STUCK_MS), 1);
	assert_int_equal(poller_stuck_count(&stuck, POLL_STUCK_MS + 1), 0);
}

/* Whether they could not, or nobody was reached at all. */
static void
what_nobody_was_reached_for_is_not_about_the_question(void **state)
{
	static const struct {
		enum outcome_class class;
		int status;
		bool counts;
	} table[] = {
		{ OUTCOME_UNKNOWN, 0, true },
		{ OUTCOME_UNKNOWN, 502, true },
		{ OUTCOME_RETRY, 503, true },
		{ OUTCOME_RETRY, 429, false },
		{ OUTCOME_RETRY, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct outcome o = { .class = table[i].class,
			.status = table[i].status };

		assert_int_equal(poller_stuck_by(&o), table[i].counts);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_question_is_its_path_and_query_and_told_without),
		cmocka_unit_test(what_is_understood_begins_anew),
		cmocka_unit_test(
		    a_question_is_stuck_alone_where_others_are_understood),
		cmocka_unit_test(the_one_not_heard_of_the_longest_gives_way),
		cmocka_unit_test(what_is_not_asked_again_is_forgotten),
		cmocka_unit_test(
		    what_nobody_was_reached_for_is_not_about_the_question),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
