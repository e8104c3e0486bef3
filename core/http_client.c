/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_client.h"

#include <event2/event.h>
#include <stdlib.h>

#include "http_flight.h"
#include "http_send.h"
#include "limits.h"
#include "mail_line.h"

struct http_client {
	struct loop *loop;
	CURLM *multi;
	struct loop_timer *timer;    /* libcurl's own */
	struct loop_timer *grounded; /* for flights that it did not take */
	struct http_flight *flights;
	struct http_send *spare;
	struct mail_line *mail[MAIL_LINES]; /* NULL: nobody asked for it */
	size_t busy;
	bool ending;
	const char *checkpoint; /* borrowed */
};

/* A flight is over: it is its owner's again. */
static void
land(struct http_client *client, struct http_flight *flight, CURLcode code)
{
	if (!flight->grounded)
		curl_multi_remove_handle(client->multi, flight->easy);
	if (flight->next != NULL)
		flight->next->prev = flight->prev;
	if (flight->prev != NULL)
		flight->prev->next = flight->next;
	else
		client->flights = flight->next;
	client->busy--;
	flight->landed(flight, code);
}

/* Takes what libcurl has finished. */
static void
collect(struct http_client *client)
{
	struct http_flight *flight;
	CURLMsg *msg;
	int left;

	while ((msg = curl_multi_info_read(client->multi, &left)) != NULL) {
		if (msg->msg != CURLMSG_DONE)
			continue;
		flight = NULL;
		curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &flight);
		land(client, flight, msg->data.result);
	}
}

/* libcurl wants its turn. */
static void
on_timer(void *ctx)
{
	struct http_client *client = ctx;
	int running;

	curl_multi_socket_action(client->multi, CURL_SOCKET_TIMEOUT, 0,
	    &running);
	collect(client);
}

/* A socket of libcurl's is ready. */
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

/* libcurl says what it waits for at a socket. */
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

/* libcurl says when it wants its next turn. */
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

/* Ends what libcurl did not take. */
static void
on_grounded(void *ctx)
{
	struct http_client *client = ctx;
	struct http_flight *flight = client->flights;

	while (flight != NULL) {
		if (flight->grounded) {
			land(client, flight, CURLE_FAILED_INIT);
			flight = client->flights;
			continue;
		}
		flight = flight->next;
	}
}

/* Up, or grounded until the end of this turn. */
void
http_flight_start(struct http_client *client, struct http_flight *flight)
{
	flight->prev = NULL;
	flight->next = client->flights;
	if (flight->next != NULL)
		flight->next->prev = flight;
	client->flights = flight;
	client->busy++;
	curl_easy_setopt(flight->easy, CURLOPT_PRIVATE, flight);
	if (!flight->grounded &&
	    curl_multi_add_handle(client->multi, flight->easy) != CURLM_OK)
		flight->grounded = true;
	if (flight->grounded)
		loop_timer_arm(client->grounded, 0);
}

/* The clock's. */
struct loop *
http_client_loop(const struct http_client *client)
{
	return client->loop;
}

/* One socket callback, one timer; as many connections as are asked for. */
static void
set_multi(struct http_client *client)
{
	CURLM *multi = client->multi;

	curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, client);
	curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_time);
	curl_multi_setopt(multi, CURLMOPT_TIMERDATA, client);
	curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, HTTP_KEPT);
	curl_multi_setopt(multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
}

/* Ready to send. */
enum hub_status
http_client_new(struct loop *loop, struct http_client **ret,
    struct hub_error *err)
{
	struct http_client *client = calloc(1, sizeof *client);

	if (client == NULL)
		return hub_fail(err, HUB_FAULT, "no memory for HTTP");
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(client);
		return hub_fail(err, HUB_FAULT, "libcurl does not start");
	}
	client->loop = loop;
	client->checkpoint = "";
	client->multi = curl_multi_init();
	client->timer = loop_timer_new(loop, on_timer, client);
	client->grounded = loop_timer_new(loop, on_grounded, client);
	if (client->multi == NULL || client->timer == NULL ||
	    client->grounded == NULL) {
		http_client_free(client);
		return hub_fail(err, HUB_FAULT, "no memory for HTTP");
	}
	set_multi(client);
	*ret = client;
	return HUB_OK;
}

/* Lands what is up first. */
void
http_client_free(struct http_client *client)
{
	struct http_send *send;

	if (client == NULL)
		return;
	client->ending = true;
	for (size_t i = 0; i < MAIL_LINES; i++)
		mail_line_free(client->mail[i]);
	while (client->flights != NULL)
		land(client, client->flights, CURLE_ABORTED_BY_CALLBACK);
	while ((send = client->spare) != NULL) {
		client->spare = send->next;
		http_send_free(send);
	}
	if (client->multi != NULL)
		curl_multi_cleanup(client->multi);
	loop_timer_free(client->timer);
	loop_timer_free(client->grounded);
	free(client);
	curl_global_cleanup();
}

/* The outcome goes to whoever ordered; the send is spare again. */
static void
on_sent(struct http_flight *flight, CURLcode code)
{
	struct http_send *send = (struct http_send *)flight;
	struct http_client *client = send->client;
	struct http_order order = send->order;
	struct outcome outcome;

	http_send_outcome(send, code,
	    clock_now_ms(loop_clock(client->loop)) / 1000, &outcome);
	order.done(order.ctx, &outcome);
	http_send_clear(send);
	send->next = client->spare;
	client->spare = send;
}

/* On a spare send, or a new one; NULL when out of memory. */
struct http_send *
http_client_send(struct http_client *client, const struct http_order *order)
{
	struct http_send *send = client->spare;

	if (send != NULL)
		client->spare = send->next;
	else
		send = http_send_new();
	if (send == NULL)
		return NULL;
	send->client = client;
	send->flight.landed = on_sent;
	send->unfit = client->ending ? "the hub is stopping" : NULL;
	send->flight.grounded = !http_send_prepare(send, order);
	http_flight_start(client, &send->flight);
	return send;
}

void
http_client_witness(struct http_client *client, const char *checkpoint)
{
	client->checkpoint = checkpoint;
}

const char *
http_client_checkpoint(const struct http_client *client)
{
	return client->checkpoint;
}

/* Flights on one of the lines; none where nobody asked for it yet. */
static size_t
busy_on(const struct http_client *client, size_t line)
{
	return client->mail[line] == NULL ? 0
					  : mail_line_busy(client->mail[line]);
}

struct mail_line *
http_client_mail(struct http_client *client, bool out)
{
	size_t best = out ? 1 : 0;

	if (client->ending)
		return NULL;
	for (size_t i = best + 1; out && i < MAIL_LINES; i++)
		if (busy_on(client, i) < busy_on(client, best))
			best = i;
	if (client->mail[best] == NULL)
		client->mail[best] = mail_line_new(client->loop);
	return client->mail[best];
}

/* Flights that have not landed. */
size_t
http_client_busy(const struct http_client *client)
{
	return client->busy;
}
