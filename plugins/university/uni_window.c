/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_window.h"

#include <string.h>
#include <strings.h>

#include "hub_time.h"

#define QUERY_SIZE 2048
#define LINK_MAX 16384u

/* The parameters that stay when the next page is asked for. */
static const char *const kept[] = { "jurisdiction_id", "start_date", "end_date",
	"status", "service_code", "page_size" };

#define KEPT (sizeof(kept) / sizeof(*kept))

bool
uni_query(const char *query, const char *name, char *buf, size_t size)
{
	char text[QUERY_SIZE];

	buf[0] = '\0';
	if (!hub_query(query, name, text, sizeof(text)))
		return !hub_query_has(query, name);
	return uni_line(text, buf, size);
}

/* A time of the query; absent leaves it as it is. */
static bool
read_time(const char *query, const char *name, int64_t *ret)
{
	char text[UNI_LINE];

	if (!uni_query(query, name, text, sizeof(text)))
		return false;
	if (text[0] == '\0')
		return true;
	/* A "+" of the zone that was not encoded has become a space. */
	for (char *c = text; *c != '\0'; c++) {
		if (*c == ' ')
			*c = '+';
	}
	if (!hub_time_parse(text, ret))
		return false;
	/* Nothing is older than this, and 0 is no time. */
	if (*ret < 1)
		*ret = 1;
	return true;
}

/* How many records a page may have. */
static bool
read_limit(const char *query, uint64_t *ret)
{
	char text[UNI_LINE];
	uint64_t number = 0;

	if (!uni_query(query, "page_size", text, sizeof(text)))
		return false;
	for (const char *c = text; *c != '\0'; c++) {
		if (*c < '0' || *c > '9')
			return false;
		if (number <= UNI_PAGE_MAX)
			number = number * 10 + (uint64_t)(*c - '0');
	}
	if (text[0] != '\0' && number == 0)
		return false;
	*ret = number == 0 || number > UNI_PAGE_MAX ? UNI_PAGE_MAX : number;
	return true;
}

bool
uni_window_read(const char *query, struct uni_window *ret,
    struct hub_error *err)
{
	const char *why = "";

	*ret = (struct uni_window){ .since = 0 };
	if (!read_time(query, "start_date", &ret->since) ||
	    !read_time(query, "end_date", &ret->until))
		why = "start_date and end_date: expected a time with its zone, "
		      "as in 2026-02-02T00:00:00Z";
	else if (!read_limit(query, &ret->limit))
		why = "page_size: expected a number from 1 to 200";
	else if (!uni_query(query, "page", ret->page, sizeof(ret->page)))
		why = "page: expected what stands in a Link of the answer "
		      "before";
	else if (!uni_query(query, "status", ret->status,
		     sizeof(ret->status)) ||
	    !uni_query(query, "service_code", ret->service,
		sizeof(ret->service)))
		why = "status or service_code is too long";
	if (why[0] != '\0')
		(void)hub_fail(err, HUB_MALFORMED, "%s", why);
	return why[0] == '\0';
}

/* Whether nothing is left to do after a status. */
static bool
is_last(const char *status)
{
	return strcmp(status, "closed") == 0 || strcmp(status, "answered") == 0;
}

bool
uni_window_wants(const struct uni_window *window, const char *status)
{
	const char *wanted = window->status;
	bool last = is_last(status);
	char one[UNI_LINE];

	if (wanted[0] == '\0')
		return true;
	for (;;) {
		size_t len = strcspn(wanted, ",");

		memcpy(one, wanted, len);
		one[len] = '\0';
		if (strcasecmp(one, status) == 0 ||
		    (strcasecmp(one, "closed") == 0 && last) ||
		    (strcasecmp(one, "open") == 0 && !last))
			return true;
		wanted += len;
		if (*wanted++ == '\0')
			return false;
	}
}

bool
uni_window_has(const struct uni_window *window, int64_t at)
{
	return (window->since == 0 || at >= window->since) &&
	    (window->until == 0 || at <= window->until);
}

/* Whether a pair of a query is one that stays, and may stand in a link. */
static bool
is_kept(const char *pair, size_t len)
{
	const char *mark = memchr(pair, '=', len);
	size_t name = mark == NULL ? len : (size_t)(mark - pair);

	for (size_t i = 0; i < len; i++) {
		if (pair[i] <= ' ' || pair[i] > '~' ||
		    strchr("<>\"", pair[i]) != NULL)
			return false;
	}
	for (size_t i = 0; i < KEPT; i++) {
		if (strlen(kept[i]) == name &&
		    strncmp(pair, kept[i], name) == 0)
			return true;
	}
	return false;
}

void
uni_window_link(const char *path, const char *query, const char *next,
    struct hub_reply *reply)
{
	const char *slash = strrchr(path, '/');
	struct hub_buf link;

	if (next[0] == '\0')
		return;
	hub_buf_init(&link, LINK_MAX);
	hub_buf_fmt(&link, "<%s?page=%s", slash == NULL ? path : slash + 1,
	    next);
	while (*query != '\0') {
		size_t len = strcspn(query, "&");

		if (is_kept(query, len)) {
			hub_buf_char(&link, '&');
			hub_buf_add(&link, query, len);
		}
		query += len + (query[len] == '&');
	}
	hub_buf_text(&link, ">; rel=\"next\"");
	if (hub_buf_ok(&link))
		hub_reply_header(reply, "Link", hub_buf_str(&link));
	hub_buf_release(&link);
}
