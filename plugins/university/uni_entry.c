/* SPDX-License-Identifier: Apache-2.0 */
/* A cursor's text: "<time> <time>", then a line a service, "9f31c2 ------ J1";
 * a "?" before the code: its definition is to be asked for.  "+250 " before it
 * all: so many of the news are here, and the rest is to be asked for. */
#include "config.h"

#include "uni_catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hub_time.h"

#define DIGITS (UNI_SUM - 1)
#define HEAD (2 * DIGITS + 2) /* before the code */
#define NOTICE_FULL 4000
#define SHOWN 64 /* bytes of a code */

bool
uni_cursor_read(const char *text, struct uni_cursor *ret)
{
	char line[2 * HUB_TIME_SIZE], *second, *end;
	size_t len;

	*ret = (struct uni_cursor){ .list = "" };
	if (*text == '+') {
		ret->taken = (unsigned)strtoul(text + 1, &end, 10);
		text = end + (*end == ' ');
	}
	len = strcspn(text, "\n");
	if (len >= sizeof(line))
		return false;
	memcpy(line, text, len);
	line[len] = '\0';
	second = strchr(line, ' ');
	if (second != NULL)
		*second++ = '\0';
	if (text[len] == '\n')
		ret->list = text + len + 1;
	return hub_time_parse(line, &ret->news) &&
	    (second == NULL || hub_time_parse(second, &ret->looked));
}

/* The cursor's text. */
static void
write_cursor(const struct uni_cursor *cursor, struct hub_buf *out)
{
	char time[HUB_TIME_SIZE];

	if (cursor->taken > 0)
		hub_buf_fmt(out, "+%u ", cursor->taken);
	hub_time_text(cursor->news, time);
	hub_buf_text(out, time);
	if (cursor->looked == 0)
		return;
	hub_time_text(cursor->looked, time);
	hub_buf_fmt(out, " %s\n%s", time, cursor->list);
}

void
uni_cursor_emit(const struct uni_cursor *cursor, bool goes_on,
    const char *notice, struct hub_events *events)
{
	struct hub_event e = hub_event_init(
	    goes_on ? HUB_EV_NEXT_STEP : HUB_EV_CURSOR);
	struct hub_buf text;

	hub_buf_init(&text, HUB_CARRY_MAX);
	write_cursor(cursor, &text);
	e.carry = hub_buf_str(&text);
	e.text = notice;
	hub_emit(events, &e);
	hub_buf_release(&text);
}

bool
uni_entry_next(const char **at, struct uni_entry *ret)
{
	const char *line = *at;
	size_t len = strcspn(line, "\n");

	if (len <= HEAD || len - HEAD >= sizeof(ret->code))
		return false;
	*at += len + (line[len] == '\n');
	*ret = (struct uni_entry){ .asked = line[HEAD - 1] == '?' };
	memcpy(ret->name, line, DIGITS);
	memcpy(ret->required, line + UNI_SUM, DIGITS);
	memcpy(ret->code, line + HEAD, len - HEAD);
	return true;
}

bool
uni_entry_find(const char *list, const char *code, struct uni_entry *ret)
{
	while (uni_entry_next(&list, ret)) {
		if (strcmp(ret->code, code) == 0)
			return true;
	}
	*ret = (struct uni_entry){ .name = UNI_SUM_NONE,
		.required = UNI_SUM_NONE };
	(void)snprintf(ret->code, sizeof(ret->code), "%s", code);
	return false;
}

void
uni_entry_put(struct hub_buf *out, const struct uni_entry *entry)
{
	hub_buf_fmt(out, "%s %s%c%s\n", entry->name, entry->required,
	    entry->asked ? '?' : ' ', entry->code);
}

void
uni_entry_sum(uint64_t number, char ret[UNI_SUM])
{
	(void)snprintf(ret, UNI_SUM, "%06llx",
	    (unsigned long long)((number ^ number >> 24 ^ number >> 48) &
		0xffffff));
}

void
uni_entry_tell(struct hub_buf *notice, const char *code, const char *what,
    const char *more)
{
	if (notice->len < NOTICE_FULL)
		hub_buf_fmt(notice, "services/%.*s: %s%s\n",
		    uni_head(code, SHOWN), code, what, more);
}
