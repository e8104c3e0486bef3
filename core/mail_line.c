/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_line.h"

#include <event2/event.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "limits.h"

struct mail_line {
	struct job turns; /* first: all that the thread does */
	struct job_thread thread;
	struct job_queue rising; /* flights that libcurl does not have yet */
	struct job_home home;	 /* and those that it has no more */
	struct event *event;	 /* of the home */
	struct mail_flight *flights;
	size_t busy;
	CURLM *multi;
	curl_socket_t *sockets; /* all that libcurl has open */
	size_t socket_count;
	atomic_bool ending;
	bool good; /* queues and thread are there */
};

/* A flight is over: it is its owner's again. */
static void
land(struct mail_line *line, struct mail_flight *flight, CURLcode code)
{
	if (flight->next != NULL)
		flight->next->prev = flight->prev;
	if (flight->prev != NULL)
		flight->prev->next = flight->next;
	else
		line->flights = flight->next;
	line->busy--;
	flight->landed(flight, code);
}

/* job done: on the loop. */
static void
on_over(struct job *job)
{
	struct mail_flight *flight = (struct mail_flight *)job;

	land(flight->line, flight, flight->code);
}

/* A flight goes home from the thread. */
static void
send_home(struct mail_line *line, struct mail_flight *flight, CURLcode code)
{
	flight->code = code;
	flight->job.next = NULL;
	job_home_send(&line->home, &flight->job);
}

/* Gives libcurl what is new. */
static void
take_up(struct mail_line *line)
{
	struct job *job = job_queue_poll(&line->rising, SIZE_MAX), *next;

	for (; job != NULL; job = next) {
		struct mail_flight *flight = (struct mail_flight *)job;

		next = job->next;
		if (flight->grounded ||
		    curl_multi_add_handle(line->multi, flight->easy) !=
			CURLM_OK)
			send_home(line, flight, CURLE_FAILED_INIT);
	}
}

/* Takes what libcurl has finished. */
static void
take_down(struct mail_line *line)
{
	struct mail_flight *flight;
	CURLcode code;
	CURLMsg *msg;
	int left;

	while ((msg = curl_multi_info_read(line->multi, &left)) != NULL) {
		if (msg->msg != CURLMSG_DONE)
			continue;
		code = msg->data.result;
		flight = NULL;
		curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &flight);
		curl_multi_remove_handle(line->multi, flight->easy);
		send_home(line, flight, code);
	}
}

/* job run: turn by turn, until the end. */
static void
run(struct job *job, void *room)
{
	struct mail_line *line = room;
	int running;

	(void)job;
	while (!atomic_load(&line->ending)) {
		take_up(line);
		curl_multi_perform(line->multi, &running);
		take_down(line);
		curl_multi_poll(line->multi, NULL, 0, MAIL_TURN_MS, NULL);
	}
}

/* job done: the thread has nothing left to do. */
static void
on_ended(struct job *job)
{
	(void)job;
}

/* libcurl asks now and then, also while it waits where it stands. */
static int
on_progress(void *ctx, curl_off_t down, curl_off_t downed, curl_off_t up,
    curl_off_t upped)
{
	const struct mail_flight *flight = ctx;

	(void)down;
	(void)downed;
	(void)up;
	return upped >= flight->whole && atomic_load(&flight->line->ending);
}

/* libcurl wants a socket. */
static curl_socket_t
on_open(void *ctx, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct mail_line *line = ctx;
	curl_socket_t *more = realloc(line->sockets,
	    (line->socket_count + 1) * sizeof(*more));
	int fd;

	(void)purpose;
	if (more == NULL)
		return CURL_SOCKET_BAD;
	line->sockets = more;
	fd = socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
	if (fd < 0)
		return CURL_SOCKET_BAD;
	line->sockets[line->socket_count++] = fd;
	return fd;
}

/* libcurl wants one no more. */
static int
on_close(void *ctx, curl_socket_t fd)
{
	struct mail_line *line = ctx;

	for (size_t i = 0; i < line->socket_count; i++)
		if (line->sockets[i] == fd) {
			line->sockets[i] = line->sockets[--line->socket_count];
			break;
		}
	return close(fd);
}

/* The home has flights. */
static void
on_home(evutil_socket_t fd, short what, void *ctx)
{
	struct mail_line *line = ctx;

	(void)fd;
	(void)what;
	job_home_run(&line->home);
}

void
mail_line_start(struct mail_line *line, struct mail_flight *flight)
{
	flight->line = line;
	flight->job.done = on_over;
	flight->prev = NULL;
	flight->next = line->flights;
	if (flight->next != NULL)
		flight->next->prev = flight;
	line->flights = flight;
	line->busy++;
	curl_easy_setopt(flight->easy, CURLOPT_PRIVATE, flight);
	curl_easy_setopt(flight->easy, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(flight->easy, CURLOPT_XFERINFODATA, flight);
	curl_easy_setopt(flight->easy, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(flight->easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(flight->easy, CURLOPT_OPENSOCKETDATA, line);
	curl_easy_setopt(flight->easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
	curl_easy_setopt(flight->easy, CURLOPT_CLOSESOCKETDATA, line);
	job_queue_push(&line->rising, &flight->job);
	curl_multi_wakeup(line->multi);
}

size_t
mail_line_busy(const struct mail_line *line)
{
	return line->busy;
}

/* Starts the thread with its only job. */
static bool
start(struct mail_line *line, struct loop *loop)
{
	if (line->multi == NULL || job_home_init(&line->home) != 0)
		return false;
	job_queue_init(&line->rising);
	line->event = event_new(loop_base(loop), line->home.fd,
	    EV_READ | EV_PERSIST, on_home, line);
	line->good = line->event != NULL && event_add(line->event, NULL) == 0 &&
	    job_thread_start(&line->thread, "mail", &line->home, line) == 0;
	if (!line->good) {
		job_queue_release(&line->rising);
		job_home_release(&line->home);
		return false;
	}
	line->turns = (struct job){ .run = run, .done = on_ended };
	job_queue_push(&line->thread.queue, &line->turns);
	return true;
}

struct mail_line *
mail_line_new(struct loop *loop)
{
	struct mail_line *line = calloc(1, sizeof(*line));

	if (line == NULL)
		return NULL;
	atomic_init(&line->ending, false);
	line->multi = curl_multi_init();
	if (start(line, loop))
		return line;
	mail_line_free(line);
	return NULL;
}

/* Nobody hears a word more: left to itself libcurl would end a letter where it
 * stands as if that were all of it, and say goodbye and wait for an answer. */
static void
hang_up(struct mail_line *line)
{
	for (size_t i = 0; i < line->socket_count; i++)
		(void)shutdown(line->sockets[i], SHUT_RDWR);
}

/* Breaks one off that libcurl may have. */
static void
break_off(struct mail_line *line, struct mail_flight *flight)
{
	curl_multi_remove_handle(line->multi, flight->easy);
	land(line, flight, CURLE_ABORTED_BY_CALLBACK);
}

/* Ends the thread, then what it had. */
static void
stop(struct mail_line *line)
{
	atomic_store(&line->ending, true);
	curl_multi_wakeup(line->multi);
	job_thread_stop(&line->thread);
	hang_up(line);
	job_home_run(&line->home);
	while (line->flights != NULL)
		break_off(line, line->flights);
	(void)job_queue_poll(&line->rising, SIZE_MAX);
	job_queue_release(&line->rising);
	job_home_release(&line->home);
}

void
mail_line_free(struct mail_line *line)
{
	if (line == NULL)
		return;
	if (line->good)
		stop(line);
	if (line->event != NULL)
		event_free(line->event);
	curl_multi_cleanup(line->multi);
	free(line->sockets);
	free(line);
}
