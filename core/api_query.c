/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "problem.h"

#define DIGITS 16

bool
api_query_takes(const struct api_route *route, const char *name, size_t len)
{
	const char *words = route->query;

	for (; words != NULL && *words != '\0'; words += *words == ' ') {
		size_t here = strcspn(words, " ");

		if (here == len && strncmp(words, name, len) == 0)
			return true;
		words += here;
	}
	return false;
}

bool
api_query_known(const struct api_call *call)
{
	const char *at = http_call_query(call->http);
	const char *takes = call->route->query;
	char detail[160];

	for (; *at != '\0'; at += *at == '&') {
		size_t all = strcspn(at, "&");
		size_t name = strcspn(at, "=&");

		if (all > 0 && !api_query_takes(call->route, at, name)) {
			(void)snprintf(detail, sizeof(detail),
			    "query: found another parameter, expected %s%s",
			    takes == NULL ? "" : "one of ",
			    takes == NULL ? "none" : takes);
			problem_reply(call->http, 422, detail);
			return false;
		}
		at += all;
	}
	return true;
}

enum api_given
api_query(const struct api_call *call, const char *name, char *buf, size_t size)
{
	const char *query = http_call_query(call->http);

	if (hub_query(query, name, buf, size))
		return API_GIVEN;
	buf[0] = '\0';
	return hub_query_has(query, name) ? API_UNREADABLE : API_ABSENT;
}

enum api_given
api_query_number(const struct api_call *call, const char *name, int64_t max,
    int64_t *ret)
{
	char text[DIGITS + 1];
	enum api_given given = api_query(call, name, text, sizeof(text));
	size_t digits = strspn(text, "0123456789");
	int64_t value;

	if (given != API_GIVEN)
		return given;
	if (digits == 0 || text[digits] != '\0')
		return API_UNREADABLE;
	value = strtoll(text, NULL, 10);
	if (value > max)
		return API_UNREADABLE;
	*ret = value;
	return API_GIVEN;
}
