/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_probe.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "http_flight.h"
#include "limits.h"
#include "mail_line.h"

enum { NAME, CONNECT, TLS, AUTH, FOLDER };

#define OUT_LAYERS 4 /* those of SMTP come first */

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
		"IMAP connect", "IMAP TLS", "IMAP authentication",
		"IMAP folder" };

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

/* The first layer that is not good; FOLDER + 1: all are. */
static int
first_bad(CURL *easy, CURLcode code)
{
	curl_off_t name = 0, connected = 0, tls = 0;

	curl_easy_getinfo(easy, CURLINFO_NAMELOOKUP_TIME_T, &name);
	curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connected);
	curl_easy_getinfo(easy, CURLINFO_APPCONNECT_TIME_T, &tls);
	if (code == CURLE_OK)
		return FOLDER + 1;
	if (code == CURLE_COULDNT_RESOLVE_HOST || name == 0)
		return NAME;
	if (code == CURLE_PEER_FAILED_VERIFICATION ||
	    code == CURLE_SSL_CONNECT_ERROR || code == CURLE_USE_SSL_FAILED)
		return TLS;
	if (connected == 0)
		return CONNECT;
	if (tls == 0)
		return TLS;
	return code == CURLE_QUOTE_ERROR ? FOLDER : AUTH;
}

/* What was found of the layers before one. */
static void
say_good(struct looking *l, struct http_layer *layers, int before)
{
	CURL *e = l->flight.easy;
	const struct mail_server *server = l->second ? l->probe.in
						     : l->probe.out;
	char *address = NULL;
	curl_off_t us = 0;
	long port = 0;

	curl_easy_getinfo(e, CURLINFO_PRIMARY_IP, &address);
	curl_easy_getinfo(e, CURLINFO_PRIMARY_PORT, &port);
	curl_easy_getinfo(e, CURLINFO_CONNECT_TIME_T, &us);
	if (before > NAME)
		http_layer_say(&layers[NAME], true, "%s",
		    address != NULL && *address != '\0' ? address : "found");
	if (before > CONNECT)
		http_layer_say(&layers[CONNECT], true, "port %ld in %ld ms",
		    port, (long)(us / 1000));
	if (before > TLS)
		http_layer_say(&layers[TLS], true,
		    "%.60s, from %.30s until %.30s",
		    http_flight_cert(e, "Subject:"),
		    http_flight_cert(e, "Start date:"),
		    http_flight_cert(e, "Expire date:"));
	if (before > AUTH)
		http_layer_say(&layers[AUTH], true, "they let in %.100s",
		    server->user);
	if (l->second && before > FOLDER)
		http_layer_say(&layers[FOLDER], true, "%.100s",
		    l->probe.folder);
}

/* What to look at when TLS does not begin: which side is to begin with it. */
static const char *
hint_of(const struct looking *l, CURLcode code)
{
	const char *url = l->second ? l->probe.in->url : l->probe.out->url;

	if (code == CURLE_PEER_FAILED_VERIFICATION)
		return "; ca = names who vouches for them";
	if (strncmp(url, "imaps:", 6) == 0)
		return "; is it STARTTLS there? write imap://";
	if (strncmp(url, "smtps:", 6) == 0)
		return "; is it STARTTLS there? write smtp://";
	return l->second ? "; is it TLS from the start? write imaps://"
			 : "; is it TLS from the start? write smtps://";
}

/* Says it of each layer. */
static void
judge(struct looking *l, CURLcode code)
{
	struct http_layer *layers = l->layers + (l->second ? OUT_LAYERS : 0);
	int bad = first_bad(l->flight.easy, code);
	const char *why = l->error[0] != '\0' ? l->error
					      : curl_easy_strerror(code);

	say_good(l, layers, bad);
	if (bad == FOLDER && l->second)
		http_layer_say(&layers[bad], false,
		    "\"%.60s\" is not there, or not to be read; folder = "
		    "names another",
		    l->probe.folder);
	else if (bad <= AUTH)
		http_layer_say(&layers[bad], false, "%.100s%s", why,
		    bad == TLS ? hint_of(l, code) : "");
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

/* Logs in, asks for the folder where there are folders, and leaves. */
static void
go(struct looking *l)
{
	const struct mail_server *server = l->second ? l->probe.in
						     : l->probe.out;
	CURL *e = l->flight.easy;
	char ask[256] = "NOOP";

	if (l->second)
		(void)snprintf(ask, sizeof(ask), "STATUS \"%.200s\" (UIDNEXT)",
		    l->probe.folder);
	curl_easy_reset(e);
	l->error[0] = '\0';
	l->fd = CURL_SOCKET_BAD;
	mail_server_set(e, server, "smtp,smtps,imap,imaps", MAIL_PROBE_MS);
	curl_easy_setopt(e, CURLOPT_URL, server->url);
	curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, ask);
	curl_easy_setopt(e, CURLOPT_CERTINFO, 1L);
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
	struct mail_line *line = http_client_mail(probe->client, false);
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
