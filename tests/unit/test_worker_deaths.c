/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "log.h"
#include "worker_scene.h"

#define MANY 100

/* A pool of workers that do what no plugin may; watchdogs that are quick, but
 * not for a worker that starts on a busy machine. */
static int
setup(void **state)
{
	struct worker_scene *scene = malloc(sizeof(*scene));

	log_set_level(LOG_ERROR);
	scene_init(scene, "trouble");
	scene->conf.wall_ms = 5000;
	scene->conf.cpu_ms = 1000;
	scene_open(scene);
	*state = scene;
	return 0;
}

static int
teardown(void **state)
{
	scene_release(*state);
	free(*state);
	return 0;
}

/* One bad message among many good ones: the good ones are answered, the bad
 * one alone is put into quarantine.  Three deaths, among others and twice
 * alone; more when the worker went on to another call before it was killed. */
static void
expect_contained(struct worker_scene *scene, const char *deed)
{
	static struct asked asked[MANY];
	struct worker_counts counts;

	for (int i = 0; i < MANY; i++)
		scene_compose(scene, &asked[i], i == MANY / 3 ? deed : "baik");
	scene_run(scene);
	for (int i = 0; i < MANY; i++) {
		enum worker_end want = i == MANY / 3 ? WORKER_QUARANTINED
						     : WORKER_DONE;

		if (asked[i].end != want || asked[i].dones != 1)
			fail_msg("%s: call %d ended as %d, %u times: %s", deed,
			    i, asked[i].end, asked[i].dones, asked[i].error);
		if (want == WORKER_DONE)
			assert_string_equal(asked[i].body, "baik");
		asked_release(&asked[i]);
	}
	counts = worker_pool_counts(scene->pool);
	assert_int_equal(counts.quarantined, 1);
	assert_in_range(counts.deaths, 3, MANY);
	assert_int_equal(counts.calls, MANY);
}

static void
a_message_that_crashes_the_plugin_is_quarantined(void **state)
{
	expect_contained(*state, "crash");
}

static void
a_message_that_aborts_the_plugin_is_quarantined(void **state)
{
	expect_contained(*state, "abort");
}

static void
a_message_that_ends_the_plugin_is_quarantined(void **state)
{
	expect_contained(*state, "exit");
}

static void
a_message_that_spins_is_stopped_by_its_cpu(void **state)
{
	expect_contained(*state, "spin");
}

static void
a_message_that_waits_is_stopped_by_the_clock(void **state)
{
	expect_contained(*state, "wait");
}

static void
a_message_that_eats_memory_is_quarantined(void **state)
{
	expect_contained(*state, "allocate");
}

static void
garbage_on_the_socket_is_a_death(void **state)
{
	expect_contained(*state, "garbage");
}

static void
an_answer_nobody_asked_for_is_a_death(void **state)
{
	expect_contained(*state, "stranger");
}

static void
a_flood_on_the_socket_is_a_death(void **state)
{
	expect_contained(*state, "flood");
}

static void
the_shared_page_cannot_be_taken_away(void **state)
{
	expect_contained(*state, "shrink");
}

/* The worker names a call that is not there: each is asked alone. */
static void
a_worker_that_lies_about_its_call_is_contained(void **state)
{
	struct worker_scene *scene = *state;
	struct asked asked[10];

	for (int i = 0; i < 10; i++)
		scene_compose(scene, &asked[i], i == 4 ? "blame" : "baik");
	scene_run(scene);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(asked[i].end,
		    i == 4 ? WORKER_QUARANTINED : WORKER_DONE);
		asked_release(&asked[i]);
	}
}

/* A deed that the system call filter ends by name. */
static void
expect_forbidden(struct worker_scene *scene, const char *deed, const char *call)
{
	struct asked asked;
	char want[64];

	(void)snprintf(want, sizeof(want), "forbidden system call: %s", call);
	scene_compose(scene, &asked, deed);
	scene_run(scene);
	assert_int_equal(asked.end, WORKER_QUARANTINED);
	if (strstr(asked.error, want) == NULL ||
	    strstr(asked.error, "SIGSYS") == NULL)
		fail_msg("\"%s\" does not say \"%s\"", asked.error, want);
	asked_release(&asked);
}

static void
forbidden_system_calls_are_named(void **state)
{
	expect_forbidden(*state, "socket", "socket");
	expect_forbidden(*state, "fork", "clone");
	expect_forbidden(*state, "execute", "mprotect");
	expect_forbidden(*state, "shrink", "ftruncate");
}

/* A sanitizer asks for files itself, so there the call only fails. */
static void
no_file_can_be_opened(void **state)
{
	struct worker_scene *scene = *state;
	struct asked asked;

	scene_compose(scene, &asked, "open");
	scene_run(scene);
	assert_int_equal(asked.end, WORKER_QUARANTINED);
	if (strstr(asked.error, "openat") == NULL &&
	    strstr(asked.error, "exit status 1") == NULL)
		fail_msg("\"%s\" names no reason", asked.error);
	asked_release(&asked);
}

static void
a_message_that_overruns_memory_is_quarantined(void **state)
{
	expect_contained(*state, "overrun");
}

static void
a_request_over_its_limits_is_a_fault_and_no_death(void **state)
{
	struct worker_scene *scene = *state;
	struct asked asked;

	scene_compose(scene, &asked, "overfill");
	scene_run(scene);
	assert_int_equal(asked.end, WORKER_DONE);
	assert_int_equal(asked.status, HUB_FAULT);
	assert_true(asked.error[0] != '\0');
	assert_int_equal(worker_pool_counts(scene->pool).deaths, 0);
	asked_release(&asked);
}

/* Each of many bad messages is found, and nothing else is lost. */
static void
many_bad_messages_among_good_ones_are_all_found(void **state)
{
	struct worker_scene *scene = *state;
	static struct asked asked[MANY];

	for (int i = 0; i < MANY; i++)
		scene_compose(scene, &asked[i], i % 20 == 7 ? "exit" : "baik");
	scene_run(scene);
	for (int i = 0; i < MANY; i++) {
		assert_int_equal(asked[i].end,
		    i % 20 == 7 ? WORKER_QUARANTINED : WORKER_DONE);
		asked_release(&asked[i]);
	}
}

static void
a_worker_that_writes_without_end_holds_nobody_up(void **state)
{
	struct worker_scene *scene = *state;
	struct asked asked;

	scene->conf.wall_ms = 20000;
	scene_release(scene);
	scene->conf.cpu_ms = 20000;
	scene_open(scene);
	scene_compose(scene, &asked, "chatter");
	scene_run(scene);
	assert_int_equal(asked.end, WORKER_DONE);
	asked_release(&asked);
}

static void
a_constructor_that_opens_a_socket_is_told_to_every_caller(void **state)
{
	struct worker_scene *scene = *state;
	struct asked one, two;

	scene_path("tests/plugins/ctor/.libs/ctor.so", scene->file);
	scene_compose(scene, &one, "a");
	scene_compose(scene, &two, "b");
	scene_run(scene);
	assert_int_equal(one.end, WORKER_UNSTARTED);
	assert_int_equal(two.end, WORKER_UNSTARTED);
	assert_non_null(strstr(one.error, "forbidden system call: socket"));
	asked_release(&one);
	asked_release(&two);
}

static void
a_plugin_of_another_abi_is_told_to_every_caller(void **state)
{
	struct worker_scene *scene = *state;
	struct asked asked;

	scene_path("tests/plugins/newer/.libs/newer.so", scene->file);
	scene_compose(scene, &asked, "a");
	scene_run(scene);
	assert_int_equal(asked.end, WORKER_UNSTARTED);
	assert_non_null(
	    strstr(asked.error, "newer.so speaks ABI 2, this hub speaks 1"));
	asked_release(&asked);
}

#define IN_SCENE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCENE(a_message_that_crashes_the_plugin_is_quarantined),
		IN_SCENE(a_message_that_aborts_the_plugin_is_quarantined),
		IN_SCENE(a_message_that_ends_the_plugin_is_quarantined),
		IN_SCENE(a_message_that_spins_is_stopped_by_its_cpu),
		IN_SCENE(a_message_that_waits_is_stopped_by_the_clock),
		IN_SCENE(a_message_that_eats_memory_is_quarantined),
		IN_SCENE(garbage_on_the_socket_is_a_death),
		IN_SCENE(an_answer_nobody_asked_for_is_a_death),
		IN_SCENE(a_flood_on_the_socket_is_a_death),
		IN_SCENE(the_shared_page_cannot_be_taken_away),
		IN_SCENE(a_worker_that_lies_about_its_call_is_contained),
		IN_SCENE(forbidden_system_calls_are_named),
		IN_SCENE(no_file_can_be_opened),
		IN_SCENE(a_message_that_overruns_memory_is_quarantined),
		IN_SCENE(a_request_over_its_limits_is_a_fault_and_no_death),
		IN_SCENE(many_bad_messages_among_good_ones_are_all_found),
		IN_SCENE(a_worker_that_writes_without_end_holds_nobody_up),
		IN_SCENE(
		    a_constructor_that_opens_a_socket_is_told_to_every_caller),
		IN_SCENE(a_plugin_of_another_abi_is_told_to_every_caller),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
