/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_http.h"

#include <string.h>

#define DAY 86400

int64_t
hub_retry_after(const struct hub_headers *headers)
{
	const char *text = hub_header(headers, "Retry-After");
	int64_t seconds = 0;

	for (; *text >= '0' && *text <= '9'; text++)
		if (seconds < DAY)
			seconds = seconds * 10 + (*text - '0');
	if (*text != '\0')
		return 0;
	return seconds < DAY ? seconds : DAY;
}

/* The value of a hexadecimal digit, -1 for none. */
static int
digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c == '\0'
	    ? NULL
	    : strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c);

	return at == NULL ? -1 : (int)(at - digits);
}

int
hub_percent(const char *text)
{
	int high = text[0] == '%' ? digit(text[1]) : -1;
	int low = high < 0 ? -1 : digit(text[2]);

	return low < 0 ? -1 : high * 16 + low;
}
