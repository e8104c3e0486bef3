/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "job.h"

#define DEADLINE_MS 20000
#define MANY 20000
#define PRODUCERS 4

/* A job that counts how often it ran and was done. */
struct tally {
	struct job job;
	int number, ran, done;
	void *room;
	struct order *order;
};

/* In which order jobs were done. */
struct order {
	int last, wrong, count;
};

/* Counts a run. */
static void
tally_run(struct job *job, void *room)
{
	struct tally *t = (struct tally *)job;

	t->ran++;
	t->room = room;
}

/* Counts the way back. */
static void
tally_done(struct job *job)
{
	struct tally *t = (struct tally *)job;

	t->done++;
	if (t->order == NULL)
		return;
	if (t->number <= t->order->last)
		t->order->wrong++;
	t->order->last = t->number;
	t->order->count++;
}

/* A tally as its own job. */
static struct tally
tally_new(int number, struct order *order)
{
	return (struct tally){
		.job = { .run = tally_run, .done = tally_done },
		.number = number,
		.order = order,
	};
}

/* Whether fd becomes readable in time. */
static bool
readable(int fd, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, ms) == 1;
}

/* A queue gives jobs out in order, at most as many as asked for. */
static void
a_queue_gives_jobs_out_in_order(void **state)
{
	struct job_queue queue;
	struct tally tallies[5];
	struct job *list;

	(void)state;
	job_queue_init(&queue);
	assert_null(job_queue_poll(&queue, 3));
	for (int i = 0; i < 5; i++) {
		tallies[i] = tally_new(i, NULL);
		job_queue_push(&queue, &tallies[i].job);
	}
	assert_int_equal(queue.length, 5);
	list = job_queue_take(&queue, 3);
	for (int i = 0; i < 3; i++, list = list->next)
		assert_ptr_equal(list, &tallies[i].job);
	assert_null(list);
	assert_null(job_queue_poll(&queue, 0));
	list = job_queue_poll(&queue, SIZE_MAX);
	assert_ptr_equal(list, &tallies[3].job);
	assert_ptr_equal(list->next, &tallies[4].job);
	assert_null(list->next->next);
	assert_int_equal(queue.length, 0);
	job_queue_release(&queue);
}

/* A closed queue still gives out what it holds, then NULL. */
static void
a_closed_queue_is_emptied_first(void **state)
{
	struct tally one = tally_new(1, NULL), two = tally_new(2, NULL);
	struct job_queue queue;

	(void)state;
	job_queue_init(&queue);
	job_queue_push(&queue, &one.job);
	job_queue_close(&queue);
	job_queue_push(&queue, &two.job);
	assert_ptr_equal(job_queue_take(&queue, 1), &one.job);
	assert_ptr_equal(job_queue_take(&queue, 1), &two.job);
	assert_null(job_queue_take(&queue, 1));
	job_queue_release(&queue);
}

/* A job runs with the thread's room and comes back by the home's fd. */
static void
a_job_runs_and_comes_back(void **state)
{
	struct tally t = tally_new(1, NULL);
	struct job_thread thread;
	struct job_home home;
	int room;

	(void)state;
	assert_int_equal(job_home_init(&home), 0);
	assert_int_equal(job_thread_start(&thread, "worker", &home, &room), 0);
	assert_false(readable(home.fd, 0));
	job_queue_push(&thread.queue, &t.job);
	assert_true(readable(home.fd, DEADLINE_MS));
	assert_int_equal(t.done, 0);
	job_home_run(&home);
	assert_int_equal(t.ran, 1);
	assert_int_equal(t.done, 1);
	assert_ptr_equal(t.room, &room);
	assert_false(readable(home.fd, 0));
	job_thread_stop(&thread);
	job_home_release(&home);
}

/* Jobs queued when the thread is stopped are run and done once, in order. */
static void
stopping_loses_no_job(void **state)
{
	static struct tally tallies[MANY];
	struct order order = { .last = -1 };
	struct job_thread thread;
	struct job_home home;

	(void)state;
	job_home_init(&home);
	job_thread_start(&thread, "a name that is far too long", &home, NULL);
	for (int i = 0; i < MANY; i++) {
		tallies[i] = tally_new(i, &order);
		job_queue_push(&thread.queue, &tallies[i].job);
	}
	job_thread_stop(&thread);
	assert_true(readable(home.fd, 0));
	job_home_run(&home);
	assert_int_equal(order.count, MANY);
	assert_int_equal(order.wrong, 0);
	for (int i = 0; i < MANY; i++)
		assert_int_equal(tallies[i].ran, 1);
	job_home_release(&home);
}

/* What one of several threads pushes. */
struct producer {
	struct job_queue *queue;
	struct tally tallies[MANY / PRODUCERS];
	struct order order;
	pthread_t thread;
};

/* Pushes all jobs of a producer. */
static void *
produce(void *ctx)
{
	struct producer *p = ctx;

	for (int i = 0; i < MANY / PRODUCERS; i++) {
		p->tallies[i] = tally_new(i, &p->order);
		job_queue_push(p->queue, &p->tallies[i].job);
	}
	return NULL;
}

/* Runs what comes home until count jobs of all producers are done. */
static int
run_home(struct job_home *home, struct producer *producers, int count)
{
	int done = 0;

	while (done < count && readable(home->fd, DEADLINE_MS)) {
		job_home_run(home);
		done = 0;
		for (int i = 0; i < PRODUCERS; i++)
			done += producers[i].order.count;
	}
	return done;
}

/* Several threads push to two that work, and no wake-up is lost. */
static void
every_job_comes_home_under_load(void **state)
{
	static struct producer producers[PRODUCERS];
	struct job_thread threads[2];
	struct job_home home;

	(void)state;
	job_home_init(&home);
	for (int i = 0; i < 2; i++)
		job_thread_start(&threads[i], "load", &home, NULL);
	for (int i = 0; i < PRODUCERS; i++) {
		producers[i].queue = &threads[i % 2].queue;
		producers[i].order.last = -1;
		pthread_create(&producers[i].thread, NULL, produce,
		    &producers[i]);
	}
	assert_int_equal(run_home(&home, producers, MANY), MANY);
	for (int i = 0; i < PRODUCERS; i++) {
		pthread_join(producers[i].thread, NULL);
		assert_int_equal(producers[i].order.wrong, 0);
	}
	for (int i = 0; i < 2; i++)
		job_thread_stop(&threads[i]);
	job_home_run(&home);
	for (int i = 0; i < PRODUCERS; i++)
		assert_int_equal(producers[i].order.count, MANY / PRODUCERS);
	job_home_release(&home);
}

/* A job whose done pushes it again, as a chain of steps does. */
struct chain {
	struct job job;
	struct job_queue *queue;
	int rest;
};

/* Does nothing. */
static void
chain_run(struct job *job, void *room)
{
	(void)job;
	(void)room;
}

/* Goes round again. */
static void
chain_done(struct job *job)
{
	struct chain *c = (struct chain *)job;

	if (--c->rest > 0)
		job_queue_push(c->queue, job);
}

/* A done may push its own job again. */
static void
a_done_may_push_again(void **state)
{
	struct chain c = { .job = { .run = chain_run, .done = chain_done } };
	struct job_thread thread;
	struct job_home home;

	(void)state;
	job_home_init(&home);
	job_thread_start(&thread, "chain", &home, NULL);
	c.queue = &thread.queue;
	c.rest = 500;
	job_queue_push(&thread.queue, &c.job);
	while (c.rest > 0 && readable(home.fd, DEADLINE_MS))
		job_home_run(&home);
	assert_int_equal(c.rest, 0);
	job_thread_stop(&thread);
	job_home_release(&home);
}

/* Which signals the thread has blocked, kept in its room. */
static void
mask_run(struct job *job, void *room)
{
	(void)job;
	pthread_sigmask(SIG_SETMASK, NULL, room);
}

/* Signals are left to the loop's thread. */
static void
the_thread_takes_no_signal(void **state)
{
	struct tally t = tally_new(1, NULL);
	struct job_thread thread;
	struct job_home home;
	sigset_t on_thread, here;

	(void)state;
	sigemptyset(&on_thread);
	job_home_init(&home);
	t.job.run = mask_run;
	job_thread_start(&thread, "mask", &home, &on_thread);
	job_queue_push(&thread.queue, &t.job);
	job_thread_stop(&thread);
	job_home_run(&home);
	assert_int_equal(sigismember(&on_thread, SIGTERM), 1);
	assert_int_equal(sigismember(&on_thread, SIGHUP), 1);
	pthread_sigmask(SIG_SETMASK, NULL, &here);
	assert_int_equal(sigismember(&here, SIGTERM), 0);
	job_home_release(&home);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_queue_gives_jobs_out_in_order),
		cmocka_unit_test(a_closed_queue_is_emptied_first),
		cmocka_unit_test(a_job_runs_and_comes_back),
		cmocka_unit_test(stopping_loses_no_job),
		cmocka_unit_test(every_job_comes_home_under_load),
		cmocka_unit_test(a_done_may_push_again),
		cmocka_unit_test(the_thread_takes_no_signal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
