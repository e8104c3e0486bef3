/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A look at an institution layer by layer: one GET of its URL with its
 * credentials; and, where its certificate is refused, a second connection
 * that sends nothing and only reads the certificate's dates.
 */
#include "config.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http_flight.h"
#include "limits.h"

enum layer { LAYER_NAME, LAYER_CONNECT, LAYER_TLS, LAYER_AUTH, LAYER_HTTP };

struct diagnosis {
	struct http_flight flight; /* first */
	struct http_client *client;
	struct http_probe probe;
	struct curl_slist *headers;
	struct http_layer layers[HTTP_LAYERS];
	bool reading_dates; /* the second connection */
	char error[CURL_ERROR_SIZE];
};

/* All layers, none of them reached. */
static void
layers_init(struct http_layer *layers)
{
	static const char *const names[HTTP_LAYERS] = {
		[LAYER_NAME] = "name",
		[LAYER_CONNECT] = "connect",
		[LAYER_TLS] = "TLS",
		[LAYER_AUTH] = "authentication",
		[LAYER_HTTP] = "protocol",
	};
	size_t i;

	for (i = 0; i < HTTP_LAYERS; i++) {
		layers[i] = (struct http_layer){ .name = names[i] };
		snprintf(layers[i].text, sizeof layers[i].text, "not reached");
	}
}

void
http_layer_say(struct http_layer *layer, bool good, const char *fmt, ...)
{
	va_list args;

	layer->good = good;
	va_start(args, fmt);
	vsnprintf(layer->text, sizeof layer->text, fmt, args);
	va_end(args);
}

/* What is said of an answer's body: nothing. */
static size_t
on_body(char *data, size_t one, size_t len, void *ctx)
{
	(void)data;
	(void)ctx;
	return one * len;
}

/* What both connections need. */
static void
set_common(struct diagnosis *d)
{
	CURL *e = d->flight.easy;

	curl_easy_reset(e);
	http_flight_set(e, d->probe.target);
	curl_easy_setopt(e, CURLOPT_URL, d->probe.target->url);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, d->error);
	curl_easy_setopt(e, CURLOPT_CERTINFO, 1L);
	curl_easy_setopt(e, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(e, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
}

/* One header, where there is a value; false when out of memory. */
static bool
add_header(struct diagnosis *d, const char *name, const char *value)
{
	char line[HTTP_HEADER_MAX];
	struct curl_slist *more;

	if (*value == '\0')
		return true;
	snprintf(line, sizeof line, "%s: %s", name, value);
	more = curl_slist_append(d->headers, line);
	if (more == NULL)
		return false;
	d->headers = more;
	return true;
}

/* The first connection. */
static bool
set_request(struct diagnosis *d)
{
	const struct http_target *t = d->probe.target;
	bool ok = add_header(d, "Authorization", t->authorization);

	if (t->secret_header[0] != '\0' && t->secret_values[0] != NULL)
		ok = ok && add_header(d, t->secret_header, t->secret_values[0]);
	if (t->also_header[0] != '\0')
		ok = ok && add_header(d, t->also_header, t->also_value);
	set_common(d);
	curl_easy_setopt(d->flight.easy, CURLOPT_HTTPHEADER, d->headers);
	return ok;
}

/* Whether libcurl got as far as that. */
static bool
reached(const struct diagnosis *d, CURLINFO time)
{
	curl_off_t us = 0;

	curl_easy_getinfo(d->flight.easy, time, &us);
	return us > 0;
}

/* Whether the connection stood and TLS did not come about. */
static bool
is_tls_failure(CURLcode code)
{
	static const CURLcode codes[] = { CURLE_SSL_CONNECT_ERROR,
		CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
		CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
		CURLE_SSL_ISSUER_ERROR };
	size_t i;

	for (i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		if (codes[i] == code)
			return true;
	}
	return false;
}

/* Name and connection. */
static bool
judge_connection(struct diagnosis *d, CURLcode code)
{
	char *address = NULL;
	long port = 0;
	curl_off_t us = 0;

	curl_easy_getinfo(d->flight.easy, CURLINFO_PRIMARY_IP, &address);
	curl_easy_getinfo(d->flight.easy, CURLINFO_PRIMARY_PORT, &port);
	curl_easy_getinfo(d->flight.easy, CURLINFO_CONNECT_TIME_T, &us);
	if (code == CURLE_COULDNT_RESOLVE_HOST ||
	    !reached(d, CURLINFO_NAMELOOKUP_TIME_T)) {
		http_layer_say(&d->layers[LAYER_NAME], false, "%.150s",
		    d->error);
		return false;
	}
	http_layer_say(&d->layers[LAYER_NAME], true, "found");
	if (us == 0 && !is_tls_failure(code)) {
		http_layer_say(&d->layers[LAYER_CONNECT], false, "%.150s",
		    d->error);
		return false;
	}
	http_layer_say(&d->layers[LAYER_NAME], true, "%s", address);
	http_layer_say(&d->layers[LAYER_CONNECT], true, "port %ld in %ld ms",
	    port, (long)(us / 1000));
	return true;
}

/* TLS, where the URL wants it. */
static bool
judge_tls(struct diagnosis *d)
{
	CURL *e = d->flight.easy;

	if (strncasecmp(d->probe.target->url, "https:", 6) != 0) {
		http_layer_say(&d->layers[LAYER_TLS], true, "none");
		return true;
	}
	if (!reached(d, CURLINFO_APPCONNECT_TIME_T)) {
		http_layer_say(&d->layers[LAYER_TLS], false, "%.150s",
		    d->error);
		return false;
	}
	http_layer_say(&d->layers[LAYER_TLS], true,
	    "%.60s, from %.30s until %.30s", http_flight_cert(e, "Subject:"),
	    http_flight_cert(e, "Start date:"),
	    http_flight_cert(e, "Expire date:"));
	return true;
}

/* What was shown to them.  Who proves himself within messages has shown
 * nothing yet, and is refused for it: that tells nothing about his key. */
static void
judge_login(struct diagnosis *d, long status)
{
	const struct http_target *t = d->probe.target;
	bool refused = status == 401 || status == 403 || status == 407;

	if (t->authorization[0] != '\0' || t->secret_header[0] != '\0' ||
	    t->cert_file[0] != '\0')
		http_layer_say(&d->layers[LAYER_AUTH], !refused,
		    "credentials shown, they answered %ld", status);
	else if (d->probe.within)
		http_layer_say(&d->layers[LAYER_AUTH], true,
		    "not tried: credentials go within messages; they "
		    "answered %ld",
		    status);
	else
		http_layer_say(&d->layers[LAYER_AUTH], !refused,
		    "no credentials, they answered %ld", status);
}

/* What they answered. */
static void
judge_answer(struct diagnosis *d, CURLcode code)
{
	long status = 0;

	curl_easy_getinfo(d->flight.easy, CURLINFO_RESPONSE_CODE, &status);
	if (code != CURLE_OK || status == 0) {
		http_layer_say(&d->layers[LAYER_HTTP], false, "%.150s",
		    d->error[0] != '\0' ? d->error : curl_easy_strerror(code));
		return;
	}
	judge_login(d, status);
	http_layer_say(&d->layers[LAYER_HTTP], status < 500, "HTTP status %ld",
	    status);
}

/* Tells, and ends. */
static void
finish(struct diagnosis *d)
{
	d->probe.done(d->probe.ctx, d->layers, HTTP_LAYERS);
	curl_slist_free_all(d->headers);
	if (d->flight.easy != NULL)
		curl_easy_cleanup(d->flight.easy);
	free(d);
}

/* Connects again without judging the certificate, and sends nothing. */
static void
read_dates(struct diagnosis *d)
{
	CURL *e = d->flight.easy;

	d->reading_dates = true;
	set_common(d);
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 0L);
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 0L);
	curl_easy_setopt(e, CURLOPT_CONNECT_ONLY, 1L);
	http_flight_start(d->client, &d->flight);
}

/* Adds the dates to what is said of TLS. */
static void
add_dates(struct diagnosis *d)
{
	CURL *e = d->flight.easy;
	const char *until = http_flight_cert(e, "Expire date:");
	char why[80];

	if (*until == '\0')
		return;
	snprintf(why, sizeof why, "%.79s", d->layers[LAYER_TLS].text);
	http_layer_say(&d->layers[LAYER_TLS], false,
	    "%s; from %.30s until %.30s", why,
	    http_flight_cert(e, "Start date:"), until);
}

/* One of the two connections is over. */
static void
on_landed(struct http_flight *flight, CURLcode code)
{
	struct diagnosis *d = (struct diagnosis *)flight;

	if (d->reading_dates) {
		add_dates(d);
		finish(d);
		return;
	}
	if (!judge_connection(d, code)) {
		finish(d);
		return;
	}
	if (!judge_tls(d)) {
		if (code == CURLE_PEER_FAILED_VERIFICATION)
			read_dates(d);
		else
			finish(d);
		return;
	}
	judge_answer(d, code);
	finish(d);
}

/* Without memory there is nothing to look with. */
void
http_client_probe(struct http_client *client, const struct http_probe *probe)
{
	struct diagnosis *d = calloc(1, sizeof *d);
	struct http_layer layers[HTTP_LAYERS];

	if (d == NULL) {
		layers_init(layers);
		probe->done(probe->ctx, layers, HTTP_LAYERS);
		return;
	}
	d->client = client;
	d->probe = *probe;
	d->flight.landed = on_landed;
	layers_init(d->layers);
	d->flight.easy = curl_easy_init();
	if (d->flight.easy == NULL || !set_request(d)) {
		http_layer_say(&d->layers[LAYER_NAME], false, "out of memory");
		finish(d);
		return;
	}
	http_flight_start(client, &d->flight);
}
