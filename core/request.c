/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "request.h"

#include <stdio.h>

#include "field.h"
#include "utf8.h"

#define TARGET_MAX 8192u
#define SUBJECT_MAX 512u
#define SECRET_SLOT_SIZE 80 /* of a token, and a mark */

void
hub_headers_put(struct hub_headers *headers, const char *name,
    const char *value)
{
	if (headers->count == REQUEST_HEADERS * 2)
		return;
	headers->rows[headers->count++] = (struct request_field){ name, value };
}

/* A request that says nothing yet. */
void
request_init(struct hub_request *r, const char *boundary)
{
	*r = (struct hub_request){ .method = "",
		.subject = "",
		.witness = { "", "", 0 },
		.body_type = "",
		.boundary = "" };
	arena_init(&r->arena, REQUEST_BODY_MAX + REQUEST_TEXTS_MAX);
	hub_buf_init(&r->target, TARGET_MAX);
	r->boundary = arena_text(&r->arena, boundary);
}

/* Gives back what a request holds. */
void
request_release(struct hub_request *r)
{
	if (r == NULL)
		return;
	arena_release(&r->arena);
	hub_buf_release(&r->target);
}

/* Remembers the first failure. */
void
request_fail(struct hub_request *r, const char *sentence)
{
	if (r->failed)
		return;
	r->failed = true;
	hub_fail(&r->error, HUB_FAULT, "%s", sentence);
}

/* A copy that lives as long as the request. */
const char *
request_text(struct hub_request *r, const char *text)
{
	const char *copy = arena_text(&r->arena, text);

	if (!arena_ok(&r->arena))
		request_fail(r, "the request is larger than the hub sends");
	return copy;
}

/* Sets method and path. */
void
hub_request_http(struct hub_request *r, const char *method, const char *path)
{
	if (r->method[0] != '\0' || r->subject[0] != '\0') {
		request_fail(r, "the request has two destinations");
		return;
	}
	if (!field_is_method(method)) {
		request_fail(r, "the method is none that the hub sends");
		return;
	}
	if (!field_is_path(path, strlen(path)) || strstr(path, "..") != NULL) {
		request_fail(r, "the path is not absolute and encoded");
		return;
	}
	r->method = request_text(r, method);
	hub_buf_text(&r->target, path);
}

/* Adds to path or query; what is too long fails. */
static void
target_add(struct hub_request *r, const char *before, const char *value)
{
	hub_buf_text(&r->target, before);
	field_encode(&r->target, value);
	if (!hub_buf_ok(&r->target))
		request_fail(r, "path and query are too long");
}

/* Adds one segment to the path. */
void
hub_request_segment(struct hub_request *r, const char *value)
{
	bool slash = r->target.len > 0 &&
	    r->target.data[r->target.len - 1] == '/';

	if (r->method[0] == '\0') {
		request_fail(r, "a path segment stands before the path");
		return;
	}
	if (r->has_query) {
		request_fail(r, "a path segment stands behind the query");
		return;
	}
	if (value[0] == '\0' || strcmp(value, ".") == 0 ||
	    strcmp(value, "..") == 0 || !utf8_is_line(value, strlen(value))) {
		request_fail(r, "a path segment is empty, dots or no line");
		return;
	}
	target_add(r, slash ? "" : "/", value);
}

/* Adds one parameter to the query. */
void
hub_request_query(struct hub_request *r, const char *name, const char *value)
{
	if (r->method[0] == '\0') {
		request_fail(r, "a query stands before the path");
		return;
	}
	if (name[0] == '\0' || !utf8_is_line(name, strlen(name)) ||
	    !utf8_is_text(value, strlen(value))) {
		request_fail(r, "a query parameter is not text");
		return;
	}
	target_add(r, r->has_query ? "&" : "?", name);
	target_add(r, "=", value);
	r->has_query = true;
}

/* Adds a header. */
void
hub_request_header(struct hub_request *r, const char *name, const char *value)
{
	struct request_field *row = &r->headers[r->header_count];

	if (!field_is_token(name) || field_is_ours(name)) {
		request_fail(r, "a header's name is no token or the hub's own");
		return;
	}
	if (!field_is_value(value)) {
		request_fail(r, "a header's value is no line or too long");
		return;
	}
	if (r->header_count == REQUEST_HEADERS) {
		request_fail(r, "the request has too many headers");
		return;
	}
	row->name = request_text(r, name);
	row->value = request_text(r, value);
	r->header_count++;
}

/* Sets the subject of a letter. */
void
hub_request_subject(struct hub_request *r, const char *subject)
{
	size_t len = strlen(subject);

	if (r->method[0] != '\0' || r->subject[0] != '\0') {
		request_fail(r, "the request has two destinations");
		return;
	}
	if (len == 0 || len > SUBJECT_MAX || !utf8_is_line(subject, len)) {
		request_fail(r, "the subject is empty, too long or no line");
		return;
	}
	r->subject = request_text(r, subject);
}

/* Keeps a slot, its name behind a mark of where it is. */
static void
add_secret(struct hub_request *r, const char *mark, const char *name)
{
	char slot[SECRET_SLOT_SIZE];

	if (!field_is_token(name)) {
		request_fail(r, "a secret's name is no token");
		return;
	}
	if (r->secret_count == REQUEST_SECRETS) {
		request_fail(r, "the request has too many secrets");
		return;
	}
	(void)snprintf(slot, sizeof(slot), "%s%s", mark, name);
	r->secrets[r->secret_count++] = request_text(r, slot);
}

/* Leaves a slot for a secret. */
void
hub_request_secret(struct hub_request *r, const char *name)
{
	if (name[0] == REQUEST_FIELD_MARK[0])
		add_secret(r, REQUEST_FIELD_MARK, name + 1);
	else
		add_secret(r, "", name);
}

/* Leaves a slot in the body. */
void
hub_request_secret_field(struct hub_request *r, const char *name)
{
	add_secret(r, REQUEST_FIELD_MARK, name);
}
