/* SPDX-License-Identifier: Apache-2.0 */
/* A server that says what it was asked, for test_http_server.py. */
#include "config.h"

#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>

#include "http_server.h"
#include "request.h"

#define HELD_MAX 16

struct echo {
	struct loop *loop;
	struct http_server *server;
	struct http_listen listen;
	struct loop_timer *timer;
	struct http_call *held[HELD_MAX];
	size_t held_count;
	int gone;
};

/* One request path and what it does. */
struct route {
	const char *path;
	void (*handle)(struct echo *echo, struct http_call *call);
	size_t limit;
};

/* Answers with text. */
static void
reply_text(struct http_call *call, int status, const char *text)
{
	struct hub_headers headers = { 0 };

	headers.rows[headers.count++] = (struct request_field){ "X-Test",
		"yes" };
	http_call_reply(call,
	    &(struct http_answer){ .status = status,
		.headers = &headers,
		.type = "text/plain",
		.body = text,
		.len = strlen(text) });
}

/* The value of a header, or "". */
static const char *
header_of(struct http_call *call, const char *name)
{
	const struct hub_headers *headers = http_call_headers(call);
	size_t i;

	for (i = 0; i < headers->count; i++) {
		if (strcasecmp(headers->rows[i].name, name) == 0)
			return headers->rows[i].value;
	}
	return "";
}

/* Says all that is known of a call. */
static void
say(struct echo *echo, struct http_call *call)
{
	char text[4096], digest[DIGEST_HEX_SIZE], cert[DIGEST_HEX_SIZE] = "";
	size_t len;

	(void)echo;
	http_call_body(call, &len);
	digest_hex(http_call_digest(call), digest);
	if (http_call_client_cert(call) != NULL)
		digest_hex(http_call_client_cert(call), cert);
	snprintf(text, sizeof text,
	    "method=%s\npath=%s\nquery=%s\nlen=%zu\ndigest=%s\ncert=%s\n"
	    "peer=%s\ncolour=%s\nheaders=%zu\n",
	    http_call_method(call), http_call_path(call), http_call_query(call),
	    len, digest, cert, http_call_peer(call),
	    header_of(call, "x-colour"), http_call_headers(call)->count);
	reply_text(call, 200, text);
}

/* The least that an answer can be. */
static void
accept_only(struct echo *echo, struct http_call *call)
{
	static const char id[] = "{\"id\":\"0123456789abc\"}";

	(void)echo;
	http_call_reply(call,
	    &(struct http_answer){ .status = 202,
		.headers = NULL,
		.type = "application/json",
		.body = id,
		.len = sizeof id - 1 });
}

/* An answer of a megabyte. */
static void
say_much(struct echo *echo, struct http_call *call)
{
	size_t len = 4u << 20;
	char *text = malloc(len);

	(void)echo;
	memset(text, 'x', len);
	http_call_reply(call,
	    &(struct http_answer){ .status = 200,
		.headers = NULL,
		.type = "text/plain",
		.body = text,
		.len = len });
	free(text);
}

/* No body. */
static void
say_nothing(struct echo *echo, struct http_call *call)
{
	(void)echo;
	http_call_reply(call,
	    &(struct http_answer){ .status = 204,
		.headers = NULL,
		.type = NULL,
		.body = "",
		.len = 0 });
}

/* A client that waited left. */
static void
on_gone(void *ctx)
{
	struct echo *echo = ctx;

	echo->gone++;
}

/* Answers all that wait. */
static void
release_all(struct echo *echo)
{
	size_t i;

	for (i = 0; i < echo->held_count; i++)
		reply_text(echo->held[i], 200, "released\n");
	echo->held_count = 0;
}

/* Waits for /release. */
static void
hold(struct echo *echo, struct http_call *call)
{
	if (echo->held_count == HELD_MAX) {
		reply_text(call, 500, "too many\n");
		return;
	}
	echo->held[echo->held_count++] = call;
	http_call_on_gone(call, on_gone, echo);
}

/* Lets those go that wait. */
static void
release(struct echo *echo, struct http_call *call)
{
	release_all(echo);
	reply_text(call, 200, "done\n");
}

/* Figures. */
static void
say_counts(struct echo *echo, struct http_call *call)
{
	struct http_server_counts c = http_server_counts(echo->server);
	char text[512];
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	snprintf(text, sizeof text,
	    "requests=%llu\nbusy=%llu\nlarge=%llu\nconnections=%zu\nheld=%zu\n"
	    "open=%zu\ngone=%d\nmaxrss=%ld\ncpu_us=%lld\n",
	    (unsigned long long)c.requests, (unsigned long long)c.refused_busy,
	    (unsigned long long)c.refused_large, c.connections, c.held_bytes,
	    http_server_open_calls(echo->server), echo->gone, usage.ru_maxrss,
	    (long long)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) *
		    1000000 +
		usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
	reply_text(call, 200, text);
}

static const struct route routes[] = {
	{ "/counts", say_counts, 0 },
	{ "/hold", hold, 0 },
	{ "/release", release, 0 },
	{ "/much", say_much, 0 },
	{ "/nothing", say_nothing, 0 },
	{ "/none", say, 0 },
	{ "/big", say, 16u << 20 },
	{ "/v1/cases", accept_only, 256u << 10 },
	{ "", say, 1u << 20 },
};

/* The row of a path; the last one is for all others. */
static const struct route *
route_of(const char *path)
{
	const struct route *route = routes;

	while (*route->path != '\0' && strcmp(route->path, path) != 0)
		route++;
	return route;
}

/* A request. */
static void
on_call(void *ctx, struct http_call *call)
{
	route_of(http_call_path(call))->handle(ctx, call);
}

/* How much body. */
static size_t
limit_of(void *ctx, const char *method, const char *path)
{
	(void)ctx;
	(void)method;
	return route_of(path)->limit;
}

/* Ends at once while calls wait: they are answered into the void. */
static void
on_break(void *ctx)
{
	struct echo *echo = ctx;

	http_server_free(echo->server);
	echo->server = NULL;
	release_all(echo);
	loop_stop(echo->loop);
}

/* Drains: ends when nobody waits any more. */
static void
on_term(void *ctx)
{
	struct echo *echo = ctx;

	http_server_drain(echo->server);
	release_all(echo);
	if (http_server_counts(echo->server).connections == 0) {
		loop_stop(echo->loop);
		return;
	}
	loop_timer_arm(echo->timer, 10);
}

/* As many descriptors as the system lets us have. */
static void
raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

/* Options as in getopt_long. */
static bool
options_read(struct http_listen *listen, int argc, char **argv)
{
	static const struct option names[] = {
		{ "cert", required_argument, NULL, 'c' },
		{ "key", required_argument, NULL, 'k' },
		{ "client-ca", required_argument, NULL, 'a' },
		{ "address", required_argument, NULL, 'l' },
		{ "budget", required_argument, NULL, 'b' },
		{ "connections", required_argument, NULL, 'n' },
		{ "idle", required_argument, NULL, 'i' },
		{ "port", required_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};
	unsigned long number;
	int c;

	while ((c = getopt_long(argc, argv, "", names, NULL)) != -1) {
		number = strtoul(optarg != NULL ? optarg : "", NULL, 10);
		switch (c) {
		case 'c':
			listen->cert_file = optarg;
			break;
		case 'k':
			listen->key_file = optarg;
			break;
		case 'a':
			listen->client_ca = optarg;
			break;
		case 'l':
			listen->address = optarg;
			break;
		case 'b':
			listen->budget = number;
			break;
		case 'n':
			listen->connections = (unsigned)number;
			break;
		case 'i':
			listen->idle_seconds = (unsigned)number;
			break;
		case 'p':
			listen->port = (uint16_t)number;
			break;
		default:
			return false;
		}
	}
	return true;
}

int
main(int argc, char **argv)
{
	struct echo echo = { .listen = { .address = "127.0.0.1",
				 .cert_file = "",
				 .key_file = "",
				 .client_ca = "",
				 .budget = 48u << 20,
				 .connections = 1024,
				 .idle_seconds = 30 } };
	struct http_routes handlers = { on_call, limit_of, &echo, NULL };
	struct hub_error err = { "" };

	signal(SIGPIPE, SIG_IGN);
	raise_limit();
	if (!options_read(&echo.listen, argc, argv))
		return 2;
	if (loop_new(clock_system(), &echo.loop, &err) != HUB_OK ||
	    http_server_start(echo.loop, &echo.listen, &handlers, &echo.server,
		&err) != HUB_OK) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	echo.timer = loop_timer_new(echo.loop, on_term, &echo);
	loop_signal(echo.loop, SIGTERM, on_term, &echo, NULL);
	loop_signal(echo.loop, SIGUSR1, on_break, &echo, NULL);
	printf("port %u\n", http_server_port(echo.server));
	fflush(stdout);
	loop_run(echo.loop);
	http_server_free(echo.server);
	loop_timer_free(echo.timer);
	loop_free(echo.loop);
	return 0;
}
