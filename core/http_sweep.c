/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_sweep.h"

#include "http_budget.h"
#include "http_gate.h"
#include "limits.h"

/* How long the phase may last before it is looked at. */
static int64_t
allowed_ms(const struct http_conn *conn)
{
	const struct http_server *server = conn->server;
	int64_t idle = server->idle_ms;

	switch (conn->phase) {
	case HTTP_IDLE:
		return server->stopped_accepting && idle > HTTP_IDLE_FULL_MS
		    ? HTTP_IDLE_FULL_MS
		    : idle;
	case HTTP_HEAD:
		return idle > HTTP_HEAD_MS ? HTTP_HEAD_MS : idle;
	case HTTP_BODY:
	case HTTP_WRITING:
		return idle;
	case HTTP_REFUSED:
		return HTTP_LINGER_MS;
	case HTTP_HANDLING:
		break;
	}
	return INT64_MAX;
}

/* Whether a large body or answer keeps its pace; then it gets more time. */
static bool
keeps_pace(struct http_conn *conn, int64_t now)
{
	int64_t least = (now - conn->since) / 1000 * HTTP_RATE_MIN;

	if ((conn->phase != HTTP_BODY && conn->phase != HTTP_WRITING) ||
	    (int64_t)conn->moved < least)
		return false;
	conn->since = now;
	conn->moved = 0;
	return true;
}

/* One connection: closed when its time is up, refused when it waited too long
 * for room and there is none yet. */
static void
sweep(struct http_conn *conn, int64_t now)
{
	if (conn->paused && conn->phase == HTTP_BODY &&
	    http_budget_is_tight(conn->server) &&
	    now - conn->paused_since >= HTTP_PAUSED_MS)
		http_gate_give_up(conn);
	else if (now - conn->since >= allowed_ms(conn) &&
	    !keeps_pace(conn, now))
		http_conn_close(conn);
}

/* Once a second or so. */
void
http_sweep(struct http_server *server)
{
	int64_t now = clock_steady_ms(loop_clock(server->loop));
	struct http_conn *conn, *next;

	for (conn = server->conns; conn != NULL; conn = next) {
		next = conn->next;
		if (conn->evcon != NULL)
			sweep(conn, now);
	}
}
