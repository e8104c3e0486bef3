/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_range.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct http_range
http_range_read(const struct hub_headers *headers)
{
	const char *text = hub_header(headers, "range");
	struct http_range range = { .given = false };
	unsigned long long from, to = 0;
	char *end;

	if (strncmp(text, "bytes=", 6) != 0 || text[6] < '0' || text[6] > '9')
		return range;
	errno = 0;
	from = strtoull(text + 6, &end, 10);
	if (*end++ != '-' || errno != 0)
		return range;
	if (*end >= '0' && *end <= '9')
		to = strtoull(end, &end, 10) + 1;
	if (*end != '\0' || errno != 0)
		return range;
	return (struct http_range){ true, from, to };
}

bool
http_range_settle(struct http_range *range, uint64_t size, uint64_t most)
{
	if (!range->given || range->to == 0 || range->to > size)
		range->to = size;
	if (range->to > range->from && range->to - range->from > most) {
		if (!range->given)
			return false;
		range->to = range->from + most;
	}
	return range->from < range->to;
}

void
http_range_text(const struct http_range *range, uint64_t size,
    char text[HTTP_RANGE_SIZE])
{
	(void)snprintf(text, HTTP_RANGE_SIZE, "bytes %llu-%llu/%llu",
	    (unsigned long long)range->from, (unsigned long long)range->to - 1,
	    (unsigned long long)size);
}
