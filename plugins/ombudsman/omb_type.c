/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_type.h"

#include <string.h>
#include <strings.h>

bool
omb_type_is(const char *type, const char *media)
{
	size_t len = strcspn(type, "; \t");

	return strlen(media) == len && strncasecmp(type, media, len) == 0;
}

/* Reads a value, quoted or not, and goes behind it; false when it does not
 * fit. */
static bool
read_value(const char **at, char *buf, size_t size)
{
	bool quoted = **at == '"';
	const char *p = *at + quoted;
	size_t len = 0;

	while (
	    *p != '\0' && (quoted ? *p != '"' : strchr("; \t", *p) == NULL)) {
		if (quoted && *p == '\\' && p[1] != '\0')
			p++;
		if (len < size)
			buf[len++] = *p;
		p++;
	}
	*at = p + (quoted && *p == '"');
	if (len >= size) {
		buf[0] = '\0';
		return false;
	}
	buf[len] = '\0';
	return true;
}

bool
omb_type_param(const char *type, const char *name, char *buf, size_t size)
{
	const char *at = strchr(type, ';');

	while (at != NULL) {
		size_t len;
		bool ours, fits;

		at += 1 + strspn(at + 1, " \t");
		len = strcspn(at, "= \t;");
		ours = len == strlen(name) && strncasecmp(at, name, len) == 0;
		at += len + strspn(at + len, " \t");
		if (*at == '=') {
			at += 1 + strspn(at + 1, " \t");
			fits = read_value(&at, buf, size);
			if (ours)
				return fits;
		}
		at = strchr(at, ';');
	}
	buf[0] = '\0';
	return false;
}
