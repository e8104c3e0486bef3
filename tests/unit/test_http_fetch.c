/* SPDX-License-Identifier: Apache-2.0 */
/* Which addresses that come from outside are fetched from, and which networks
 * nobody outside may lead the hub into. */
#include "config.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http_fetch.h"
#include "http_guard.h"

static const struct {
	const char *address;
	bool open;
} addresses[] = {
	{ "8.8.8.8", true },
	{ "103.28.12.1", true },
	{ "172.15.255.255", true },
	{ "172.32.0.0", true },
	{ "223.255.255.255", true },
	{ "0.0.0.0", false },
	{ "10.1.2.3", false },
	{ "100.64.0.1", false },
	{ "127.0.0.1", false },
	{ "127.255.255.254", false },
	{ "169.254.169.254", false },
	{ "172.16.0.1", false },
	{ "172.31.255.255", false },
	{ "192.168.1.1", false },
	{ "198.19.0.1", false },
	{ "224.0.0.1", false },
	{ "255.255.255.255", false },
	{ "2404:6800:4003::1", true },
	{ "::", false },
	{ "::1", false },
	{ "::ffff:8.8.8.8", false },
	{ "64:ff9b::7f00:1", false },
	{ "2001::1", false },
	{ "2001:db8::1", false },
	{ "2002:7f00:1::", false },
	{ "fc00::1", false },
	{ "fe80::1", false },
	{ "ff02::1", false },
};

/* Whether an address in text is public. */
static bool
is_public(const char *text)
{
	union {
		struct sockaddr any;
		struct sockaddr_in in4;
		struct sockaddr_in6 in6;
	} to;

	memset(&to, 0, sizeof(to));
	if (inet_pton(AF_INET, text, &to.in4.sin_addr) == 1) {
		to.in4.sin_family = AF_INET;
	} else {
		assert_int_equal(inet_pton(AF_INET6, text, &to.in6.sin6_addr),
		    1);
		to.in6.sin6_family = AF_INET6;
	}
	return http_guard_public(&to.any);
}

static void
only_the_public_internet_is_open(void **state)
{
	struct sockaddr local = { .sa_family = AF_UNIX };

	(void)state;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		if (is_public(addresses[i].address) != addresses[i].open)
			fail_msg("%s", addresses[i].address);
	assert_false(http_guard_public(&local));
}

static const struct {
	const char *url;
	bool outside, inside;
	const char *host, *name;
} urls[] = {
	{ "https://media.unud.ac.id/2026/foto%201.jpg?b=1#x", true, true,
	    "media.unud.ac.id", "foto 1.jpg" },
	{ "HTTPS://media.unud.ac.id:443", true, true, "media.unud.ac.id", "" },
	{ "https://media.unud.ac.id/a/", true, true, "media.unud.ac.id", "" },
	{ "https://media.unud.ac.id:8443/a", false, true, "media.unud.ac.id",
	    "a" },
	{ "https://a@media.unud.ac.id/a", false, false, "", "" },
	{ "https://media.unud.ac.id@evil.example/a", false, false, "", "" },
	{ "https://a:b@media.unud.ac.id/a", false, false, "", "" },
	{ "http://media.unud.ac.id/a", false, false, "", "" },
	{ "ftp://media.unud.ac.id/a", false, false, "", "" },
	{ "file:///etc/passwd", false, false, "", "" },
	{ "media.unud.ac.id/a", false, false, "", "" },
	{ "//media.unud.ac.id/a", false, false, "", "" },
	{ "https://", false, false, "", "" },
	{ "https://media.unud.ac.id:99999/a", false, false, "", "" },
	{ "https://media unud/a", false, false, "", "" },
	{ "", false, false, "", "" },
};

static void
an_address_names_its_host_or_is_none(void **state)
{
	char host[HTTP_FETCH_HOST_SIZE], name[HTTP_FETCH_NAME_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		if (http_fetch_host(urls[i].url, false, host, name) !=
		    urls[i].outside)
			fail_msg("%s", urls[i].url);
		if (http_fetch_host(urls[i].url, true, host, name) !=
		    urls[i].inside)
			fail_msg("%s, inside", urls[i].url);
		if (!urls[i].inside)
			continue;
		assert_string_equal(host, urls[i].host);
		assert_string_equal(name, urls[i].name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_public_internet_is_open),
		cmocka_unit_test(an_address_names_its_host_or_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
