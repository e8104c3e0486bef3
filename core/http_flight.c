/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_flight.h"

#include <string.h>

#include <openssl/ssl.h>

#include "limits.h"

/* A kept connection holds no buffers. */
static CURLcode
on_context(CURL *easy, void *context, void *ctx)
{
	(void)easy;
	(void)ctx;
	SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
	return CURLE_OK;
}

/* Whether libcurl knows a file of the system's authorities. */
static bool
has_ca_file(void)
{
	return curl_version_info(CURLVERSION_NOW)->cainfo != NULL;
}

/* Who they must prove to be, and who we are.  The folder of the system's
 * authorities is left out: an institution's own authority stands alone, and
 * libcurl keeps what it read only where there is no folder. */
static void
set_tls(CURL *easy, const struct http_target *target)
{
	curl_easy_setopt(easy, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_CA_CACHE_TIMEOUT, HTTP_CA_SECONDS);
	curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_context);
	if (target->ca_file[0] != '\0')
		curl_easy_setopt(easy, CURLOPT_CAINFO, target->ca_file);
	if (target->ca_file[0] != '\0' || has_ca_file())
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	if (target->cert_file[0] != '\0')
		curl_easy_setopt(easy, CURLOPT_SSLCERT, target->cert_file);
	if (target->key_file[0] != '\0')
		curl_easy_setopt(easy, CURLOPT_SSLKEY, target->key_file);
}

/* CURLOPT_QUICK_EXIT: a look-up that hangs is left behind; libcurl would wait
 * for its thread, and the loop with it. */
void
http_flight_set(CURL *easy, const struct http_target *target)
{
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)target->timeout_ms);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
	    (long)target->connect_ms);
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, HTTP_BUFFER);
	curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, HTTP_BUFFER);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "simpul/" PACKAGE_VERSION);
	set_tls(easy, target);
}

/* The target's credentials and times. */
void
http_flight_words(const struct http_target *target, struct hub_buf *out)
{
	const int64_t times[] = { target->timeout_ms, target->connect_ms };

	hub_buf_add(out, times, sizeof(times));
	hub_buf_text(out, target->ca_file);
	hub_buf_char(out, '\n');
	hub_buf_text(out, target->cert_file);
	hub_buf_char(out, '\n');
	hub_buf_text(out, target->key_file);
}

const char *
http_flight_cert(CURL *easy, const char *label)
{
	struct curl_certinfo *info = NULL;
	struct curl_slist *line;
	size_t len = strlen(label);

	curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info);
	if (info == NULL || info->num_of_certs < 1)
		return "";
	for (line = info->certinfo[0]; line != NULL; line = line->next) {
		if (strncmp(line->data, label, len) == 0)
			return line->data + len;
	}
	return "";
}
