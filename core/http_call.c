/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_call.h"

#include <event2/event.h>
#include <event2/keyvalq_struct.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <sys/queue.h>
#include <unistd.h>

#include "http_tls.h"
#include "limits.h"

#define HTTP_PIECE 16384 /* what a TLS record holds */

/* Path and query stand behind the struct. */
struct http_call *
http_call_new(struct http_conn *conn, const struct http_head *head)
{
	size_t room = head->target_len + 1;
	struct http_call *call = malloc(sizeof *call + 2 * room);

	if (call == NULL)
		return NULL;
	*call = (struct http_call){ .conn = conn, .body_fd = -1 };
	call->method = head->method;
	call->last = head->chunked;
	call->path = (char *)(call + 1);
	call->query = call->path + room;
	return call;
}

/* No longer looks whether the peer is there. */
static void
stop_watching(struct http_call *call)
{
	int fd;

	if (call->gone_event == NULL)
		return;
	fd = event_get_fd(call->gone_event);
	event_free(call->gone_event);
	call->gone_event = NULL;
	(void)close(fd);
}

/* Frees it with what it watches. */
void
http_call_free(struct http_call *call)
{
	if (call == NULL)
		return;
	stop_watching(call);
	sealed_view_close(&call->body_view);
	if (call->body_fd >= 0)
		(void)close(call->body_fd);
	free(call);
}

/* Gives the call to whoever answers. */
void
http_call_begin(struct http_call *call, struct evhttp_request *req)
{
	struct http_server *server = call->conn->server;

	call->req = req;
	http_conn_enter(call->conn, HTTP_HANDLING);
	server->counts.requests++;
	server->open_calls++;
	server->routes.handle(server->routes.ctx, call);
}

/* Tells the handler, once. */
static void
tell_gone(struct http_call *call)
{
	loop_fn *gone = call->gone;

	call->gone = NULL;
	if (gone != NULL)
		gone(call->gone_ctx);
}

/* The answer will be dropped. */
void
http_call_orphan(struct http_call *call, bool request_gone)
{
	call->conn->server->open_calls--;
	call->conn = NULL;
	if (request_gone)
		call->req = NULL;
	stop_watching(call);
	tell_gone(call);
}

/* As it stands in the closed list. */
const char *
http_call_method(const struct http_call *call)
{
	return call->method;
}

/* Decoded. */
const char *
http_call_path(const struct http_call *call)
{
	return call->path;
}

/* Raw, without the question mark. */
const char *
http_call_query(const struct http_call *call)
{
	return call->query;
}

/* evhttp's list as ours; the gate let no more through than there is room. */
static void
headers_fill(struct http_call *call)
{
	struct evkeyvalq *list = evhttp_request_get_input_headers(call->req);
	struct hub_headers *to = &call->headers;
	struct evkeyval *from;

	for (from = list->tqh_first; from != NULL; from = from->next.tqe_next) {
		if (to->count == sizeof to->rows / sizeof to->rows[0])
			break;
		to->rows[to->count++] = (struct request_field){ from->key,
			from->value };
	}
	call->have_headers = true;
}

/* All of them, in order. */
const struct hub_headers *
http_call_headers(const struct http_call *call)
{
	struct http_call *own = (struct http_call *)(uintptr_t)call;

	if (!call->have_headers && call->req != NULL)
		headers_fill(own);
	return &call->headers;
}

/* As long as it is, wherever it stands. */
size_t
http_call_size(const struct http_call *call)
{
	if (call->have_body || call->req == NULL)
		return call->body_len;
	return evbuffer_get_length(evhttp_request_get_input_buffer(call->req));
}

/* Moves all bytes into a memfd, piece by piece, and digests them; false: some
 * are lost. */
static bool
pour(struct evbuffer *from, int to, struct digest *digest)
{
	const void *piece;
	size_t len;

	while ((len = evbuffer_get_contiguous_space(from)) > 0) {
		piece = evbuffer_pullup(from, (ev_ssize_t)len);
		digest_add(digest, piece, len);
		if (!sealed_add(to, piece, len))
			return false;
		evbuffer_drain(from, len);
	}
	return sealed_add(to, "", 1);
}

/* Takes the body out of evhttp's buffer. */
static void
seal_body(struct http_call *call)
{
	struct evbuffer *body = evhttp_request_get_input_buffer(call->req);
	struct digest *digest = digest_new();
	int fd = sealed_begin();

	call->body_len = evbuffer_get_length(body);
	call->have_body = call->have_digest = true;
	if (fd >= 0 && pour(body, fd, digest))
		call->body_fd = sealed_end(fd);
	else if (fd >= 0)
		(void)close(fd);
	digest_final(digest, call->digest);
	digest_free(digest);
	/* It came in a thousand pieces, which the heap would keep. */
	if (call->body_len > HTTP_TRIM_MIN)
		(void)malloc_trim(0);
}

/* Once; afterwards it stands there. */
int
http_call_body_fd(struct http_call *call, size_t *ret_len)
{
	if (!call->have_body && call->req != NULL)
		seal_body(call);
	*ret_len = call->body_len;
	return call->body_fd;
}

/* In one piece, a NUL behind. */
const char *
http_call_body(struct http_call *call, size_t *ret_len)
{
	struct evbuffer *body;

	if (call->body_fd >= 0 && call->body == NULL &&
	    sealed_view_open(&call->body_view, call->body_fd,
		call->body_len + 1))
		call->body = call->body_view.at;
	if (!call->have_body && call->req != NULL) {
		body = evhttp_request_get_input_buffer(call->req);
		call->body_len = evbuffer_get_length(body);
		evbuffer_add(body, "", 1);
		call->body = (const char *)evbuffer_pullup(body, -1);
		call->have_body = true;
	}
	*ret_len = call->body != NULL ? call->body_len : 0;
	return call->body != NULL ? call->body : "";
}

/* Made when first asked for. */
const uint8_t *
http_call_digest(struct http_call *call)
{
	const char *body;
	size_t len;

	if (!call->have_digest) {
		body = http_call_body(call, &len);
		digest_sha256(body, len, call->digest);
		call->have_digest = true;
	}
	return call->digest;
}

/* Made once a connection. */
const uint8_t *
http_call_client_cert(const struct http_call *call)
{
	struct http_conn *conn = call->conn;

	if (conn == NULL || conn->ssl == NULL)
		return NULL;
	if (!conn->have_cert)
		conn->have_cert = http_tls_peer(conn->ssl, conn->cert);
	return conn->have_cert ? conn->cert : NULL;
}

/* As evhttp wrote it down when the connection came. */
const char *
http_call_peer(const struct http_call *call)
{
	char *address = NULL;
	ev_uint16_t port;

	if (call->conn != NULL)
		evhttp_connection_get_peer(call->conn->evcon, &address, &port);
	return address != NULL ? address : "";
}

/* Something came, or the peer's side of the connection is closed. */
static void
on_closed(evutil_socket_t fd, short what, void *ctx)
{
	struct pollfd now = { .fd = fd, .events = POLLRDHUP };

	(void)what;
	if (poll(&now, 1, 0) > 0)
		tell_gone(ctx);
}

/* evhttp does not read while a call waits, so a second descriptor of the same
 * connection waits for its end.  libevent gives no error of a connection to
 * those who wait for its end alone, and would turn round and round on a reset
 * one: so it waits for bytes too, and once for each change. */
void
http_call_on_gone(struct http_call *call, loop_fn *fn, void *ctx)
{
	int fd;

	call->gone = fn;
	call->gone_ctx = ctx;
	if (call->conn == NULL || call->gone_event != NULL)
		return;
	fd = fcntl(call->conn->fd, F_DUPFD_CLOEXEC, 0);
	if (fd < 0)
		return;
	call->gone_event = event_new(loop_base(call->conn->server->loop), fd,
	    EV_READ | EV_CLOSED | EV_ET | EV_PERSIST, on_closed, call);
	if (call->gone_event != NULL)
		event_add(call->gone_event, NULL);
	else
		(void)close(fd);
}

/* The answer has left. */
static void
on_sent(struct evhttp_request *req, void *ctx)
{
	(void)req;
	http_conn_answered(ctx);
}

/* Headers of the answer; evhttp adds Date and Content-Length. */
static void
put_headers(const struct http_call *call, const struct http_answer *answer)
{
	struct evkeyvalq *to = evhttp_request_get_output_headers(call->req);
	const struct hub_headers *from = answer->headers;
	size_t i;

	for (i = 0; from != NULL && i < from->count; i++)
		evhttp_add_header(to, from->rows[i].name, from->rows[i].value);
	if (answer->type != NULL && *answer->type != '\0')
		evhttp_add_header(to, "Content-Type", answer->type);
	if (call->last || call->conn->server->draining)
		evhttp_add_header(to, "Connection", "close");
}

/* Whether an answer of that status may have a body. */
static bool
has_body(int status)
{
	return status >= 200 && status != 204 && status != 304;
}

/* The body, or how long it would be for a HEAD. */
static struct evbuffer *
make_body(const struct http_call *call, const struct http_answer *answer)
{
	struct evbuffer *body;
	char length[24];

	if (!has_body(answer->status))
		return NULL;
	if (strcmp(call->method, "HEAD") == 0) {
		snprintf(length, sizeof length, "%zu", answer->len);
		evhttp_add_header(evhttp_request_get_output_headers(call->req),
		    "Content-Length", length);
		return NULL;
	}
	body = evbuffer_new();
	if (body != NULL && answer->len > 0)
		evbuffer_add(body, answer->body, answer->len);
	return body;
}

/* Hands the answer to evhttp.  Head and body of a small one are made one
 * piece: each piece costs a TLS record and a system call.  evhttp reads again
 * and may find the connection closed, and close it, before it returns. */
static void
send_answer(struct http_call *call, const struct http_answer *answer)
{
	struct bufferevent *bev = call->conn->bev;
	struct evbuffer *output = bufferevent_get_output(bev);
	struct evbuffer *body = make_body(call, answer);

	put_headers(call, answer);
	evhttp_request_set_on_complete_cb(call->req, on_sent, call->conn);
	bufferevent_incref(bev);
	evhttp_send_reply(call->req, answer->status, NULL, body);
	if (evbuffer_get_length(output) <= HTTP_PIECE)
		evbuffer_pullup(output, -1);
	bufferevent_decref(bev);
	if (body != NULL)
		evbuffer_free(body);
}

/* The one end of every call. */
void
http_call_reply(struct http_call *call, const struct http_answer *answer)
{
	struct http_conn *conn = call->conn;

	if (conn != NULL) {
		conn->server->open_calls--;
		conn->call = NULL;
		http_conn_enter(conn, HTTP_WRITING);
		send_answer(call, answer);
	} else if (call->req != NULL) {
		evhttp_send_reply(call->req, answer->status, NULL, NULL);
	}
	http_call_free(call);
}
