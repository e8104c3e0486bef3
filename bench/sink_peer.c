/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "sink_peer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http_head.h"

enum { BYTES_MAX = 65536, ANSWER_MAX = 512, TEXT_MAX = 256 };

struct sink_peer {
	int fd;
	struct tally *tally; /* borrowed */
	size_t len;	     /* bytes read and not yet used */
	size_t body;	     /* bytes of this request's body yet to pass */
	bool close;	     /* hang up after this answer */
	size_t answer_len;
	char answer[ANSWER_MAX]; /* made with the head, sent at the end */
	char bytes[BYTES_MAX];
};

/* Takes over the socket; borrows the tally; NULL if there is no memory. */
struct sink_peer *
sink_peer_new(int fd, struct tally *tally)
{
	struct sink_peer *p = malloc(sizeof *p);

	if (p == NULL)
		return NULL;
	p->fd = fd;
	p->tally = tally;
	p->len = p->body = 0;
	p->close = false;
	return p;
}

/* Hangs up and frees it; takes NULL. */
void
sink_peer_free(struct sink_peer *p)
{
	if (p == NULL)
		return;
	close(p->fd);
	free(p);
}

/* Sends what is short; a peer that has no room for it is not reading. */
static int
send_all(const struct sink_peer *p, const char *bytes, size_t len)
{
	return write(p->fd, bytes, len) == (ssize_t)len ? 0 : -1;
}

/* Keeps the answer until the request's body has passed. */
static void
say(struct sink_peer *p, const char *status, const char *json)
{
	p->answer_len = (size_t)snprintf(p->answer, sizeof p->answer,
	    "HTTP/1.1 %s\r\n"
	    "Content-Type: application/json\r\n"
	    "Content-Length: %zu\r\n\r\n%s",
	    status, strlen(json), json);
}

/* A post is taken, and gets the reference of its key. */
static void
take_post(struct sink_peer *p, const struct http_head *head)
{
	char json[TEXT_MAX];

	snprintf(json, sizeof json, "{\"reference\":\"KSP-%09" PRIu64 "\"}",
	    tally_post(p->tally, head->key, head->key_len));
	say(p, "201 Created", json);
}

/* The tally is told, and begun anew after GET /reset. */
static void
tell_tally(struct sink_peer *p, bool reset)
{
	char json[TEXT_MAX];

	tally_json(p->tally, json, sizeof json);
	say(p, "200 OK", json);
	if (reset)
		tally_clear(p->tally);
}

/* Does the request line begin with these words? */
static bool
asks(const struct sink_peer *p, const char *at, const char *words)
{
	size_t left = p->len - (size_t)(at - p->bytes), n = strlen(words);

	return left >= n && memcmp(at, words, n) == 0;
}

/* Makes the answer to the request whose head stands at `at`. */
static void
answer(struct sink_peer *p, const char *at, const struct http_head *head)
{
	if (asks(p, at, "POST "))
		take_post(p, head);
	else if (asks(p, at, "GET /stats "))
		tell_tally(p, false);
	else if (asks(p, at, "GET /reset "))
		tell_tally(p, true);
	else if (asks(p, at, "GET "))
		say(p, "404 Not Found", "{\"title\":\"not here\"}");
	else
		say(p, "200 OK", "{}");
}

/* Sends the answer, since the request has ended. */
static int
finish(const struct sink_peer *p)
{
	if (send_all(p, p->answer, p->answer_len) < 0)
		return -1;
	return p->close ? -1 : 0;
}

/* Reads a head at `at`: its bytes; 0: more are needed; -1: hang up. */
static ssize_t
take_head(struct sink_peer *p, const char *at)
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
	size_t left = p->len - (size_t)(at - p->bytes);
	struct http_head head;
	int found = http_head_read(at, left, &head);

	if (found == 0)
		return left < BYTES_MAX ? 0 : -1;
	if (found < 0 || head.chunked)
		return -1;
	answer(p, at, &head);
	p->body = head.body;
	p->close = head.close;
	if (head.expects && send_all(p, go_on, sizeof go_on - 1) < 0)
		return -1;
	if (p->body == 0 && finish(p) < 0)
		return -1;
	return (ssize_t)head.len;
}

/* Lets the body pass at `at`, and answers at its end; -1: hang up. */
static ssize_t
take_body(struct sink_peer *p, const char *at)
{
	size_t left = p->len - (size_t)(at - p->bytes);
	size_t part = left < p->body ? left : p->body;

	p->body -= part;
	if (p->body == 0 && finish(p) < 0)
		return -1;
	return (ssize_t)part;
}

/* Uses up what was read as far as it goes; -1: hang up. */
static int
digest(struct sink_peer *p)
{
	const char *at = p->bytes, *end = p->bytes + p->len;
	ssize_t used;

	while (at < end) {
		used = p->body ? take_body(p, at) : take_head(p, at);
		if (used < 0)
			return -1;
		if (used == 0)
			break;
		at += used;
	}
	p->len = (size_t)(end - at);
	memmove(p->bytes, at, p->len);
	return 0;
}

/* Reads and answers what has come; -1 if the connection is over. */
int
sink_peer_serve(struct sink_peer *p)
{
	ssize_t got = read(p->fd, p->bytes + p->len, BYTES_MAX - p->len);

	if (got < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	if (got == 0)
		return -1;
	p->len += (size_t)got;
	return digest(p);
}
