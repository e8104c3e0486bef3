/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <strings.h>

#include "conf_net.h"
#include "conf_value.h"

#define HOST_CHARS \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"

/* Whether a name or address is this machine's own and never leaves it. */
bool
conf_net_loopback(const char *host)
{
	struct in6_addr six;
	struct in_addr four;
	char bare[64];
	size_t len = strlen(host);

	if (len > 2 && len < sizeof(bare) && host[0] == '[') {
		memcpy(bare, host + 1, len - 2);
		bare[len - 2] = '\0';
		host = bare;
	}
	if (inet_pton(AF_INET, host, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	if (inet_pton(AF_INET6, host, &six) == 1)
		return IN6_IS_ADDR_LOOPBACK(&six);
	return strcasecmp(host, "localhost") == 0;
}

/* Address and port of "127.0.0.1:8443" or "[::1]:8443". */
bool
conf_net_listen(const char *text, char *address, size_t size, uint16_t *port)
{
	const char *colon = strrchr(text, ':');
	unsigned char binary[sizeof(struct in6_addr)];
	size_t len = colon == NULL ? 0 : (size_t)(colon - text);
	bool six = len > 2 && text[0] == '[' && text[len - 1] == ']';
	unsigned long number;
	char *end;

	if (len == 0 || len >= size || strlen(colon + 1) > 5 ||
	    strspn(colon + 1, "0123456789") == 0)
		return false;
	number = strtoul(colon + 1, &end, 10);
	memcpy(address, text + six, len - 2 * six);
	address[len - 2 * six] = '\0';
	if (*end != '\0' || number > UINT16_MAX ||
	    inet_pton(six ? AF_INET6 : AF_INET, address, binary) != 1)
		return false;
	*port = (uint16_t)number;
	return true;
}

/* A place to listen at. */
bool
conf_value_listen(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	char address[64];
	uint16_t port;

	if (!conf_net_listen(text, address, sizeof(address), &port))
		return conf_value_odd(site, row);
	return conf_value_keep(site, text, field);
}

/* A host without scheme or port. */
bool
conf_value_host(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	if (strspn(text, HOST_CHARS) != strlen(text) || strlen(text) > 253 ||
	    strchr(".-", text[0]) != NULL)
		return conf_value_odd(site, row);
	return conf_value_keep(site, text, field);
}

/* A mail address in its plain form. */
bool
conf_value_mail(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	const char *at = strchr(text, '@');

	if (at == NULL || at == text || strlen(text) > 254 ||
	    strpbrk(text, " \"<>,;:()\\") != NULL || at[1] == '\0' ||
	    strspn(at + 1, HOST_CHARS) != strlen(at + 1))
		return conf_value_odd(site, row);
	return conf_value_keep(site, text, field);
}

/* One part of a URL, owned by the reading; "" when it has none. */
static const char *
part(const struct conf_site *site, CURLU *url, CURLUPart which)
{
	const char *copy;
	char *text = NULL;

	if (curl_url_get(url, which, &text, 0) != CURLUE_OK)
		return "";
	copy = arena_text(site->reading->scratch, text);
	curl_free(text);
	return copy;
}

/* Whether the URL's scheme is that one, or the same with an s: TLS. */
static bool
has_scheme(const struct conf_site *site, CURLU *url, const char *scheme,
    bool *ret_tls)
{
	const char *found = part(site, url, CURLUPART_SCHEME);
	size_t len = strlen(scheme);

	if (strncmp(found, scheme, len) != 0)
		return false;
	*ret_tls = strcmp(found + len, "s") == 0;
	return *ret_tls || found[len] == '\0';
}

/* What is wrong with a base URL; NULL if nothing is. */
static const char *
flaw(const struct conf_site *site, CURLU *url, bool tls)
{
	if (part(site, url, CURLUPART_USER)[0] != '\0' ||
	    part(site, url, CURLUPART_PASSWORD)[0] != '\0')
		return "which holds a user or a password; they belong in auth "
		       "and in a secret_file";
	if (part(site, url, CURLUPART_FRAGMENT)[0] != '\0' ||
	    part(site, url, CURLUPART_QUERY)[0] != '\0')
		return "which holds ? or #; end it with the path";
	if (!tls && !conf_net_loopback(part(site, url, CURLUPART_HOST)))
		return "which leaves this machine without TLS; write https://";
	return NULL;
}

/* Reads a URL of one scheme. */
static bool
read_url(const struct conf_site *site, const struct conf_row *row,
    const char *text, const char *scheme, void *field)
{
	CURLU *url = curl_url();
	const char *wrong = NULL;
	bool tls = false, good;

	good = url != NULL &&
	    curl_url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME) ==
		CURLUE_OK &&
	    has_scheme(site, url, scheme, &tls);
	/* Mail without TLS from the start turns it on by STARTTLS. */
	if (good)
		wrong = flaw(site, url, tls || strcmp(scheme, "http") != 0);
	curl_url_cleanup(url);
	if (!good)
		return conf_value_odd(site, row);
	if (wrong == NULL)
		return conf_value_keep(site, text, field);
	conf_wrong(site, "%s", wrong);
	return false;
}

/* The address of an HTTP service. */
bool
conf_value_url(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	return read_url(site, row, text, "http", field);
}

/* The address of an IMAP server. */
bool
conf_value_imap(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	return read_url(site, row, text, "imap", field);
}

/* The address of an SMTP server. */
bool
conf_value_smtp(const struct conf_site *site, const struct conf_row *row,
    const char *text, void *field)
{
	return read_url(site, row, text, "smtp", field);
}
