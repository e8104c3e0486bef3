/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_conn.h"

#include <event2/bufferevent_ssl.h>
#include <event2/listener.h>

#include "http_budget.h"
#include "http_call.h"
#include "http_gate.h"
#include "limits.h"

#define HEAD_ROOM (HTTP_HEAD_MAX + 64 * 1024) /* a head and what came with it */

/* Notes when a phase began. */
void
http_conn_enter(struct http_conn *conn, enum http_phase phase)
{
	conn->phase = phase;
	conn->since = clock_steady_ms(loop_clock(conn->server->loop));
	conn->moved = 0;
	conn->paused_since = 0;
}

/* Bytes from the peer: counted, and looked at where a head is awaited. */
static void
on_input(struct evbuffer *input, const struct evbuffer_cb_info *info, void *ctx)
{
	struct http_conn *conn = ctx;

	if (info->n_added == 0)
		return;
	if (conn->phase == HTTP_REFUSED) {
		evbuffer_drain(input, evbuffer_get_length(input));
		return;
	}
	conn->moved += info->n_added;
	http_budget_read(conn, info->n_added);
	if (conn->phase == HTTP_IDLE || conn->phase == HTTP_HEAD)
		http_gate_look(conn, info->n_added);
}

/* Bytes for the peer. */
static void
on_output(struct evbuffer *output, const struct evbuffer_cb_info *info,
    void *ctx)
{
	struct http_conn *conn = ctx;

	(void)output;
	if (conn->phase == HTTP_WRITING)
		conn->moved += info->n_deleted;
	http_budget_written(conn, info->n_added, info->n_deleted);
}

/* Queues the connection for http_conn_attend. */
void
http_conn_todo(struct http_conn *conn)
{
	struct http_server *server = conn->server;

	if (conn->in_todo)
		return;
	conn->in_todo = true;
	conn->todo_next = server->todo;
	server->todo = conn;
	loop_timer_arm(server->attend, 0);
}

/* Takes it out of the queue again. */
static void
todo_remove(struct http_conn *conn)
{
	struct http_conn **at = &conn->server->todo;

	if (!conn->in_todo)
		return;
	while (*at != conn)
		at = &(*at)->todo_next;
	*at = conn->todo_next;
	conn->in_todo = false;
}

/* With room for another connection, listens again. */
static void
accept_again(struct http_server *server)
{
	if (!server->stopped_accepting || server->draining ||
	    server->counts.connections >= server->connections)
		return;
	server->stopped_accepting = false;
	evconnlistener_enable(evhttp_bound_socket_get_listener(server->bound));
}

/* Forgets a connection; the bufferevent is its owner's to free. */
static void
conn_free(struct http_conn *conn)
{
	struct http_server *server = conn->server;

	todo_remove(conn);
	if (conn->fd >= 0 && (size_t)conn->fd < server->fd_room &&
	    server->by_fd[conn->fd] == conn)
		server->by_fd[conn->fd] = NULL;
	if (conn->next != NULL)
		conn->next->prev = conn->prev;
	if (conn->prev != NULL)
		conn->prev->next = conn->next;
	else
		server->conns = conn->next;
	evbuffer_remove_cb(bufferevent_get_input(conn->bev), on_input, conn);
	evbuffer_remove_cb(bufferevent_get_output(conn->bev), on_output, conn);
	http_budget_forget(conn);
	if (conn->call != NULL && conn->phase == HTTP_HANDLING)
		http_call_orphan(conn->call, server->ending);
	else
		http_call_free(conn->call);
	hub_buf_release(&conn->head);
	free(conn);
	server->counts.connections--;
	if (!server->ending)
		accept_again(server);
}

/* evhttp closes the connection. */
static void
on_close(struct evhttp_connection *evcon, void *ctx)
{
	(void)evcon;
	conn_free(ctx);
}

/* Finds it by its descriptor from now on; false when out of memory. */
static bool
conn_index(struct http_conn *conn)
{
	struct http_server *server = conn->server;
	size_t fd = (size_t)conn->fd, room = server->fd_room;
	struct http_conn **by_fd;

	if (fd >= room) {
		room = fd < 64 ? 64 : fd * 2;
		by_fd = realloc(server->by_fd, room * sizeof *by_fd);
		if (by_fd == NULL)
			return false;
		memset(by_fd + server->fd_room, 0,
		    (room - server->fd_room) * sizeof *by_fd);
		server->by_fd = by_fd;
		server->fd_room = room;
	}
	server->by_fd[fd] = conn;
	return true;
}

/* evhttp has made its side by now: learn it, and when it closes. */
static void
conn_hook(struct http_conn *conn)
{
	void *evcon = NULL;

	bufferevent_getcb(conn->bev, NULL, NULL, NULL, &evcon);
	if (evcon == NULL) {
		struct bufferevent *bev = conn->bev;

		conn_free(conn);
		bufferevent_decref(bev);
		return;
	}
	bufferevent_decref(conn->bev);
	conn->evcon = evcon;
	conn->fd = bufferevent_getfd(conn->bev);
	evhttp_connection_set_closecb(evcon, on_close, conn);
	if (conn->fd < 0 || !conn_index(conn))
		http_conn_close(conn);
}

/* New connections are hooked, refused ones told, paused ones read again. */
void
http_conn_attend(struct http_server *server)
{
	struct http_conn *conn;

	while ((conn = server->todo) != NULL) {
		server->todo = conn->todo_next;
		conn->in_todo = false;
		if (conn->evcon == NULL)
			conn_hook(conn);
		else
			http_gate_close(conn);
	}
	http_budget_resume(server);
}

/* A bufferevent for a socket to come; with TLS as the server's side. */
static struct bufferevent *
bev_new(struct http_server *server, struct http_conn *conn)
{
	struct event_base *base = loop_base(server->loop);
	struct bufferevent *bev;

	if (server->tls == NULL)
		return bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
	conn->ssl = SSL_new(server->tls);
	if (conn->ssl == NULL)
		return NULL;
	bev = bufferevent_openssl_socket_new(base, -1, conn->ssl,
	    BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
	if (bev == NULL)
		SSL_free(conn->ssl);
	else
		bufferevent_openssl_set_allow_dirty_shutdown(bev, 1);
	return bev;
}

/* The most there may be: leave the others in the kernel's queue. */
static void
accept_later(struct http_server *server)
{
	server->stopped_accepting = true;
	evconnlistener_disable(evhttp_bound_socket_get_listener(server->bound));
}

/* Counts, watches, and hooks later; evhttp would serve plainly what gets no
 * bufferevent here, so http_server answers no request without a struct
 * http_conn. */
struct bufferevent *
http_conn_accept(struct event_base *base, void *ctx)
{
	struct http_server *server = ctx;
	struct http_conn *conn = calloc(1, sizeof *conn);

	(void)base;
	if (conn == NULL)
		return NULL;
	conn->bev = bev_new(server, conn);
	if (conn->bev == NULL) {
		free(conn);
		return NULL;
	}
	conn->server = server;
	conn->fd = -1;
	hub_buf_init(&conn->head, HEAD_ROOM);
	conn->next = server->conns;
	if (conn->next != NULL)
		conn->next->prev = conn;
	server->conns = conn;
	bufferevent_incref(conn->bev);
	evbuffer_add_cb(bufferevent_get_input(conn->bev), on_input, conn);
	evbuffer_add_cb(bufferevent_get_output(conn->bev), on_output, conn);
	http_conn_enter(conn, HTTP_IDLE);
	http_conn_todo(conn);
	/* The buffers of a few are cheaper to keep than to make anew for each
	 * message. */
	if (conn->ssl != NULL && server->counts.connections < HTTP_BUFFERED)
		SSL_clear_mode(conn->ssl, SSL_MODE_RELEASE_BUFFERS);
	if (++server->counts.connections >= server->connections)
		accept_later(server);
	return conn->bev;
}

/* By the descriptor of the request's connection. */
struct http_conn *
http_conn_of(struct http_server *server, struct evhttp_request *req)
{
	struct evhttp_connection *evcon = evhttp_request_get_connection(req);
	evutil_socket_t fd = bufferevent_getfd(
	    evhttp_connection_get_bufferevent(evcon));
	struct http_conn *conn;

	if (fd < 0 || (size_t)fd >= server->fd_room)
		return NULL;
	conn = server->by_fd[fd];
	return conn != NULL && conn->evcon == evcon ? conn : NULL;
}

/* Ready for the next request, which may be here already. */
void
http_conn_answered(struct http_conn *conn)
{
	size_t waiting;

	http_budget_settle(conn);
	http_conn_enter(conn, HTTP_IDLE);
	waiting = evbuffer_get_length(bufferevent_get_input(conn->bev));
	if (waiting > 0)
		http_gate_look(conn, waiting);
}

/* Through evhttp, which calls on_close. */
void
http_conn_close(struct http_conn *conn)
{
	evhttp_connection_free(conn->evcon);
}
