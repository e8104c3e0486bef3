/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_guard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

/* Of IPv4 what IANA's registry of special addresses does not give to the
 * public. */
static const struct {
	uint32_t net;
	unsigned bits;
} closed_4[] = {
	{ 0x00000000, 8 },  /* this network */
	{ 0x0a000000, 8 },  /* private */
	{ 0x64400000, 10 }, /* carriers' own */
	{ 0x7f000000, 8 },  /* loopback */
	{ 0xa9fe0000, 16 }, /* link-local, and clouds' metadata */
	{ 0xac100000, 12 }, /* private */
	{ 0xc0000000, 24 }, /* protocol assignments */
	{ 0xc0000200, 24 }, /* documentation */
	{ 0xc0586300, 24 }, /* 6to4 relays */
	{ 0xc0a80000, 16 }, /* private */
	{ 0xc6120000, 15 }, /* benchmarking */
	{ 0xc6336400, 24 }, /* documentation */
	{ 0xcb007100, 24 }, /* documentation */
	{ 0xe0000000, 3 },  /* multicast, reserved, broadcast */
};

/* Of IPv6's public 2000::/3 what stands for an IPv4 address or for nobody. */
static const struct {
	uint8_t net[4];
	unsigned bytes;
} closed_6[] = {
	{ { 0x20, 0x01, 0x00, 0x00 }, 4 }, /* Teredo */
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 4 }, /* documentation */
	{ { 0x20, 0x02, 0x00, 0x00 }, 2 }, /* 6to4 */
	{ { 0x3f, 0xff, 0x00, 0x00 }, 2 }, /* documentation, and unassigned */
};

/* Whether an IPv4 address, in the host's order, is public. */
static bool
is_public_4(uint32_t address)
{
	for (size_t i = 0; i < sizeof(closed_4) / sizeof(closed_4[0]); i++)
		if ((address ^ closed_4[i].net) >> (32 - closed_4[i].bits) == 0)
			return false;
	return true;
}

/* Whether an IPv6 address is public. */
static bool
is_public_6(const uint8_t *address)
{
	if ((address[0] & 0xe0) != 0x20)
		return false;
	for (size_t i = 0; i < sizeof(closed_6) / sizeof(closed_6[0]); i++)
		if (memcmp(address, closed_6[i].net, closed_6[i].bytes) == 0)
			return false;
	return true;
}

bool
http_guard_public(const struct sockaddr *address)
{
	struct sockaddr_in in4;
	struct sockaddr_in6 in6;

	if (address->sa_family == AF_INET) {
		memcpy(&in4, address, sizeof(in4));
		return is_public_4(ntohl(in4.sin_addr.s_addr));
	}
	if (address->sa_family == AF_INET6) {
		memcpy(&in6, address, sizeof(in6));
		return is_public_6(in6.sin6_addr.s6_addr);
	}
	return false;
}
