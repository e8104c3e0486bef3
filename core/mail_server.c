/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_server.h"

#include "http_flight.h"
#include "limits.h"

void
mail_server_set(CURL *easy, const struct mail_server *server,
    const char *protocols, int64_t timeout_ms)
{
	const struct http_target target = { .ca_file = server->ca,
		.cert_file = "",
		.key_file = "",
		.timeout_ms = timeout_ms,
		.connect_ms = MAIL_CONNECT_MS };

	http_flight_set(easy, &target);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, protocols);
	curl_easy_setopt(easy, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	curl_easy_setopt(easy, CURLOPT_USERNAME, server->user);
	curl_easy_setopt(easy, CURLOPT_PASSWORD, server->password);
	curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    (long)(MAIL_ANSWER_MS / 1000));
}

void
mail_server_hear(CURL *easy, curl_debug_callback on_talk, void *ctx,
    char *error)
{
	curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_talk);
	curl_easy_setopt(easy, CURLOPT_DEBUGDATA, ctx);
	curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error);
}

void
mail_server_once(CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
}
