/* SPDX-License-Identifier: Apache-2.0 */
/* Sends requests as its options say and prints what became of each, for
 * test_http_client.py. */
#include "config.h"

#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "digest.h"
#include "http_client.h"

struct sender {
	struct loop *loop;
	struct http_client *client;
	struct loop_timer *stop;
	struct http_target target;
	struct hub_request request;
	const char *secret_names[2], *secret_values[2];
	const char *method, *path;
	long count, sent, ended, at_once;
	long extra; /* bytes that attachments claim beyond what they have */
	int64_t stop_ms;
	bool probe;
};

/* A file of the working directory. */
static int
open_file(void *ctx, const char *id, uint64_t *ret_size)
{
	struct sender *s = ctx;
	struct stat st;
	int fd = open(id, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st) != 0)
		return -1;
	*ret_size = (uint64_t)(st.st_size + s->extra);
	return fd;
}

static void send_next(struct sender *s);

/* One line a fact, an empty line at the end. */
static void
on_done(void *ctx, const struct outcome *o)
{
	struct sender *s = ctx;
	char cert[DIGEST_HEX_SIZE] = "";
	size_t i;

	if (o->have_cert)
		digest_hex(o->cert, cert);
	printf("class=%s\nlink_failed=%d\nstatus=%d\nretry_after=%lld\n"
	       "why=%s\ncert=%s\ncolour=%s\nheaders=%zu\nbody=",
	    outcome_name(o->class), o->link_failed, o->status,
	    (long long)o->retry_after, o->why, cert,
	    hub_header(o->answer.headers, "X-Colour"),
	    o->answer.headers->count);
	for (i = 0; i < o->answer.body_len; i++)
		printf("%02x", (unsigned char)o->answer.body[i]);
	printf("\n\n");
	fflush(stdout);
	s->ended++;
	if (s->ended == s->count)
		loop_stop(s->loop);
	else
		send_next(s);
}

/* The next one, if there is one. */
static void
send_next(struct sender *s)
{
	char key[32];
	struct http_order order = { .target = &s->target,
		.request = &s->request,
		.idempotency_key = key,
		.attachment = open_file,
		.done = on_done,
		.ctx = s };

	if (s->sent == s->count)
		return;
	snprintf(key, sizeof key, "key.%ld", s->sent++);
	http_client_send(s->client, &order);
}

/* Ends with requests under way. */
static void
on_stop(void *ctx)
{
	struct sender *s = ctx;

	http_client_free(s->client);
	s->client = NULL;
	loop_stop(s->loop);
}

/* One layer a line. */
static void
on_probed(void *ctx, const struct http_layer *layers, size_t count)
{
	struct sender *s = ctx;
	size_t i;

	for (i = 0; i < count; i++)
		printf("%s=%s %s\n", layers[i].name,
		    layers[i].good ? "good" : "bad", layers[i].text);
	fflush(stdout);
	loop_stop(s->loop);
}

/* "form|name|file name|type|text", or "...|@file" for an attachment. */
static void
add_part(struct hub_request *r, char *text)
{
	static const char *const names[] = { "raw", "form", "related",
		"base64" };
	struct hub_part part = { .encoding = HUB_PART_RAW };
	char *words[5];
	unsigned i;

	for (i = 0; i < 4; i++)
		words[i] = strsep(&text, "|");
	for (i = 0; i < 4; i++) {
		if (strcmp(words[0], names[i]) == 0)
			part.encoding = (enum hub_encoding)i;
	}
	part.name = words[1];
	part.filename = words[2];
	part.type = words[3];
	if (text[0] == '@')
		hub_request_attach(r, &part, text + 1);
	else
		hub_request_part(r, &part, text, strlen(text));
}

/* Options of the target. */
static bool
target_option(struct sender *s, int c, const char *value)
{
	struct http_target *t = &s->target;
	long number = strtol(value, NULL, 10);

	switch (c) {
	case 'u':
		t->url = value;
		break;
	case 'c':
		t->ca_file = value;
		break;
	case 'C':
		t->cert_file = value;
		break;
	case 'K':
		t->key_file = value;
		break;
	case 'a':
		t->authorization = value;
		break;
	case 'H':
		t->secret_header = value;
		break;
	case 's':
		s->secret_names[0] = value;
		break;
	case 'v':
		s->secret_values[0] = value;
		break;
	case 't':
		t->timeout_ms = number;
		break;
	case 'T':
		t->connect_ms = number;
		break;
	case 'm':
		t->answer_max = (size_t)number;
		break;
	default:
		return false;
	}
	return true;
}

/* Options of the request and of the run. */
static bool
request_option(struct sender *s, int c, char *value)
{
	const char *name;

	switch (c) {
	case 'h':
		name = strsep(&value, ":");
		hub_request_header(&s->request, name, value);
		break;
	case 'q':
		name = strsep(&value, "=");
		hub_request_query(&s->request, name, value);
		break;
	case 'S':
		hub_request_secret(&s->request, value);
		break;
	case 'p':
		add_part(&s->request, value);
		break;
	case 'n':
		s->count = strtol(value, NULL, 10);
		break;
	case 'o':
		s->at_once = strtol(value, NULL, 10);
		break;
	case 'e':
		s->extra = strtol(value, NULL, 10);
		break;
	case 'x':
		s->stop_ms = strtol(value, NULL, 10);
		break;
	case 'P':
		s->probe = true;
		break;
	default:
		return false;
	}
	return true;
}

static const struct option names[] = {
	{ "url", required_argument, NULL, 'u' },
	{ "ca", required_argument, NULL, 'c' },
	{ "cert", required_argument, NULL, 'C' },
	{ "key", required_argument, NULL, 'K' },
	{ "authorization", required_argument, NULL, 'a' },
	{ "secret-header", required_argument, NULL, 'H' },
	{ "secret-name", required_argument, NULL, 's' },
	{ "secret-value", required_argument, NULL, 'v' },
	{ "timeout", required_argument, NULL, 't' },
	{ "connect", required_argument, NULL, 'T' },
	{ "answer-max", required_argument, NULL, 'm' },
	{ "header", required_argument, NULL, 'h' },
	{ "query", required_argument, NULL, 'q' },
	{ "slot", required_argument, NULL, 'S' },
	{ "part", required_argument, NULL, 'p' },
	{ "count", required_argument, NULL, 'n' },
	{ "at-once", required_argument, NULL, 'o' },
	{ "extra", required_argument, NULL, 'e' },
	{ "stop", required_argument, NULL, 'x' },
	{ "probe", no_argument, NULL, 'P' },
	{ NULL, 0, NULL, 0 },
};

/* Method and path first, then the options. */
static bool
read_command(struct sender *s, int argc, char **argv)
{
	int c;

	if (argc < 3)
		return false;
	request_init(&s->request, "the-stored-boundary");
	hub_request_http(&s->request, argv[1], argv[2]);
	while ((c = getopt_long(argc - 2, argv + 2, "", names, NULL)) != -1) {
		if (!target_option(s, c, optarg != NULL ? optarg : "") &&
		    !request_option(s, c, optarg))
			return false;
	}
	return true;
}

/* Everything until the last outcome. */
static void
run(struct sender *s)
{
	struct http_probe probe = { .target = &s->target,
		.done = on_probed,
		.ctx = s };
	long i;

	s->stop = loop_timer_new(s->loop, on_stop, s);
	if (s->stop_ms >= 0)
		loop_timer_arm(s->stop, s->stop_ms);
	if (s->probe)
		http_client_probe(s->client, &probe);
	for (i = 0; i < s->at_once && !s->probe; i++)
		send_next(s);
	loop_run(s->loop);
	http_client_free(s->client);
	loop_timer_free(s->stop);
	loop_free(s->loop);
	request_release(&s->request);
}

int
main(int argc, char **argv)
{
	static struct sender s = { .count = 1, .at_once = 1, .stop_ms = -1 };
	struct hub_error err = { "" };

	s.target = (struct http_target){ .ca_file = "",
		.cert_file = "",
		.key_file = "",
		.authorization = "",
		.secret_header = "",
		.also_header = "",
		.secret_names = s.secret_names,
		.secret_values = s.secret_values,
		.timeout_ms = 10000,
		.connect_ms = 5000,
		.answer_max = 1u << 20 };
	signal(SIGPIPE, SIG_IGN);
	if (!read_command(&s, argc, argv))
		return 2;
	if (request_check(&s.request, &err) != HUB_OK ||
	    loop_new(clock_system(), &s.loop, &err) != HUB_OK ||
	    http_client_new(s.loop, &s.client, &err) != HUB_OK) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	run(&s);
	return 0;
}
