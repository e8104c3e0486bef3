/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job.h - work handed to another thread, and its way back.
 *
 * A job is embedded in the caller's own struct.  The thread runs it, then its
 * `done` runs on the loop's thread, exactly once, also when the thread is
 * stopping.  The job belongs to the thread from push to done.
 */
#ifndef JOB_H
#define JOB_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct job {
	struct job *next;			  /* the queue's */
	void (*run)(struct job *job, void *room); /* on the thread */
	void (*done)(struct job *job);		  /* on the loop */
};

/* First in, first out, any number of threads at both ends. */
struct job_queue {
	pthread_mutex_t lock;
	pthread_cond_t filled;
	struct job *head, *tail;
	size_t length;
	bool closed;
};

void job_queue_init(struct job_queue *queue);
void job_queue_release(struct job_queue *queue); /* must be empty */
void job_queue_push(struct job_queue *queue, struct job *job);
/* A list of them at once: nobody takes the first without the others. */
void job_queue_push_list(struct job_queue *queue, struct job *list);
/* Up to max jobs as a list, in order; waits while the queue is empty and
 * open; NULL once it is closed and empty. */
struct job *job_queue_take(struct job_queue *queue, size_t max);
/* The same without waiting: NULL when empty. */
struct job *job_queue_poll(struct job_queue *queue, size_t max);
void job_queue_close(struct job_queue *queue);

/* Where finished jobs go: the loop watches fd (an eventfd), and calls
 * job_home_run when it is readable. */
struct job_home {
	struct job_queue queue;
	int fd;
};

/* 0, or -1 with errno. */
int job_home_init(struct job_home *home);
void job_home_release(struct job_home *home);
/* From any thread: hand a list of finished jobs over. */
void job_home_send(struct job_home *home, struct job *list);
/* On the loop: run every waiting done. */
void job_home_run(struct job_home *home);

/* A thread that runs jobs one after the other with its own `room`. */
struct job_thread {
	struct job_queue queue;
	struct job_home *home; /* borrowed */
	void *room;	       /* borrowed, given to each run */
	pthread_t thread;
};

/* Starts the thread under that name (15 bytes at most, shown by top -H). */
int job_thread_start(struct job_thread *t, const char *name,
    struct job_home *home, void *room);
/* Runs what is queued, then ends the thread. */
void job_thread_stop(struct job_thread *t);

#endif
