/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_gate.h"

#include <string.h>
#include <sys/socket.h>

#include "http_budget.h"
#include "http_call.h"
#include "http_target.h"
#include "limits.h"
#include "problem_title.h"

#define PIECES 4

static const struct http_refusal too_large_a_head = { 431,
	"the head is too large" };
static const struct http_refusal too_large_a_body = { 413,
	"the body is too large" };
static const struct http_refusal too_busy = { 503, "busy, try again" };
static const struct http_refusal no_memory = { 503, "out of memory" };
static const struct http_refusal bad_path = { 400, "no valid path" };

/* Nothing more of this connection reaches evhttp. */
static void
refuse(struct http_conn *conn, struct http_refusal refusal)
{
	struct evbuffer *input = bufferevent_get_input(conn->bev);

	conn->refusal = refusal;
	http_conn_enter(conn, HTTP_REFUSED);
	http_conn_todo(conn);
	evbuffer_drain(input, evbuffer_get_length(input));
	http_budget_settle(conn);
}

/* Others come before a large upload. */
void
http_gate_give_up(struct http_conn *conn)
{
	conn->server->counts.refused_busy++;
	refuse(conn, too_busy);
}

/* evhttp's ceiling matters where no length is said. */
static void
set_ceiling(struct http_conn *conn, const struct http_head *head, size_t limit)
{
	if (!head->chunked && !conn->limit_set)
		return;
	conn->limit_set = head->chunked;
	evhttp_connection_set_max_body_size(conn->evcon,
	    (ev_ssize_t)(head->chunked ? limit : HTTP_BODY_MAX));
}

/* Where a head leads to, as a call; false: it is refused. */
static bool
begin_call(struct http_conn *conn, const struct http_head *head)
{
	struct http_call *call = http_call_new(conn, head);

	if (call == NULL) {
		refuse(conn, no_memory);
		return false;
	}
	conn->call = call;
	if (http_target_cut(head->target, head->target_len, call->path,
		call->query))
		return true;
	call->path[0] = '\0';
	refuse(conn, bad_path);
	return false;
}

/* A well-formed head: is there room for its body? */
static void
admit(struct http_conn *conn, const struct http_head *head)
{
	struct http_server *server = conn->server;
	size_t limit;

	if (!begin_call(conn, head))
		return;
	if (!http_budget_has(server, head->length)) {
		server->counts.refused_busy++;
		refuse(conn, too_busy);
		return;
	}
	limit = server->routes.limit(server->routes.ctx, conn->call->method,
	    conn->call->path);
	limit = limit < HTTP_BODY_MAX ? limit : HTTP_BODY_MAX;
	if (head->length > limit) {
		server->counts.refused_large++;
		refuse(conn, too_large_a_body);
		return;
	}
	set_ceiling(conn, head, limit);
	http_conn_enter(conn, HTTP_BODY);
}

/* A whole head. */
static void
judge(struct http_conn *conn, const char *text, size_t len)
{
	struct http_head head;
	struct http_refusal refusal;

	refusal = len > HTTP_HEAD_MAX ? too_large_a_head
				      : http_head_read(text, len, &head);
	if (refusal.status != 0)
		refuse(conn, refusal);
	else
		admit(conn, &head);
}

/* A head without its end: refused as soon as one of its lines is bad. */
static void
judge_begun(struct http_conn *conn, size_t before)
{
	const struct hub_buf *head = &conn->head;
	struct http_refusal refusal;

	if (head->len > HTTP_HEAD_MAX) {
		refuse(conn, too_large_a_head);
		return;
	}
	if (memchr(head->data + before, '\n', head->len - before) == NULL)
		return;
	refusal = http_head_begun(head->data, head->len);
	if (refusal.status != 0)
		refuse(conn, refusal);
}

/* The head does not end in the first piece seen: keep what came of it. */
static void
gather(struct http_conn *conn, const struct evbuffer_iovec *pieces, int count)
{
	size_t before = conn->head.len, end;
	int i;

	for (i = 0; i < count; i++)
		hub_buf_add(&conn->head, pieces[i].iov_base, pieces[i].iov_len);
	if (!hub_buf_ok(&conn->head)) {
		refuse(conn, too_large_a_head);
		return;
	}
	end = http_head_end(conn->head.data, conn->head.len, before);
	if (end > 0)
		judge(conn, conn->head.data, end);
	else
		judge_begun(conn, before);
	if (conn->phase != HTTP_HEAD)
		hub_buf_release(&conn->head);
}

/* The usual case first: the whole head in one piece, judged where it is. */
void
http_gate_look(struct http_conn *conn, size_t n)
{
	struct evbuffer *input = bufferevent_get_input(conn->bev);
	struct evbuffer_iovec pieces[PIECES];
	struct evbuffer_ptr at;
	size_t end = 0;
	int count;

	if (conn->phase == HTTP_IDLE)
		http_conn_enter(conn, HTTP_HEAD);
	evbuffer_ptr_set(input, &at, evbuffer_get_length(input) - n,
	    EVBUFFER_PTR_SET);
	count = evbuffer_peek(input, -1, &at, pieces, PIECES);
	if (count < 1 || count > PIECES) {
		refuse(conn, too_large_a_head);
		return;
	}
	if (conn->head.len == 0)
		end = http_head_end(pieces[0].iov_base, pieces[0].iov_len, 0);
	if (end > 0)
		judge(conn, pieces[0].iov_base, end);
	else
		gather(conn, pieces, count);
}

/* The refusal has left: nothing more is said. */
static void
on_told(struct bufferevent *bev, void *ctx)
{
	(void)ctx;
	shutdown(bufferevent_getfd(bev), SHUT_WR);
}

/* The peer closed, or broke. */
static void
on_end(struct bufferevent *bev, short what, void *ctx)
{
	(void)bev;
	(void)what;
	http_conn_close(ctx);
}

/* What the peer reads, and its media type. */
static const char *
word(const struct http_conn *conn, struct hub_buf *out)
{
	const struct http_routes *routes = &conn->server->routes;
	const struct http_refusal *refusal = &conn->refusal;
	const struct problem_title title = problem_title(refusal->status);
	const char *type = NULL;

	if (conn->call != NULL && routes->word != NULL)
		type = routes->word(routes->ctx, conn->call->path, refusal,
		    out);
	if (type != NULL && hub_buf_ok(out))
		return type;
	hub_buf_clear(out);
	hub_buf_fmt(out,
	    "{\"type\":\"about:blank\",\"title\":\"%s\",\"title_en\":\"%s\","
	    "\"status\":%d,\"detail\":\"%s\"}",
	    title.id, title.en, refusal->status, refusal->why);
	return "application/problem+json";
}

/* Says why, and lingers until the peer closes or its time is up: a close
 * with bytes unread would take the answer from it. */
void
http_gate_close(struct http_conn *conn)
{
	const struct http_refusal *refusal = &conn->refusal;
	struct hub_buf body;
	const char *type;

	hub_buf_init(&body, PROBLEM_MAX);
	type = word(conn, &body);
	bufferevent_setcb(conn->bev, NULL, on_told, on_end, conn);
	evbuffer_add_printf(bufferevent_get_output(conn->bev),
	    "HTTP/1.1 %d %s\r\n"
	    "Content-Type: %s\r\n"
	    "Content-Length: %zu\r\n"
	    "%sConnection: close\r\n\r\n%s",
	    refusal->status, refusal->why, type, body.len,
	    refusal->status == 503 ? "Retry-After: 1\r\n" : "",
	    hub_buf_str(&body));
	hub_buf_release(&body);
	bufferevent_enable(conn->bev, EV_READ | EV_WRITE);
}
