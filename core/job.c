/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "job.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* An open queue with no jobs. */
void
job_queue_init(struct job_queue *queue)
{
	*queue = (struct job_queue){ .head = NULL };
	pthread_mutex_init(&queue->lock, NULL);
	pthread_cond_init(&queue->filled, NULL);
}

/* Ends an empty queue. */
void
job_queue_release(struct job_queue *queue)
{
	assert(queue->head == NULL);
	pthread_cond_destroy(&queue->filled);
	pthread_mutex_destroy(&queue->lock);
}

/* Appends a list; whether the queue was empty before. */
static bool
append(struct job_queue *queue, struct job *list)
{
	struct job *last = list;
	size_t count = 1;
	bool was_empty;

	for (; last->next != NULL; last = last->next)
		count++;
	pthread_mutex_lock(&queue->lock);
	was_empty = queue->head == NULL;
	if (was_empty)
		queue->head = list;
	else
		queue->tail->next = list;
	queue->tail = last;
	queue->length += count;
	if (count > 1)
		pthread_cond_broadcast(&queue->filled);
	else
		pthread_cond_signal(&queue->filled);
	pthread_mutex_unlock(&queue->lock);
	return was_empty;
}

/* Appends a job.  A queue that is closed but not yet empty still takes it. */
void
job_queue_push(struct job_queue *queue, struct job *job)
{
	job->next = NULL;
	append(queue, job);
}

void
job_queue_push_list(struct job_queue *queue, struct job *list)
{
	append(queue, list);
}

/* Cuts the first jobs off, with the lock held. */
static struct job *
cut(struct job_queue *queue, size_t max)
{
	struct job *first = queue->head, *last = first;
	size_t count = 1;

	if (first == NULL || max == 0)
		return NULL;
	for (; count < max && last->next != NULL; last = last->next)
		count++;
	queue->head = last->next;
	if (queue->head == NULL)
		queue->tail = NULL;
	queue->length -= count;
	last->next = NULL;
	return first;
}

/* The first jobs, waiting for one. */
struct job *
job_queue_take(struct job_queue *queue, size_t max)
{
	struct job *list;

	assert(max > 0);
	pthread_mutex_lock(&queue->lock);
	while (queue->head == NULL && !queue->closed)
		pthread_cond_wait(&queue->filled, &queue->lock);
	list = cut(queue, max);
	pthread_mutex_unlock(&queue->lock);
	return list;
}

/* The first jobs, if there are any. */
struct job *
job_queue_poll(struct job_queue *queue, size_t max)
{
	struct job *list;

	pthread_mutex_lock(&queue->lock);
	list = cut(queue, max);
	pthread_mutex_unlock(&queue->lock);
	return list;
}

/* Lets those who wait go once the queue is empty. */
void
job_queue_close(struct job_queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->closed = true;
	pthread_cond_broadcast(&queue->filled);
	pthread_mutex_unlock(&queue->lock);
}

/* A home whose fd is readable while finished jobs wait. */
int
job_home_init(struct job_home *home)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	if (fd < 0)
		return -1;
	job_queue_init(&home->queue);
	home->fd = fd;
	return 0;
}

/* Ends a home to which nothing more comes. */
void
job_home_release(struct job_home *home)
{
	job_queue_release(&home->queue);
	close(home->fd);
	home->fd = -1;
}

/* Adds finished jobs and wakes the loop.  Only the first job into an empty
 * home wakes it: job_home_run clears fd before it looks. */
void
job_home_send(struct job_home *home, struct job *list)
{
	static const uint64_t one = 1;

	if (list == NULL || !append(&home->queue, list))
		return;
	while (write(home->fd, &one, sizeof(one)) < 0 && errno == EINTR)
		continue;
}

/* Runs the done of each finished job; those that come meanwhile are for the
 * next time, so that the loop goes on with its other work. */
void
job_home_run(struct job_home *home)
{
	struct job *job, *next;
	uint64_t count;

	while (read(home->fd, &count, sizeof(count)) < 0 && errno == EINTR)
		continue;
	for (job = job_queue_poll(&home->queue, SIZE_MAX); job != NULL;
	     job = next) {
		next = job->next;
		job->next = NULL;
		job->done(job);
	}
}

/* Runs jobs until the queue is closed and empty. */
static void *
work(void *ctx)
{
	struct job_thread *t = ctx;
	struct job *job;

	while ((job = job_queue_take(&t->queue, 1)) != NULL) {
		job->run(job, t->room);
		job_home_send(t->home, job);
	}
	return NULL;
}

/* Creates the thread with every signal blocked: signals are the loop's. */
static int
create(struct job_thread *t)
{
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&t->thread, NULL, work, t);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc;
}

/* A running thread; 0, or -1 with errno. */
int
job_thread_start(struct job_thread *t, const char *name, struct job_home *home,
    void *room)
{
	int rc;

	job_queue_init(&t->queue);
	t->home = home;
	t->room = room;
	rc = create(t);
	if (rc != 0) {
		job_queue_release(&t->queue);
		errno = rc;
		return -1;
	}
	/* A name that is too long costs the name, not the thread. */
	pthread_setname_np(t->thread, name);
	return 0;
}

/* Ends the thread after its last job. */
void
job_thread_stop(struct job_thread *t)
{
	job_queue_close(&t->queue);
	pthread_join(t->thread, NULL);
	job_queue_release(&t->queue);
}
