/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_probe.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "limits.h"
#include "mail_line.h"

#define EACH (MAIL_PROBE_LAYERS / 2)

enum { NAME, CONNECT, TLS, AUTH };

/* One look; the second server follows the first one. */
struct looking {
	struct mail_flight flight; /* first */
	struct mail_probe probe;
	struct mail_line *line;
	struct http_layer layers[MAIL_PROBE_LAYERS];
	bool second;
	curl_socket_t fd;
	char error[CURL_ERROR_SIZE];
};

/* All layers, none of them reached. */
static void
layers_init(struct http_layer *layers)
{
	static const char *const names[MAIL_PROBE_LAYERS] = { "SMTP name",
		"SMTP connect", "SMTP TLS", "SMTP authentication", "IMAP name",
		"IMAP connect", "IMAP TLS", "IMAP authentication" };

	for (size_t i = 0; i < MAIL_PROBE_LAYERS; i++) {
		layers[i] = (struct http_layer){ .name = names[i] };
		(void)snprintf(layers[i].text, sizeof(layers[i].text),
		    "not reached");
	}
}

/* Nothing of what they say is of interest. */
static size_t
on_bytes(char *data, size_t one, size_t len, void *ctx)
{
	(void)data;
	(void)ctx;
	return one * len;
}

/* Goodbyes are not waited for. */
static int
on_talk(CURL *easy, curl_infotype type, char *data, size_t len, void *ctx)
{
	struct looking *l = ctx;

	if (type != CURLINFO_HEADER_OUT)
		return 0;
	if (memmem(data, len, "QUIT", 4) == NULL &&
	    memmem(data, len, " LOGOUT", 7) == NULL)
		curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &l->fd);
	else if (l->fd != CURL_SOCKET_BAD)
		shutdown(l->fd, SHUT_RD);
	return 0;
}

/* How many layers of a server are good. */
static int
layers_good(CURL *easy, CURLcode code)
{
	curl_off_t name = 0, connected = 0, tls = 0;

	curl_easy_getinfo(easy, CURLINFO_NAMELOOKUP_TIME_T, &name);
	curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connected);
	curl_easy_getinfo(easy, CURLINFO_APPCONNECT_TIME_T, &tls);
	if (code == CURLE_OK)
		return EACH;
	if (code == CURLE_COULDNT_RESOLVE_HOST || name == 0)
		return NAME;
	if (code == CURLE_PEER_FAILED_VERIFICATION ||
	    code == CURLE_SSL_CONNECT_ERROR || code == CURLE_USE_SSL_FAILED)
		return TLS;
	if (connected == 0)
		return CONNECT;
	return tls == 0 ? TLS : AUTH;
}

/* Says it of each layer. */
static void
judge(struct looking *l, CURLcode code)
{
	struct http_layer *layers = l->layers + (l->second ? EACH : 0);
	int good = layers_good(l->flight.easy, code);
	const char *why = l->error[0] != '\0' ? l->error
					      : curl_easy_strerror(code);

	for (int i = 0; i < good; i++) {
		layers[i].good = true;
		(void)snprintf(layers[i].text, sizeof(layers[i].text), "good");
	}
	if (good < EACH)
		(void)snprintf(layers[good].text, sizeof(layers[good].text),
		    "%.150s", why);
}

static void go(struct looking *l);

/* flight: one server was looked at. */
static void
on_landed(struct mail_flight *flight, CURLcode code)
{
	struct looking *l = (struct looking *)flight;

	judge(l, code);
	if (!l->second && code != CURLE_ABORTED_BY_CALLBACK) {
		l->second = true;
		go(l);
		return;
	}
	l->probe.done(l->probe.ctx, l->layers, MAIL_PROBE_LAYERS);
	curl_easy_cleanup(l->flight.easy);
	free(l);
}

/* Logs in, does nothing, and leaves. */
static void
go(struct looking *l)
{
	const struct mail_server *server = l->second ? l->probe.in
						     : l->probe.out;
	CURL *e = l->flight.easy;

	curl_easy_reset(e);
	l->error[0] = '\0';
	l->fd = CURL_SOCKET_BAD;
	mail_server_set(e, server, "smtp,smtps,imap,imaps", MAIL_PROBE_MS);
	curl_easy_setopt(e, CURLOPT_URL, server->url);
	curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, "NOOP");
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_bytes);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_bytes);
	mail_server_hear(e, on_talk, l, l->error);
	mail_server_once(e);
	l->flight.landed = on_landed;
	l->flight.whole = 0;
	mail_line_start(l->line, &l->flight);
}

bool
mail_probe(const struct mail_probe *probe)
{
	struct mail_line *line = http_client_mail(probe->client);
	struct looking *l = line == NULL ? NULL : calloc(1, sizeof(*l));

	if (l == NULL)
		return false;
	l->line = line;
	l->probe = *probe;
	layers_init(l->layers);
	l->flight.easy = curl_easy_init();
	if (l->flight.easy == NULL) {
		free(l);
		return false;
	}
	go(l);
	return true;
}
