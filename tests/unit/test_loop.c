/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "loop.h"

#define A_DAY_MS (24 * 60 * 60 * 1000)

/* What a test's loop saw. */
struct scene {
	struct loop *loop;
	struct clock_shifted clock;
	struct loop_timer *timer;
	int calls;
	struct job job;
	pthread_t ran_on, done_on;
};

static int
scene_setup(void **state)
{
	struct scene *scene = calloc(1, sizeof *scene);

	clock_shifted_init(&scene->clock);
	assert_int_equal(loop_new(&scene->clock.clock, &scene->loop, NULL),
	    HUB_OK);
	*state = scene;
	return 0;
}

static int
scene_teardown(void **state)
{
	struct scene *scene = *state;

	loop_timer_free(scene->timer);
	loop_free(scene->loop);
	free(scene);
	return 0;
}

/* Counts, and ends the loop. */
static void
count_and_stop(void *ctx)
{
	struct scene *scene = ctx;

	scene->calls++;
	loop_stop(scene->loop);
}

/* Counts three times, from within itself. */
static void
count_to_three(void *ctx)
{
	struct scene *scene = ctx;

	scene->calls++;
	if (scene->calls < 3)
		loop_timer_arm(scene->timer, scene->calls == 1 ? 0 : 1);
	else
		loop_stop(scene->loop);
}

static void
a_timer_fires_once_an_arming(void **state)
{
	struct scene *scene = *state;

	scene->timer = loop_timer_new(scene->loop, count_to_three, scene);
	loop_timer_arm(scene->timer, 5);
	loop_timer_arm(scene->timer, 1);
	loop_run(scene->loop);
	assert_int_equal(scene->calls, 3);
}

static void
a_cancelled_timer_does_not_fire(void **state)
{
	struct scene *scene = *state;
	struct loop_timer *cancelled;

	cancelled = loop_timer_new(scene->loop, count_and_stop, scene);
	scene->timer = loop_timer_new(scene->loop, count_and_stop, scene);
	loop_timer_arm(cancelled, 0);
	loop_timer_cancel(cancelled);
	loop_timer_arm(scene->timer, 2);
	loop_run(scene->loop);
	loop_timer_free(cancelled);
	assert_int_equal(scene->calls, 1);
}

/* Lets a day pass. */
static void
a_day_later(void *ctx)
{
	struct scene *scene = ctx;

	scene->clock.offset_ms += A_DAY_MS;
	loop_clock_moved(scene->loop);
}

static void
days_pass_when_the_clock_is_moved(void **state)
{
	struct scene *scene = *state;
	struct loop_timer *mover;

	mover = loop_timer_new(scene->loop, a_day_later, scene);
	scene->timer = loop_timer_new(scene->loop, count_and_stop, scene);
	loop_timer_arm(scene->timer, A_DAY_MS);
	loop_timer_arm(mover, 1);
	loop_run(scene->loop);
	loop_timer_free(mover);
	assert_int_equal(scene->calls, 1);
}

/* Sends a signal to ourselves. */
static void
raise_usr1(void *ctx)
{
	(void)ctx;
	raise(SIGUSR1);
}

static void
a_signal_is_told(void **state)
{
	struct scene *scene = *state;

	assert_int_equal(loop_signal(scene->loop, SIGUSR1, count_and_stop,
			     scene, NULL),
	    HUB_OK);
	scene->timer = loop_timer_new(scene->loop, raise_usr1, scene);
	loop_timer_arm(scene->timer, 0);
	loop_run(scene->loop);
	assert_int_equal(scene->calls, 1);
}

/* On the other thread. */
static void
job_run(struct job *job, void *room)
{
	struct scene *scene = room;

	(void)job;
	scene->ran_on = pthread_self();
}

/* On the loop. */
static void
job_done(struct job *job)
{
	struct scene *scene = (void *)((char *)job -
	    offsetof(struct scene, job));

	scene->done_on = pthread_self();
	count_and_stop(scene);
}

static void
a_job_comes_home_to_the_loops_thread(void **state)
{
	struct scene *scene = *state;
	struct job_thread thread;

	scene->job.run = job_run;
	scene->job.done = job_done;
	assert_int_equal(job_thread_start(&thread, "test",
			     loop_home(scene->loop), scene),
	    0);
	job_queue_push(&thread.queue, &scene->job);
	loop_run(scene->loop);
	job_thread_stop(&thread);
	assert_int_equal(scene->calls, 1);
	assert_true(pthread_equal(scene->done_on, pthread_self()));
	assert_false(pthread_equal(scene->ran_on, pthread_self()));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_timer_fires_once_an_arming,
		    scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(a_cancelled_timer_does_not_fire,
		    scene_setup, scene_teardown),
		cmocka_unit_test_setup_teardown(
		    days_pass_when_the_clock_is_moved, scene_setup,
		    scene_teardown),
		cmocka_unit_test_setup_teardown(a_signal_is_told, scene_setup,
		    scene_teardown),
		cmocka_unit_test_setup_teardown(
		    a_job_comes_home_to_the_loops_thread, scene_setup,
		    scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
