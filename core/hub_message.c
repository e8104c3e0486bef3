/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_message.h"

#include <strings.h>

#include "field.h"
#include "request.h"

#define QUERY_NAME_SIZE 128

/* The first header of that name. */
const char *
hub_header(const struct hub_headers *headers, const char *name)
{
	if (headers == NULL)
		return "";
	for (size_t i = 0; i < headers->count; i++)
		if (strcasecmp(headers->rows[i].name, name) == 0)
			return headers->rows[i].value;
	return "";
}

/* Whether len bytes, decoded, are that name. */
static bool
is_named(const char *text, size_t len, const char *name)
{
	char buf[QUERY_NAME_SIZE];

	return field_decode(text, len, buf, sizeof(buf)) >= 0 &&
	    strcmp(buf, name) == 0;
}

/* The first parameter of that name with what follows it, or NULL. */
static const char *
find_parameter(const char *query, const char *name)
{
	while (query[0] != '\0') {
		size_t len = strcspn(query, "&");

		if (is_named(query, strcspn(query, "=&"), name))
			return query;
		query += len + (query[len] == '&');
	}
	return NULL;
}

/* Whether a parameter of that name is there. */
int
hub_query_has(const char *query, const char *name)
{
	return find_parameter(query, name) != NULL;
}

/* The value of the first parameter of that name. */
int
hub_query(const char *query, const char *name, char *buf, size_t size)
{
	const char *found = find_parameter(query, name);
	size_t len, name_len;

	if (found == NULL)
		return 0;
	len = strcspn(found, "&");
	name_len = strcspn(found, "=&");
	name_len += name_len < len;
	return field_decode(found + name_len, len - name_len, buf, size) >= 0;
}
