/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_budget.h"

#include "limits.h"

/* Whether three quarters are in use. */
bool
http_budget_is_tight(const struct http_server *server)
{
	return server->counts.held_bytes >= server->budget / 4 * 3;
}

/* No longer paused. */
static void
unpause(struct http_conn *conn)
{
	if (!conn->paused)
		return;
	conn->paused = false;
	conn->server->paused--;
	if (conn->closed_event != NULL)
		event_free(conn->closed_event);
	conn->closed_event = NULL;
}

/* Any connection that is paused, or NULL. */
static struct http_conn *
first_paused(const struct http_server *server)
{
	struct http_conn *conn = server->conns;

	while (conn != NULL && !conn->paused)
		conn = conn->next;
	return conn;
}

/* Reading on may bring bytes at once, and with them anything: a pause, an
 * answer, the end of the connection. */
void
http_budget_resume(struct http_server *server)
{
	struct http_conn *conn;

	while (server->paused > 0 && !http_budget_is_tight(server)) {
		conn = first_paused(server);
		if (conn == NULL)
			return;
		unpause(conn);
		/* Elsewhere evhttp turns reading on and off itself. */
		if (conn->phase == HTTP_BODY)
			bufferevent_enable(conn->bev, EV_READ);
	}
}

/* A paused peer has gone. */
static void
on_closed(evutil_socket_t fd, short what, void *ctx)
{
	(void)fd;
	(void)what;
	http_conn_close(ctx);
}

/* Reads no further; only the peer's end is still noticed.  (A read watermark
 * would not do: libevent calls evhttp without end while it is passed.) */
static void
pause_reading(struct http_conn *conn)
{
	bufferevent_disable(conn->bev, EV_READ);
	if (conn->paused)
		return;
	conn->paused = true;
	if (conn->paused_since == 0)
		conn->paused_since = clock_steady_ms(
		    loop_clock(conn->server->loop));
	conn->server->paused++;
	conn->closed_event = event_new(loop_base(conn->server->loop), conn->fd,
	    EV_CLOSED, on_closed, conn);
	if (conn->closed_event != NULL)
		event_add(conn->closed_event, NULL);
}

/* Bytes are held no longer. */
static void
give_back(struct http_server *server, size_t n)
{
	server->counts.held_bytes -= n;
	if (server->paused > 0 && !http_budget_is_tight(server))
		loop_timer_arm(server->attend, 0);
}

/* Counts, and stops reading a large request while the budget is tight. */
void
http_budget_read(struct http_conn *conn, size_t n)
{
	struct http_server *server = conn->server;

	conn->in += n;
	server->counts.held_bytes += n;
	if (conn->in > HTTP_SMALL_MAX && http_budget_is_tight(server))
		pause_reading(conn);
}

/* Counts an answer on its way. */
void
http_budget_written(struct http_conn *conn, size_t put, size_t left)
{
	conn->out += put;
	conn->server->counts.held_bytes += put;
	conn->out -= left;
	give_back(conn->server, left);
}

/* The request's bytes are free, those behind it are not. */
void
http_budget_settle(struct http_conn *conn)
{
	size_t waiting = evbuffer_get_length(bufferevent_get_input(conn->bev));
	size_t was = conn->in;

	conn->in = waiting;
	conn->server->counts.held_bytes += waiting;
	give_back(conn->server, was);
}

/* Gives back all that the connection held. */
void
http_budget_forget(struct http_conn *conn)
{
	size_t was = conn->in + conn->out;

	conn->in = 0;
	conn->out = 0;
	unpause(conn);
	give_back(conn->server, was);
}

/* Whether the whole is not yet in use. */
bool
http_budget_has(const struct http_server *server, uint64_t more)
{
	size_t held = server->counts.held_bytes;

	return held < server->budget && more <= server->budget - held;
}
