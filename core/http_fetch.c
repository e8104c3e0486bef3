/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_fetch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http_flight.h"
#include "http_guard.h"

#define TYPE_SIZE 256

struct http_fetch {
	struct http_flight flight; /* first */
	struct http_fetch_order order;
	struct hub_buf bytes;
	char type[TYPE_SIZE], error[CURL_ERROR_SIZE];
	enum http_fetched end;
	bool barred, too_long;
};

/* One part of an address into a buffer; false: too long, or none. */
static bool
take_part(CURLU *url, CURLUPart what, unsigned flags, char *to, size_t size)
{
	char *text = NULL;
	bool good;

	if (curl_url_get(url, what, &text, flags) != CURLUE_OK)
		return false;
	good = strlen(text) < size;
	if (good)
		memcpy(to, text, strlen(text) + 1);
	curl_free(text);
	return good;
}

/* Whether an address has a part at all. */
static bool
has_part(CURLU *url, CURLUPart what)
{
	char *text = NULL;
	bool has = curl_url_get(url, what, &text, 0) == CURLUE_OK;

	curl_free(text);
	return has;
}

/* What follows the path's last slash, decoded; "" where that does not read. */
static void
take_name(CURLU *url, char name[HTTP_FETCH_NAME_SIZE])
{
	char path[4096];
	const char *slash;

	name[0] = '\0';
	if (!take_part(url, CURLUPART_PATH, CURLU_URLDECODE, path,
		sizeof(path)))
		return;
	slash = strrchr(path, '/');
	if (slash != NULL && strlen(slash + 1) < HTTP_FETCH_NAME_SIZE)
		memcpy(name, slash + 1, strlen(slash + 1) + 1);
}

bool
http_fetch_host(const char *text, bool inside, char host[HTTP_FETCH_HOST_SIZE],
    char name[HTTP_FETCH_NAME_SIZE])
{
	CURLU *url = curl_url();
	char scheme[8], port[8];
	bool good;

	good = url != NULL &&
	    curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK &&
	    take_part(url, CURLUPART_SCHEME, 0, scheme, sizeof(scheme)) &&
	    strcmp(scheme, "https") == 0 &&
	    take_part(url, CURLUPART_HOST, 0, host, HTTP_FETCH_HOST_SIZE) &&
	    take_part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT, port,
		sizeof(port)) &&
	    (inside || strcmp(port, "443") == 0) &&
	    !has_part(url, CURLUPART_USER) &&
	    !has_part(url, CURLUPART_PASSWORD);
	if (good)
		take_name(url, name);
	curl_url_cleanup(url);
	return good;
}

/* libcurl is about to make a connection: not into this network. */
static curl_socket_t
on_open(void *ctx, curlsocktype what, struct curl_sockaddr *to)
{
	struct http_fetch *f = ctx;

	(void)what;
	if (!f->order.inside && !http_guard_public(&to->addr)) {
		f->barred = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* Bytes of the file. */
static size_t
on_bytes(char *data, size_t one, size_t len, void *ctx)
{
	struct http_fetch *f = ctx;

	hub_buf_add(&f->bytes, data, one * len);
	f->too_long = !hub_buf_ok(&f->bytes);
	return f->too_long ? CURL_WRITEFUNC_ERROR : one * len;
}

/* What a status means; only a whole file is one. */
static enum http_fetched
end_of_status(long status)
{
	if (status == 200)
		return HTTP_FETCHED;
	return status == 408 || status == 425 || status == 429 || status >= 500
	    ? HTTP_FETCH_LATER
	    : HTTP_FETCH_GONE;
}

/* What became of it. */
static enum http_fetched
end_of(struct http_fetch *f, CURLcode code)
{
	long status = 0;

	curl_easy_getinfo(f->flight.easy, CURLINFO_RESPONSE_CODE, &status);
	if (code == CURLE_ABORTED_BY_CALLBACK)
		return HTTP_FETCH_LOST;
	if (f->too_long || code == CURLE_FILESIZE_EXCEEDED)
		return HTTP_FETCH_LONG;
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		return HTTP_FETCH_GONE;
	if (code != CURLE_OK)
		return f->barred ? HTTP_FETCH_BARRED : HTTP_FETCH_LATER;
	if (status != 200)
		(void)snprintf(f->error, sizeof(f->error), "they answered %ld",
		    status);
	return end_of_status(status);
}

/* landed: whoever ordered it is told. */
static void
on_landed(struct http_flight *flight, CURLcode code)
{
	struct http_fetch *f = (struct http_fetch *)flight;
	const char *type = NULL;

	f->end = end_of(f, code);
	curl_easy_getinfo(flight->easy, CURLINFO_CONTENT_TYPE, &type);
	(void)snprintf(f->type, sizeof(f->type), "%s",
	    type != NULL && strlen(type) < sizeof(f->type) ? type : "");
	if (f->error[0] == '\0' && code != CURLE_OK)
		(void)snprintf(f->error, sizeof(f->error), "%s",
		    curl_easy_strerror(code));
	f->order.done(f->order.ctx, f);
}

/* All that libcurl must know.  A kept connection may have been made for
 * somebody who may go where this may not, so it takes none and leaves none. */
static void
set_handle(struct http_fetch *f)
{
	const struct http_target target = { .url = f->order.url,
		.ca_file = f->order.ca_file,
		.cert_file = "",
		.key_file = "",
		.timeout_ms = f->order.timeout_ms,
		.connect_ms = f->order.timeout_ms };
	CURL *e = f->flight.easy;

	http_flight_set(e, &target);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "https");
	curl_easy_setopt(e, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(e, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, f);
	curl_easy_setopt(e, CURLOPT_MAXFILESIZE_LARGE,
	    (curl_off_t)f->order.most);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_bytes);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, f);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, f->error);
	curl_easy_setopt(e, CURLOPT_URL, f->order.url);
}

struct http_fetch *
http_fetch_start(struct http_client *client,
    const struct http_fetch_order *order)
{
	struct http_fetch *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return NULL;
	f->flight.easy = curl_easy_init();
	if (f->flight.easy == NULL) {
		free(f);
		return NULL;
	}
	f->order = *order;
	f->flight.landed = on_landed;
	hub_buf_init(&f->bytes, order->most);
	set_handle(f);
	http_flight_start(client, &f->flight);
	return f;
}

enum http_fetched
http_fetch_end(const struct http_fetch *fetch, const char **ret_type,
    struct hub_buf **ret_bytes)
{
	struct http_fetch *own = (struct http_fetch *)(uintptr_t)fetch;

	*ret_type = fetch->type;
	*ret_bytes = &own->bytes;
	return fetch->end;
}

const char *
http_fetch_why(const struct http_fetch *fetch)
{
	return fetch->error;
}

void
http_fetch_free(struct http_fetch *fetch)
{
	if (fetch == NULL)
		return;
	curl_easy_cleanup(fetch->flight.easy);
	hub_buf_release(&fetch->bytes);
	free(fetch);
}
