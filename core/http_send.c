/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_send.h"

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"

struct http_send *
http_send_new(void)
{
	struct http_send *send = calloc(1, sizeof(*send));

	if (send == NULL)
		return NULL;
	send->easy = curl_easy_init();
	if (send->easy == NULL) {
		free(send);
		return NULL;
	}
	hub_buf_init(&send->url, HTTP_URL_MAX);
	return send;
}

void
http_send_free(struct http_send *send)
{
	if (send == NULL)
		return;
	http_send_clear(send);
	curl_easy_cleanup(send->easy);
	hub_buf_release(&send->url);
	hub_buf_release(&send->answer);
	free(send);
}

void
http_send_clear(struct http_send *send)
{
	curl_slist_free_all(send->headers);
	send->headers = NULL;
	hub_buf_clear(&send->url);
	hub_buf_clear(&send->answer);
	send->answer_headers.count = 0;
	send->passes = 0;
	send->too_long = send->unready = send->have_cert = false;
	send->error[0] = '\0';
	memset(&send->order, 0, sizeof(send->order));
}

/* Adds "name: value" to what is sent. */
static void
add_header(struct http_send *send, const char *name, const char *value)
{
	char line[HTTP_HEADER_MAX];
	struct curl_slist *more;
	int len = snprintf(line, sizeof(line), "%s: %s", name, value);

	more = len < 0 || (size_t)len >= sizeof(line)
	    ? NULL
	    : curl_slist_append(send->headers, line);
	if (more == NULL)
		send->unready = true;
	else
		send->headers = more;
}

/* The value of a secret of the institution's, or NULL. */
static const char *
secret(const struct http_target *target, const char *name)
{
	for (size_t i = 0; target->secret_names[i] != NULL; i++)
		if (strcmp(target->secret_names[i], name) == 0)
			return target->secret_values[i];
	return NULL;
}

/* Fills the slots that no stored byte may hold. */
static void
add_secrets(struct http_send *send)
{
	const struct hub_request *r = send->order.request;
	bool query = r->has_query;

	for (size_t i = 0; i < r->secret_count; i++) {
		const char *value = secret(send->order.target, r->secrets[i]);
		char *escaped;

		escaped = value == NULL
		    ? NULL
		    : curl_easy_escape(send->easy, value, 0);
		if (escaped == NULL) {
			send->unready = true;
			return;
		}
		hub_buf_fmt(&send->url, "%c%s=%s", query ? '&' : '?',
		    r->secrets[i], escaped);
		query = true;
		curl_free(escaped);
	}
}

/* Every header, ours and the plugin's. */
static void
add_headers(struct http_send *send)
{
	const struct http_order *o = &send->order;
	const struct http_target *t = o->target;

	for (size_t i = 0; i < o->request->header_count; i++)
		add_header(send, o->request->headers[i].name,
		    o->request->headers[i].value);
	if (t->authorization[0] != '\0')
		add_header(send, "Authorization", t->authorization);
	if (t->secret_header[0] != '\0' && t->secret_values[0] != NULL)
		add_header(send, t->secret_header, t->secret_values[0]);
	if (o->idempotency_key[0] != '\0')
		add_header(send, "Idempotency-Key", o->idempotency_key);
	/* No round for "100 Continue". */
	add_header(send, "Expect", "");
}

/* curl prereq: a request is about to leave on a connection. */
static int
on_prereq(void *ctx, char *to, char *from, int to_port, int from_port)
{
	struct http_send *send = ctx;
	struct curl_tlssessioninfo *tls = NULL;
	X509 *cert;

	(void)to;
	(void)from;
	(void)to_port;
	(void)from_port;
	if (++send->passes > 1)
		return CURL_PREREQFUNC_ABORT;
	if (curl_easy_getinfo(send->easy, CURLINFO_TLS_SSL_PTR, &tls) !=
		CURLE_OK ||
	    tls == NULL || tls->internals == NULL ||
	    tls->backend != CURLSSLBACKEND_OPENSSL)
		return CURL_PREREQFUNC_OK;
	cert = SSL_get0_peer_certificate(tls->internals);
	send->have_cert = cert != NULL &&
	    X509_digest(cert, EVP_sha256(), send->cert, NULL) == 1;
	return CURL_PREREQFUNC_OK;
}

/* curl write: bytes of the answer's body. */
static size_t
on_body(char *data, size_t one, size_t len, void *ctx)
{
	struct http_send *send = ctx;

	hub_buf_add(&send->answer, data, one * len);
	send->too_long = !hub_buf_ok(&send->answer);
	return send->too_long ? CURL_WRITEFUNC_ERROR : one * len;
}

/* What every request has. */
static void
set_common(struct http_send *send)
{
	const struct http_target *t = send->order.target;
	CURL *e = send->easy;

	curl_easy_reset(e);
	curl_easy_setopt(e, CURLOPT_PRIVATE, send);
	curl_easy_setopt(e, CURLOPT_URL, hub_buf_str(&send->url));
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_PROXY, "");
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, send->headers);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, send->error);
	curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)t->timeout_ms);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)t->connect_ms);
	curl_easy_setopt(e, CURLOPT_BUFFERSIZE, HTTP_BUFFER);
	curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, on_prereq);
	curl_easy_setopt(e, CURLOPT_PREREQDATA, send);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, send);
	curl_easy_setopt(e, CURLOPT_USERAGENT, "simpul/" PACKAGE_VERSION);
}

/* How they prove who they are, and we. */
static void
set_tls(struct http_send *send)
{
	const struct http_target *t = send->order.target;
	CURL *e = send->easy;

	curl_easy_setopt(e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (t->ca_file[0] != '\0')
		curl_easy_setopt(e, CURLOPT_CAINFO, t->ca_file);
	if (t->cert_file[0] != '\0')
		curl_easy_setopt(e, CURLOPT_SSLCERT, t->cert_file);
	if (t->key_file[0] != '\0')
		curl_easy_setopt(e, CURLOPT_SSLKEY, t->key_file);
}

/* Method and body. */
static void
set_body(struct http_send *send)
{
	const struct hub_request *r = send->order.request;
	const struct request_part *part = &r->parts[0];
	CURL *e = send->easy;

	if (r->part_count > 0) {
		curl_easy_setopt(e, CURLOPT_POST, 1L);
		curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)part->len);
		curl_easy_setopt(e, CURLOPT_POSTFIELDS, part->data);
	}
	if (strcmp(r->method, "HEAD") == 0)
		curl_easy_setopt(e, CURLOPT_NOBODY, 1L);
	else
		curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, r->method);
}

bool
http_send_prepare(struct http_send *send, const struct http_order *order)
{
	const struct hub_request *r = order->request;
	size_t len = strlen(order->target->url);

	send->order = *order;
	hub_buf_release(&send->answer);
	hub_buf_init(&send->answer, order->target->answer_max);
	while (len > 0 && order->target->url[len - 1] == '/')
		len--;
	hub_buf_add(&send->url, order->target->url, len);
	hub_buf_add(&send->url, r->target.data, r->target.len);
	add_secrets(send);
	if (r->part_count > 0)
		add_header(send, "Content-Type", r->body_type);
	add_headers(send);
	set_common(send);
	set_tls(send);
	set_body(send);
	return !send->unready && hub_buf_ok(&send->url);
}

/* The answer's headers, borrowed from the handle. */
static void
read_headers(struct http_send *send)
{
	struct hub_headers *to = &send->answer_headers;
	struct curl_header *h = NULL;

	while (to->count < sizeof(to->rows) / sizeof(to->rows[0]) &&
	    (h = curl_easy_nextheader(send->easy, CURLH_HEADER, -1, h)) != NULL)
		to->rows[to->count++] = (struct request_field){ h->name,
			h->value };
}

/* What a complete answer means. */
static void
answered(struct http_send *send, int64_t now, struct outcome *ret)
{
	long status = 0;

	curl_easy_getinfo(send->easy, CURLINFO_RESPONSE_CODE, &status);
	read_headers(send);
	ret->status = (int)status;
	ret->class = outcome_of_status(ret->status);
	ret->link_failed = outcome_link_failed(ret->status);
	ret->retry_after = outcome_retry_after(hub_header(&send->answer_headers,
						   "Retry-After"),
	    now);
	ret->answer = (struct hub_answer){ .status = ret->status,
		.headers = &send->answer_headers,
		.body = hub_buf_str(&send->answer),
		.body_len = send->answer.len };
	if (ret->class != OUTCOME_ANSWER)
		(void)snprintf(ret->why, sizeof(ret->why),
		    "they answered %d: later", ret->status);
}

/* Why there is no complete answer. */
static void
unanswered(const struct http_send *send, CURLcode code, struct outcome *ret)
{
	ret->class = send->passes > 0 ? OUTCOME_UNKNOWN : OUTCOME_RETRY;
	ret->link_failed = true;
	if (send->unready)
		(void)snprintf(ret->why, sizeof(ret->why),
		    "the request could not be made ready");
	else if (send->too_long)
		(void)snprintf(ret->why, sizeof(ret->why),
		    "their answer is longer than %zu bytes", send->answer.max);
	else if (send->passes > 1)
		(void)snprintf(ret->why, sizeof(ret->why),
		    "they closed the connection without an answer");
	else
		(void)snprintf(ret->why, sizeof(ret->why), "%.150s",
		    send->error[0] != '\0' ? send->error
					   : curl_easy_strerror(code));
}

void
http_send_outcome(struct http_send *send, CURLcode code, int64_t now,
    struct outcome *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->have_cert = send->have_cert;
	memcpy(ret->cert, send->cert, sizeof(ret->cert));
	ret->answer.headers = &send->answer_headers;
	ret->answer.body = "";
	if (code == CURLE_OK && !send->unready)
		answered(send, now, ret);
	else
		unanswered(send, code, ret);
}
