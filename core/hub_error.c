/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_error.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

static const char *const status_names[] = {
	[HUB_OK] = "ok",
	[HUB_UNSAYABLE] = "unsayable",
	[HUB_MALFORMED] = "malformed",
	[HUB_MISCONFIGURED] = "misconfigured",
	[HUB_FAULT] = "fault",
};

/* One line: control characters become spaces, and a character that the end
 * of the room cut in two goes. */
static void
make_line(char *text)
{
	size_t end = 0, last = 0, need = 1;

	for (; text[end] != '\0'; end++) {
		unsigned char c = (unsigned char)text[end];

		if (c < 0x20 || c == 0x7f)
			text[end] = ' ';
		if (c < 0x80 || c >= 0xc0) {
			last = end;
			need = c >= 0xf0 ? 4
			    : c >= 0xe0	 ? 3
			    : c >= 0xc0	 ? 2
					 : 1;
		}
	}
	if (end - last < need)
		text[last] = '\0';
}

/* The sentence into err, the status back to the caller. */
enum hub_status
hub_fail(struct hub_error *err, enum hub_status status, const char *fmt, ...)
{
	va_list ap;

	if (err == NULL)
		return status;
	va_start(ap, fmt);
	if (vsnprintf(err->text, sizeof(err->text), fmt, ap) < 0)
		err->text[0] = '\0';
	va_end(ap);
	make_line(err->text);
	return status;
}

/* Its name, "" for a number that is none. */
const char *
hub_status_name(enum hub_status status)
{
	if ((unsigned)status >= sizeof(status_names) / sizeof(*status_names))
		return "";
	return status_names[status];
}
