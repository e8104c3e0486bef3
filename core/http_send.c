/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_send.h"

#include <stdlib.h>
#include <string.h>

#include "http_part.h"
#include "http_secret.h"
#include "http_tls.h"
#include "limits.h"

/* A send that has nothing to send yet; NULL when out of memory. */
struct http_send *
http_send_new(void)
{
	struct http_send *send = calloc(1, sizeof *send);

	if (send == NULL)
		return NULL;
	send->flight.easy = curl_easy_init();
	if (send->flight.easy == NULL) {
		free(send);
		return NULL;
	}
	hub_buf_init(&send->url, HTTP_URL_MAX);
	hub_buf_init(&send->settings, HTTP_URL_MAX);
	hub_buf_init(&send->body.frames, HTTP_FRAMES_MAX);
	return send;
}

/* Gives the handle back, too. */
void
http_send_free(struct http_send *send)
{
	if (send == NULL)
		return;
	http_send_clear(send);
	curl_easy_cleanup(send->flight.easy);
	hub_buf_release(&send->url);
	hub_buf_release(&send->settings);
	hub_buf_release(&send->answer);
	free(send);
}

/* Large answers are not kept in memory for the next one. */
void
http_send_clear(struct http_send *send)
{
	curl_slist_free_all(send->headers);
	send->headers = NULL;
	http_body_release(&send->body);
	hub_buf_clear(&send->url);
	if (send->answer.room > HTTP_SMALL_MAX)
		hub_buf_release(&send->answer);
	hub_buf_clear(&send->answer);
	send->answer_headers.count = 0;
	send->passes = 0;
	send->unfit = NULL;
	send->head_whole = send->have_cert = false;
	send->too_long = send->short_body = false;
	send->error[0] = '\0';
	send->order = (struct http_order){ .target = NULL };
}

/* Adds a line to the head. */
static void
add_line(struct http_send *send, const char *line)
{
	struct curl_slist *more = curl_slist_append(send->headers, line);

	if (more == NULL)
		send->unfit = "out of memory";
	else
		send->headers = more;
}

/* Adds "name: value", where there is a value. */
static void
add_header(struct http_send *send, const char *name, const char *value)
{
	char line[HTTP_HEADER_MAX];
	int len;

	if (*value == '\0')
		return;
	len = snprintf(line, sizeof line, "%s: %s", name, value);
	if (len < 0 || (size_t)len >= sizeof line)
		send->unfit = "a header is too long";
	else
		add_line(send, line);
}

/* Fills the slots of the query that no stored byte may hold. */
static void
add_secrets(struct http_send *send)
{
	const struct hub_request *r = send->order.request;
	char mark = r->has_query ? '&' : '?';
	const char *value;
	char *escaped;
	size_t i;

	for (i = 0; i < r->secret_count; i++) {
		value = http_secret_of(send->order.target, r->secrets[i]);
		if (value == NULL) {
			send->unfit = "the institution has no such secret";
			return;
		}
		if (http_secret_is_field(r->secrets[i]))
			continue;
		escaped = curl_easy_escape(send->flight.easy, value, 0);
		if (escaped == NULL) {
			send->unfit = "out of memory";
			return;
		}
		hub_buf_fmt(&send->url, "%c%s=%s", mark, r->secrets[i],
		    escaped);
		curl_free(escaped);
		mark = '&';
	}
}

/* The institution's URL with the request's path behind it. */
static void
make_url(struct http_send *send)
{
	const struct hub_request *r = send->order.request;
	const char *base = send->order.target->url;
	size_t len = strlen(base);

	while (len > 0 && base[len - 1] == '/')
		len--;
	hub_buf_add(&send->url, base, len);
	hub_buf_add(&send->url, r->target.data, r->target.len);
	add_secrets(send);
	if (!hub_buf_ok(&send->url))
		send->unfit = "the URL is too long";
}

/* The plugin's headers and ours; "Expect:" saves a round, and libcurl a
 * second request when they refuse it. */
static void
make_headers(struct http_send *send)
{
	const struct http_order *o = &send->order;
	const struct http_target *t = o->target;
	const struct hub_request *r = o->request;
	struct hub_buf type;
	size_t i;

	hub_buf_init(&type, HTTP_HEADER_MAX);
	http_part_body_type(&type, r);
	add_header(send, "Content-Type", hub_buf_str(&type));
	hub_buf_release(&type);
	for (i = 0; i < r->header_count; i++)
		add_header(send, r->headers[i].name, r->headers[i].value);
	add_header(send, "Authorization", t->authorization);
	if (t->secret_header[0] != '\0' && t->secret_values[0] != NULL)
		add_header(send, t->secret_header, t->secret_values[0]);
	if (t->also_header[0] != '\0')
		add_header(send, t->also_header, t->also_value);
	add_header(send, "Idempotency-Key", o->idempotency_key);
	add_header(send, "Simpul-Checkpoint",
	    http_client_checkpoint(send->client));
	add_line(send, "Expect:");
}

/* libcurl is about to send a request over a connection. */
static int
on_prereq(void *ctx, char *to, char *from, int to_port, int from_port)
{
	struct http_send *send = ctx;
	struct curl_tlssessioninfo *tls = NULL;

	(void)to;
	(void)from;
	(void)to_port;
	(void)from_port;
	if (++send->passes > 1)
		return CURL_PREREQFUNC_ABORT;
	if (curl_easy_getinfo(send->flight.easy, CURLINFO_TLS_SSL_PTR, &tls) ==
		CURLE_OK &&
	    tls != NULL && tls->internals != NULL &&
	    tls->backend == CURLSSLBACKEND_OPENSSL)
		send->have_cert = http_tls_peer(tls->internals, send->cert);
	return CURL_PREREQFUNC_OK;
}

/* A line of the answer's head, or of an interim answer's before it: libcurl
 * calls an answer good whose head was cut off. */
static size_t
on_head(char *line, size_t one, size_t len, void *ctx)
{
	struct http_send *send = ctx;

	if (len > 5 && memcmp(line, "HTTP/", 5) == 0)
		send->head_whole = false;
	else if (line[0] == '\r' || line[0] == '\n')
		send->head_whole = true;
	return one * len;
}

/* Bytes of the answer's body. */
static size_t
on_answer(char *data, size_t one, size_t len, void *ctx)
{
	struct http_send *send = ctx;

	hub_buf_add(&send->answer, data, one * len);
	send->too_long = !hub_buf_ok(&send->answer);
	return send->too_long ? CURL_WRITEFUNC_ERROR : one * len;
}

/* libcurl asks for bytes of our body. */
static size_t
on_upload(char *to, size_t one, size_t len, void *ctx)
{
	struct http_send *send = ctx;
	ssize_t n = http_body_read(&send->body, to, one * len);

	send->short_body = n < 0;
	return n < 0 ? CURL_READFUNC_ABORT : (size_t)n;
}

/* Whether the request says how long its body is, even if that is empty. */
static bool
has_body(const struct hub_request *r)
{
	static const char *const methods[] = { "POST", "PUT", "PATCH" };

	for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
		if (strcmp(r->method, methods[i]) == 0)
			return true;
	return r->part_count > 0 && strcmp(r->method, "HEAD") != 0;
}

/* Method and body. */
static void
set_body(struct http_send *send)
{
	const struct hub_request *r = send->order.request;
	const char *whole = http_body_whole(&send->body);
	CURL *e = send->flight.easy;

	if (strcmp(r->method, "HEAD") == 0) {
		curl_easy_setopt(e, CURLOPT_NOBODY, 1L);
		return;
	}
	if (has_body(r)) {
		curl_easy_setopt(e, CURLOPT_POST, 1L);
		curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)send->body.len);
		if (whole != NULL)
			curl_easy_setopt(e, CURLOPT_POSTFIELDS, whole);
		curl_easy_setopt(e, CURLOPT_READFUNCTION, on_upload);
		curl_easy_setopt(e, CURLOPT_READDATA, send);
	}
	curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, r->method);
}

/* Whether the body is of the kind that most are: bytes in memory. */
static bool
is_plain(const struct http_send *send)
{
	return has_body(send->order.request) &&
	    http_body_whole(&send->body) != NULL;
}

/* Whether the handle was set for such a target and such a body before. */
static bool
is_set(struct http_send *send)
{
	const struct hub_buf *had = &send->settings;
	struct hub_buf words;
	bool plain = is_plain(send), same;

	hub_buf_init(&words, HTTP_URL_MAX);
	http_flight_words(send->order.target, &words);
	same = plain && send->plain && hub_buf_ok(&words) &&
	    words.len == had->len &&
	    memcmp(words.data, had->data, had->len) == 0;
	hub_buf_release(&send->settings);
	send->settings = words;
	send->plain = plain && hub_buf_ok(&words);
	return same;
}

/* What a handle keeps from one request to the next. */
static void
set_kept(struct http_send *send)
{
	CURL *e = send->flight.easy;

	curl_easy_reset(e);
	http_flight_set(e, send->order.target);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, send->error);
	curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, on_prereq);
	curl_easy_setopt(e, CURLOPT_PREREQDATA, send);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_head);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, send);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, send);
}

/* Everything that the handle must know. */
static void
set_handle(struct http_send *send)
{
	CURL *e = send->flight.easy;

	if (!is_set(send))
		set_kept(send);
	curl_easy_setopt(e, CURLOPT_URL, hub_buf_str(&send->url));
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, send->headers);
	set_body(send);
}

/* In the order in which the parts need each other. */
bool
http_send_prepare(struct http_send *send, const struct http_order *order)
{
	send->order = *order;
	send->answer.max = order->target->answer_max;
	if (!http_body_init(&send->body, order,
		http_client_checkpoint(send->client)))
		send->unfit = "an attachment is not there";
	make_url(send);
	make_headers(send);
	if (send->unfit == NULL)
		set_handle(send);
	return send->unfit == NULL;
}
