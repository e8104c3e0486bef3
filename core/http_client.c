/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_client.h"

#include <curl/curl.h>
#include <event2/event.h>
#include <stdlib.h>

#include "http_send.h"
#include "limits.h"
#include "log.h"

struct http_client {
	struct loop *loop;
	CURLM *multi;
	struct loop_timer *timer;  /* libcurl's own */
	struct loop_timer *failed; /* for sends that could not begin */
	struct http_send *unready; /* those */
	struct http_send *spare;
	size_t busy;
};

/* Ends one send; it is spare again. */
static void
finish(struct http_client *client, struct http_send *send, CURLcode code)
{
	struct outcome outcome;
	struct http_order order = send->order;

	http_send_outcome(send, code,
	    clock_now_ms(loop_clock(client->loop)) / 1000, &outcome);
	client->busy--;
	order.done(order.ctx, &outcome);
	http_send_clear(send);
	send->next = client->spare;
	client->spare = send;
}

/* Takes what libcurl has finished. */
static void
collect(struct http_client *client)
{
	CURLMsg *msg;
	int left;

	while ((msg = curl_multi_info_read(client->multi, &left)) != NULL) {
		struct http_send *send = NULL;
		CURLcode code = msg->data.result;
		CURL *easy = msg->easy_handle;

		if (msg->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(easy, CURLINFO_PRIVATE, &send);
		curl_multi_remove_handle(client->multi, easy);
		finish(client, send, code);
	}
}

/* loop_fn: libcurl wants its turn. */
static void
on_timer(void *ctx)
{
	struct http_client *client = ctx;
	int running;

	curl_multi_socket_action(client->multi, CURL_SOCKET_TIMEOUT, 0,
	    &running);
	collect(client);
}

/* event: a socket of libcurl's is ready. */
static void
on_ready(evutil_socket_t fd, short what, void *ctx)
{
	struct http_client *client = ctx;
	int running, action = 0;

	if (what & EV_READ)
		action |= CURL_CSELECT_IN;
	if (what & EV_WRITE)
		action |= CURL_CSELECT_OUT;
	curl_multi_socket_action(client->multi, fd, action, &running);
	collect(client);
}

/* curl socket callback: watch this socket so. */
static int
on_socket(CURL *easy, curl_socket_t fd, int what, void *ctx, void *mine)
{
	struct http_client *client = ctx;
	struct event *event = mine;
	short flags = EV_PERSIST;

	(void)easy;
	if (event != NULL)
		event_free(event);
	curl_multi_assign(client->multi, fd, NULL);
	if (what == CURL_POLL_REMOVE)
		return 0;
	if (what & CURL_POLL_IN)
		flags |= EV_READ;
	if (what & CURL_POLL_OUT)
		flags |= EV_WRITE;
	event = event_new(loop_base(client->loop), fd, flags, on_ready, client);
	if (event == NULL || event_add(event, NULL) != 0)
		return -1;
	curl_multi_assign(client->multi, fd, event);
	return 0;
}

/* curl timer callback: give a turn after so long. */
static int
on_time(CURLM *multi, long after_ms, void *ctx)
{
	struct http_client *client = ctx;

	(void)multi;
	if (after_ms < 0)
		loop_timer_cancel(client->timer);
	else
		loop_timer_arm(client->timer, after_ms);
	return 0;
}

/* loop_fn: ends what could not begin. */
static void
on_failed(void *ctx)
{
	struct http_client *client = ctx;
	struct http_send *send;

	while ((send = client->unready) != NULL) {
		client->unready = send->next;
		finish(client, send, CURLE_FAILED_INIT);
	}
}

enum hub_status
http_client_new(struct loop *loop, struct http_client **ret,
    struct hub_error *err)
{
	struct http_client *c = calloc(1, sizeof(*c));

	if (c == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(c);
		return hub_fail(err, HUB_FAULT, "libcurl does not start");
	}
	c->loop = loop;
	c->multi = curl_multi_init();
	c->timer = loop_timer_new(loop, on_timer, c);
	c->failed = loop_timer_new(loop, on_failed, c);
	if (c->multi == NULL || c->timer == NULL || c->failed == NULL) {
		http_client_free(c);
		return hub_fail(err, HUB_FAULT, "out of memory");
	}
	curl_multi_setopt(c->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(c->multi, CURLMOPT_SOCKETDATA, c);
	curl_multi_setopt(c->multi, CURLMOPT_TIMERFUNCTION, on_time);
	curl_multi_setopt(c->multi, CURLMOPT_TIMERDATA, c);
	curl_multi_setopt(c->multi, CURLMOPT_MAXCONNECTS, HTTP_KEPT);
	curl_multi_setopt(c->multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
	*ret = c;
	return HUB_OK;
}

void
http_client_free(struct http_client *client)
{
	struct http_send *next;

	if (client == NULL)
		return;
	if (client->multi != NULL)
		curl_multi_cleanup(client->multi);
	for (struct http_send *s = client->spare; s != NULL; s = next) {
		next = s->next;
		http_send_free(s);
	}
	loop_timer_free(client->timer);
	loop_timer_free(client->failed);
	free(client);
	curl_global_cleanup();
}

/* A spare send, or a new one. */
static struct http_send *
take_spare(struct http_client *client)
{
	struct http_send *send = client->spare;

	if (send == NULL)
		return http_send_new();
	client->spare = send->next;
	return send;
}

struct http_send *
http_client_send(struct http_client *client, const struct http_order *order)
{
	struct http_send *send = take_spare(client);

	if (send == NULL)
		return NULL;
	client->busy++;
	send->unready = !http_send_prepare(send, order) ||
	    curl_multi_add_handle(client->multi, send->easy) != CURLM_OK;
	if (send->unready) {
		send->next = client->unready;
		client->unready = send;
		loop_timer_arm(client->failed, 0);
	}
	return send;
}

size_t
http_client_busy(const struct http_client *client)
{
	return client->busy;
}
