/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/listener.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http_call.h"
#include "http_conn.h"
#include "http_sweep.h"
#include "http_tls.h"
#include "limits.h"

#define SWEEP_MS 1000
#define SWEEP_TIGHT_MS 200 /* while uploads wait for room */
#define BACKLOG 1024

/* An address of either family. */
union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* Reads a numeric address; false when it is none. */
static bool
address_read(const char *text, uint16_t port, union address *ret,
    socklen_t *ret_len)
{
	*ret = (union address){ 0 };
	if (inet_pton(AF_INET, text, &ret->v4.sin_addr) == 1) {
		ret->v4.sin_family = AF_INET;
		ret->v4.sin_port = htons(port);
		*ret_len = sizeof ret->v4;
		return true;
	}
	if (inet_pton(AF_INET6, text, &ret->v6.sin6_addr) == 1) {
		ret->v6.sin6_family = AF_INET6;
		ret->v6.sin6_port = htons(port);
		*ret_len = sizeof ret->v6;
		return true;
	}
	return false;
}

/* Whether only this machine reaches it. */
static bool
is_loopback(const union address *address)
{
	if (address->any.sa_family == AF_INET)
		return ntohl(address->v4.sin_addr.s_addr) >> 24 == 127;
	return IN6_IS_ADDR_LOOPBACK(&address->v6.sin6_addr);
}

/* A listening socket; connections inherit TCP_NODELAY, without which an
 * answer over TLS waits for the peer's delayed acknowledgement. */
static int
socket_listen(const union address *address, socklen_t len)
{
	int fd = socket(address->any.sa_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	int on = 1, saved;

	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
	    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
	    bind(fd, &address->any, len) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

/* The port that the system gave. */
static uint16_t
bound_port(int fd)
{
	union address address = { 0 };
	socklen_t len = sizeof address;

	if (getsockname(fd, &address.any, &len) != 0)
		return 0;
	return ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port
						      : address.v6.sin6_port);
}

/* The system gives no more descriptors: pause until the next sweep.  The
 * context is evhttp's. */
static void
on_accept_error(struct evconnlistener *listener, void *ctx)
{
	(void)ctx;
	evconnlistener_disable(listener);
}

/* Binds, and hands the socket to evhttp. */
static enum hub_status
start_listening(struct http_server *server, const struct http_listen *listen,
    struct hub_error *err)
{
	struct evconnlistener *listener;
	union address address;
	socklen_t len;
	int fd;

	if (!address_read(listen->address, listen->port, &address, &len))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "listen address \"%s\" is no IP address", listen->address);
	if (*listen->cert_file == '\0' && !is_loopback(&address))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "listen address %s needs a certificate", listen->address);
	fd = socket_listen(&address, len);
	if (fd < 0)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "cannot listen on %s port %u: %s", listen->address,
		    listen->port, strerror(errno));
	server->port = bound_port(fd);
	listener = evconnlistener_new(loop_base(server->loop), NULL, NULL,
	    LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_CLOSE_ON_FREE, 0, fd);
	if (listener == NULL) {
		close(fd);
		return hub_fail(err, HUB_FAULT, "no memory to listen");
	}
	server->bound = evhttp_bind_listener(server->evhttp, listener);
	if (server->bound == NULL) {
		evconnlistener_free(listener);
		return hub_fail(err, HUB_FAULT, "no memory to listen");
	}
	evconnlistener_set_error_cb(listener, on_accept_error);
	return HUB_OK;
}

/* A request with its body; evhttp answered by itself what it found bad. */
static void
on_request(struct evhttp_request *req, void *ctx)
{
	struct http_conn *conn = http_conn_of(ctx, req);

	if (conn == NULL || conn->phase != HTTP_BODY) {
		evhttp_connection_free(evhttp_request_get_connection(req));
		return;
	}
	http_call_begin(conn->call, req);
}

/* Time passes for every connection. */
static void
on_sweep(void *ctx)
{
	struct http_server *server = ctx;
	uint64_t refused = server->counts.refused_busy;
	bool tight;

	http_sweep(server);
	tight = server->paused > 0 || server->counts.refused_busy > refused;
	if (server->bound != NULL && !server->stopped_accepting)
		evconnlistener_enable(
		    evhttp_bound_socket_get_listener(server->bound));
	loop_timer_arm(server->sweep, tight ? SWEEP_TIGHT_MS : SWEEP_MS);
}

/* Something is todo. */
static void
on_attend(void *ctx)
{
	http_conn_attend(ctx);
}

/* What evhttp is to know: its ceilings stand behind those of the gate. */
static bool
evhttp_start_(struct http_server *server)
{
	server->evhttp = evhttp_new(loop_base(server->loop));
	server->attend = loop_timer_new(server->loop, on_attend, server);
	server->sweep = loop_timer_new(server->loop, on_sweep, server);
	if (server->evhttp == NULL || server->attend == NULL ||
	    server->sweep == NULL)
		return false;
	evhttp_set_bevcb(server->evhttp, http_conn_accept, server);
	evhttp_set_gencb(server->evhttp, on_request, server);
	evhttp_set_max_headers_size(server->evhttp, HTTP_HEAD_MAX);
	evhttp_set_max_body_size(server->evhttp, HTTP_BODY_MAX);
	evhttp_set_default_content_type(server->evhttp, NULL);
	evhttp_set_allowed_methods(server->evhttp,
	    EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST |
		EVHTTP_REQ_PUT | EVHTTP_REQ_PATCH | EVHTTP_REQ_DELETE |
		EVHTTP_REQ_OPTIONS);
	return true;
}

/* TLS, evhttp and the listening socket, in this order. */
static enum hub_status
server_open(struct http_server *server, const struct http_listen *listen,
    struct hub_error *err)
{
	enum hub_status status;

	if (*listen->cert_file != '\0') {
		status = http_tls_new(listen, &server->tls, err);
		if (status != HUB_OK)
			return status;
	}
	if (!evhttp_start_(server))
		return hub_fail(err, HUB_FAULT, "no memory for HTTP");
	return start_listening(server, listen, err);
}

/* Listens when it returns. */
enum hub_status
http_server_start(struct loop *loop, const struct http_listen *listen,
    const struct http_routes *routes, struct http_server **ret,
    struct hub_error *err)
{
	struct http_server *server = calloc(1, sizeof *server);
	enum hub_status status;

	if (server == NULL)
		return hub_fail(err, HUB_FAULT, "no memory for HTTP");
	server->loop = loop;
	server->routes = *routes;
	server->budget = listen->budget;
	server->connections = listen->connections;
	server->idle_ms = (int64_t)listen->idle_seconds * 1000;
	status = server_open(server, listen, err);
	if (status != HUB_OK) {
		http_server_free(server);
		return status;
	}
	loop_timer_arm(server->sweep, SWEEP_MS);
	*ret = server;
	return HUB_OK;
}

/* Of the listening socket. */
uint16_t
http_server_port(const struct http_server *server)
{
	return server->port;
}

/* Closes the door and sends home who waits for nothing. */
void
http_server_drain(struct http_server *server)
{
	struct http_conn *conn, *next;

	if (server->draining)
		return;
	server->draining = true;
	evhttp_del_accept_socket(server->evhttp, server->bound);
	server->bound = NULL;
	for (conn = server->conns; conn != NULL; conn = next) {
		next = conn->next;
		if (conn->evcon != NULL && conn->phase == HTTP_IDLE)
			http_conn_close(conn);
	}
}

/* Handed to the handler and not yet answered. */
size_t
http_server_open_calls(const struct http_server *server)
{
	return server->open_calls;
}

/* Calls not yet answered live on, without a connection. */
void
http_server_free(struct http_server *server)
{
	if (server == NULL)
		return;
	server->ending = true;
	if (server->todo != NULL)
		http_conn_attend(server);
	if (server->evhttp != NULL)
		evhttp_free(server->evhttp);
	loop_timer_free(server->attend);
	loop_timer_free(server->sweep);
	SSL_CTX_free(server->tls);
	free(server->by_fd);
	free(server);
}

/* What an operator looks at. */
struct http_server_counts
http_server_counts(const struct http_server *s)
{
	return s->counts;
}
