/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_in.h"

#include <stdlib.h>
#include <string.h>

#include "hub_time.h"

#define VALUE_SIZE 64 /* of a value without the white space around it */

/* A value without the white space that its type lets stand around it; "" when
 * it is longer than any. */
static const char *
trimmed(const struct omb_in *in, const char *name, char buf[VALUE_SIZE])
{
	static const char space[] = " \t\r\n";
	const char *text = omb_in_text(in, name);
	size_t len = strcspn(text += strspn(text, space), space);

	if (len >= VALUE_SIZE)
		len = 0;
	memcpy(buf, text, len);
	buf[len] = '\0';
	return buf;
}

struct omb_in
omb_in_at(const struct omb_in *in, const char *name)
{
	return (struct omb_in){ in->doc, hub_xml_find(in->node, name) };
}

const char *
omb_in_text(const struct omb_in *in, const char *name)
{
	return hub_xml_text(in->doc, in->node, name);
}

bool
omb_in_flag(const struct omb_in *in, const char *name)
{
	char buf[VALUE_SIZE];
	const char *text = trimmed(in, name, buf);

	return strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
}

uint64_t
omb_in_count(const struct omb_in *in, const char *name)
{
	char buf[VALUE_SIZE];

	return strtoull(trimmed(in, name, buf), NULL, 10);
}

enum hub_status
omb_in_time(const struct omb_in *in, const char *name, int64_t *ret,
    struct hub_error *err)
{
	char buf[VALUE_SIZE];
	const char *text = trimmed(in, name, buf);

	if (text[0] == '\0' || hub_time_parse(text, ret))
		return HUB_OK;
	return hub_fail(err, HUB_MALFORMED,
	    "%s: expected a time with its zone, as in "
	    "2026-02-02T08:00:00+08:00",
	    name);
}
