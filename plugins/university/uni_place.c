/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_place.h"

#include <string.h>

/* A slash at the end: an id follows. */
static const struct {
	const char *path;
	enum uni_service_kind kind;
	const char *allow;
} places[] = {
	{ "/discovery", UNI_DISCOVERY, "GET" },
	{ "/services", UNI_SERVICES, "GET" },
	{ "/services/", UNI_DEFINITION, "GET" },
	{ "/requests", UNI_REQUESTS, "GET, POST" },
	{ "/requests/", UNI_ONE, "GET" },
	{ "/tokens/", UNI_TOKEN, "GET" },
	{ "/servicerequestupdates", UNI_UPDATES, "GET, POST" },
};

#define PLACES (sizeof(places) / sizeof(*places))

/* The length of a path without its format; 0 when it has none. */
static size_t
cut_format(const char *path, bool *ret_xml)
{
	const char *dot = strrchr(path, '.');

	*ret_xml = dot == NULL || strcmp(dot, ".json") != 0;
	if (dot == NULL ||
	    (strcmp(dot, ".json") != 0 && strcmp(dot, ".xml") != 0))
		return 0;
	return (size_t)(dot - path);
}

/* Whether a path is a place's, and the id behind it. */
static bool
is_at(const char *path, size_t len, const char *place, char id[UNI_LINE])
{
	size_t size = strlen(place);

	id[0] = '\0';
	if (place[size - 1] != '/')
		return len == size && strncmp(path, place, len) == 0;
	if (len <= size || len - size >= UNI_LINE ||
	    strncmp(path, place, size) != 0 ||
	    memchr(path + size, '/', len - size) != NULL)
		return false;
	memcpy(id, path + size, len - size);
	id[len - size] = '\0';
	return true;
}

void
uni_place_read(const struct hub_message *message, int64_t now,
    struct uni_place *ret_place)
{
	size_t len;

	*ret_place = (struct uni_place){ .kind = UNI_NOWHERE, .now = now };
	len = cut_format(message->path, &ret_place->xml);
	ret_place->post = strcmp(message->method, "POST") == 0;
	for (size_t i = 0; len > 0 && i < PLACES; i++) {
		if (!is_at(message->path, len, places[i].path, ret_place->id))
			continue;
		ret_place->kind = places[i].kind;
		ret_place->method = ret_place->post
		    ? strstr(places[i].allow, "POST") != NULL
		    : strcmp(message->method, "GET") == 0;
		return;
	}
}

const char *
uni_place_allow(const struct uni_place *place)
{
	for (size_t i = 0; i < PLACES; i++) {
		if (places[i].kind == place->kind)
			return places[i].allow;
	}
	return "";
}
