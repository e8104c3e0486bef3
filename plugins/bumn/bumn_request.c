/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "bumn_request.h"

#include <string.h>

#define VALUE_MAX 4096

/* One request on its way. */
struct building {
	const struct hub_json *said;
	const char *verb;
	struct hub_request *r; /* NULL: it is a reply */
	struct hub_reply *reply;
	struct hub_error *err;
	enum hub_status status;
};

/* Says what is wrong with a member. */
static enum hub_status
wrong(const struct building *b, const char *path, const char *found,
    const char *expected)
{
	return hub_fail(b->err, HUB_FAULT,
	    "map, %s: .%s: found %s, expected %s", b->verb, path,
	    found[0] == '\0' ? "none" : found, expected);
}

/* Whether a member is there and not null. */
static bool
is_given(const struct hub_json *v, const char *name)
{
	const char *kind = hub_json_kind(v, name);

	return kind[0] != '\0' && strcmp(kind, "null") != 0;
}

/* Method and path; a path is a text, or an array of segments, each encoded. */
static enum hub_status
build_line(struct building *b)
{
	const char *kind = hub_json_kind(b->said, "path");
	const char *method = hub_json_text(b->said, "method");
	const struct hub_json *one;
	char segment[VALUE_MAX];

	if (method[0] == '\0')
		return wrong(b, "method", hub_json_kind(b->said, "method"),
		    "GET, POST, PUT, PATCH or DELETE");
	if (strcmp(kind, "text") == 0) {
		hub_request_http(b->r, method, hub_json_text(b->said, "path"));
		return HUB_OK;
	}
	if (strcmp(kind, "array") != 0 || hub_json_count(b->said, "path") == 0)
		return wrong(b, "path", kind, "a text or an array of segments");
	hub_request_http(b->r, method, "/");
	for (size_t i = 0; i < hub_json_count(b->said, "path"); i++) {
		one = hub_json_at(b->said, "path", i);
		if (!hub_json_loose(one, "", segment, sizeof(segment)))
			return wrong(b, "path[]", hub_json_kind(one, ""),
			    "a text or a number");
		hub_request_segment(b->r, segment);
	}
	return HUB_OK;
}

/* One parameter of the query; null leaves it out, an array repeats it. */
static bool
build_query(void *ctx, const char *name, const struct hub_json *value)
{
	struct building *b = ctx;
	size_t count = hub_json_count(value, "");
	char text[VALUE_MAX];

	if (strcmp(hub_json_kind(value, ""), "null") == 0)
		return true;
	for (size_t i = 0; i < count; i++) {
		if (hub_json_loose(hub_json_at(value, "", i), "", text,
			sizeof(text)))
			hub_request_query(b->r, name, text);
	}
	if (strcmp(hub_json_kind(value, ""), "array") == 0)
		return true;
	if (hub_json_loose(value, "", text, sizeof(text)))
		hub_request_query(b->r, name, text);
	else
		b->status = wrong(b, "query", hub_json_kind(value, ""),
		    "texts in it");
	return b->status == HUB_OK;
}

/* One header; null leaves it out. */
static bool
build_header(void *ctx, const char *name, const struct hub_json *value)
{
	struct building *b = ctx;
	char text[VALUE_MAX];

	if (strcmp(hub_json_kind(value, ""), "null") == 0)
		return true;
	if (!hub_json_loose(value, "", text, sizeof(text)))
		b->status = wrong(b, "headers", hub_json_kind(value, ""),
		    "texts in it");
	else if (b->r != NULL)
		hub_request_header(b->r, name, text);
	else
		hub_reply_header(b->reply, name, text);
	return b->status == HUB_OK;
}

/* An object whose members are taken one by one. */
static enum hub_status
build_each(struct building *b, const char *path, hub_json_member_fn *fn)
{
	if (!is_given(b->said, path))
		return HUB_OK;
	if (strcmp(hub_json_kind(b->said, path), "object") != 0)
		return wrong(b, path, hub_json_kind(b->said, path), "object");
	(void)hub_json_each(b->said, path, fn, b);
	return b->status;
}

/* One part of multipart/form-data: an attachment, or a text. */
static enum hub_status
build_part(struct building *b, const struct hub_json *v)
{
	struct hub_part part = { HUB_PART_FORM, hub_json_text(v, "name"),
		hub_json_text(v, "filename"), hub_json_text(v, "type") };
	const char *text = hub_json_text(v, "text");

	if (part.name[0] == '\0')
		return wrong(b, "parts[].name", hub_json_kind(v, "name"),
		    "a text");
	if (is_given(v, "attachment"))
		hub_request_attach(b->r, &part, hub_json_text(v, "attachment"));
	else if (strcmp(hub_json_kind(v, "text"), "text") == 0)
		hub_request_part(b->r, &part, text, strlen(text));
	else
		return wrong(b, "parts[].text", hub_json_kind(v, "text"),
		    "a text, or an attachment beside it");
	return HUB_OK;
}

/* The body, in one of its ways. */
static enum hub_status
build_body(struct building *b)
{
	struct hub_part whole = { HUB_PART_RAW, "", "",
		hub_json_text(b->said, "type") };
	const char *text = hub_json_text(b->said, "text");
	enum hub_status status = HUB_OK;

	if (is_given(b->said, "parts")) {
		if (hub_json_count(b->said, "parts") == 0)
			return wrong(b, "parts",
			    hub_json_kind(b->said, "parts"),
			    "an array of parts");
		for (size_t i = 0;
		     i < hub_json_count(b->said, "parts") && status == HUB_OK;
		     i++)
			status = build_part(b,
			    hub_json_at(b->said, "parts", i));
		return status;
	}
	if (is_given(b->said, "attachment")) {
		if (whole.type[0] == '\0')
			whole.type = "application/octet-stream";
		hub_request_attach(b->r, &whole,
		    hub_json_text(b->said, "attachment"));
		return HUB_OK;
	}
	if (is_given(b->said, "text"))
		hub_request_body(b->r, whole.type, text, strlen(text));
	return HUB_OK;
}

/* A request. */
enum hub_status
bumn_request_build(const struct hub_json *said, const char *verb,
    struct hub_request *r, struct hub_error *err)
{
	struct building b = { said, verb, r, NULL, err, HUB_OK };
	enum hub_status status;

	if (strcmp(hub_json_kind(said, ""), "object") != 0)
		return wrong(&b, "", hub_json_kind(said, ""),
		    "an object with method and path");
	status = build_line(&b);
	if (status == HUB_OK)
		status = build_each(&b, "query", build_query);
	if (status == HUB_OK)
		status = build_each(&b, "headers", build_header);
	if (status == HUB_OK)
		status = build_body(&b);
	return status;
}

/* The answer to a message of theirs. */
enum hub_status
bumn_request_reply(const struct hub_json *said, struct hub_reply *reply,
    struct hub_error *err)
{
	struct building b = { said, "reply", NULL, reply, err, HUB_OK };
	const char *text = hub_json_text(said, "text");
	int64_t status = hub_json_int(said, "status", 0);

	if (status < 200 || status > 599)
		return wrong(&b, "status", hub_json_kind(said, "status"),
		    "an HTTP status");
	hub_reply_set(reply, (int)status, hub_json_text(said, "type"), text,
	    strlen(text));
	return build_each(&b, "headers", build_header);
}
