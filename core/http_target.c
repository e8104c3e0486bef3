/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_target.h"

#include <string.h>
#include <strings.h>

/* How long the scheme in front is, or 0. */
static size_t
scheme_len(const char *target, size_t len)
{
	static const char *const schemes[] = { "http://", "https://" };
	size_t i;

	for (i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		if (len > strlen(schemes[i]) &&
		    strncasecmp(target, schemes[i], strlen(schemes[i])) == 0)
			return strlen(schemes[i]);
	}
	return 0;
}

/* The first slash that is the path's. */
const char *
http_target_path(const char *target, size_t len)
{
	size_t scheme;

	if (len > 0 && target[0] == '/')
		return target;
	scheme = scheme_len(target, len);
	return scheme > 0 ? memchr(target + scheme, '/', len - scheme) : NULL;
}

/* The value of a hexadecimal digit, or -1. */
static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The character that an escape stands for, or -1. */
static int
unescaped(const char *hex, const char *end)
{
	int high, low;

	if (end - hex < 2)
		return -1;
	high = hex_value(hex[0]);
	low = hex_value(hex[1]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* The path decoded, the query as it is. */
bool
http_target_cut(const char *target, size_t len, char *path, char *query)
{
	const char *p = target, *end = p + len;
	int c;

	while (p < end && *p != '?' && *p != '#') {
		c = (unsigned char)*p++;
		if (c == '%') {
			c = unescaped(p, end);
			p += 2;
		}
		if (c < 0x20 || c == 0x7f)
			return false;
		*path++ = (char)c;
	}
	*path = '\0';
	if (p < end && *p == '#')
		return false;
	if (p < end)
		p++;
	memcpy(query, p, (size_t)(end - p));
	query[end - p] = '\0';
	return true;
}
