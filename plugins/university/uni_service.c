/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_service.h"

#include <string.h>

/* One column of a line into buf, and the rest of the line. */
static bool
column(const char **at, const char *end, char *buf, size_t size)
{
	char text[UNI_SERVICE_TEXT];
	size_t left = (size_t)(end - *at);
	const char *bar = memchr(*at, '|', left);
	size_t len = bar == NULL ? left : (size_t)(bar - *at);

	if (len >= sizeof(text))
		return false;
	memcpy(text, *at, len);
	text[len] = '\0';
	*at = bar == NULL ? end : bar + 1;
	return uni_line(text, buf, size);
}

/* One line; false when a column does not fit. */
static bool
read_line(const char *at, const char *end, struct uni_service *s)
{
	bool good;

	memset(s, 0, sizeof(*s));
	good = column(&at, end, s->code, sizeof(s->code)) &&
	    column(&at, end, s->category, sizeof(s->category)) &&
	    column(&at, end, s->name, sizeof(s->name)) &&
	    column(&at, end, s->description, sizeof(s->description)) &&
	    column(&at, end, s->group, sizeof(s->group));
	if (s->name[0] == '\0')
		memcpy(s->name, s->code, sizeof(s->code));
	return good && s->code[0] != '\0' && at == end;
}

/* The next line that says something, *at standing behind it. */
static bool
next_line(const char **at, const char **ret_begin, const char **ret_end)
{
	while (**at != '\0') {
		const char *begin = *at + strspn(*at, " \t\r");
		const char *end = begin + strcspn(begin, "\n");

		*at = *end == '\n' ? end + 1 : end;
		if (begin == end || *begin == '#')
			continue;
		*ret_begin = begin;
		*ret_end = end;
		return true;
	}
	return false;
}

bool
uni_service_next(const char **at, struct uni_service *ret)
{
	const char *begin, *end;

	while (next_line(at, &begin, &end)) {
		if (read_line(begin, end, ret))
			return true;
	}
	return false;
}

bool
uni_service_of(const char *table, const char *category, struct uni_service *ret)
{
	while (uni_service_next(&table, ret)) {
		if (ret->category[0] != '\0' &&
		    strcmp(ret->category, category) == 0)
			return true;
	}
	return false;
}

bool
uni_service_find(const char *table, const char *code, struct uni_service *ret)
{
	while (uni_service_next(&table, ret)) {
		if (strcmp(ret->code, code) == 0)
			return true;
	}
	return false;
}

enum hub_status
uni_service_check(const char *table, struct hub_error *err)
{
	const char *at = table, *begin, *end;
	struct uni_service one;
	size_t line = 0;

	while (next_line(&at, &begin, &end)) {
		line++;
		if (!read_line(begin, end, &one))
			return hub_fail(err, HUB_MISCONFIGURED,
			    "services: service %zu does not read, expected "
			    "CODE | CATEGORY | NAME | DESCRIPTION | GROUP",
			    line);
	}
	return HUB_OK;
}
