/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The API's own description, OpenAPI 3.1, made from the tables of routes,
 * bodies and answers.
 */
#include "config.h"

#include <string.h>

#include "api_call.h"
#include "api_query.h"
#include "api_schema.h"
#include "limits.h"

/* What a parameter of a query means. */
struct parameter {
	const char *name, *type, *help;
};

static const struct parameter parameters[] = {
	{ "cursor", "string", "`next` of the page before" },
	{ "limit", "integer", "items of a page, 1 to 200; 50 when not given" },
	{ "case", "string", "only about this case, by the hub's id" },
	{ "institution", "string",
	    "only with this institution as initiator, target or holder" },
	{ "kind", "string", "only of this type" },
	{ "outcome", "string", "only with this outcome" },
	{ "from", "string",
	    "only from this time on, RFC 3339; of indicators a day, itself"
	    " included" },
	{ "to", "string",
	    "only before this time, RFC 3339; of indicators a day, itself"
	    " included" },
	{ "region", "string", "only of this region and all within it: 51.71" },
	{ "group", "string", "each of these, too: institution or region" },
	{ "rounding", "string",
	    "truncate or half_up; each indicator's own when not given" },
	{ "digits", "integer", "decimals that values are rounded to" },
	{ "pad", "integer", "decimals up to which zeros follow" },
	{ "wait", "integer", "seconds to wait for news, up to 60" },
	{ "ref", "string",
	    "an id of the hub's (case, handoff, delivery), a tracking id, or"
	    " what an institution calls an open handoff" },
	{ "state", "string", "only those in this state" },
	{ "holder", "string", "only of this institution, by its id" },
	{ "source", "string", "only handed in by this institution" },
};

/* One parameter. */
static void
put_parameter(struct hub_json_out *out, const char *in, const char *name,
    const struct parameter *p)
{
	hub_json_open(out, NULL, '{');
	hub_json_put_text(out, "name", name);
	hub_json_put_text(out, "in", in);
	if (strcmp(in, "path") == 0)
		hub_json_put_flag(out, "required", true);
	hub_json_put_text(out, "description", p->help);
	hub_json_open(out, "schema", '{');
	hub_json_put_text(out, "type", p->type);
	hub_json_close(out, '}');
	hub_json_close(out, '}');
}

/* The name between the braces. */
static const char *
path_name(const char *brace, char *buf, size_t size)
{
	brace += brace[1] == '+' ? 2 : 1;
	(void)snprintf(buf, size, "%.*s", (int)strcspn(brace, "}"), brace);
	return buf;
}

/* The path as OpenAPI writes it, without the mark of all that is left. */
static const char *
path_told(const char *path, char *buf, size_t size)
{
	const char *plus = strchr(path, '+');

	if (plus == NULL)
		return path;
	(void)snprintf(buf, size, "%.*s%s", (int)(plus - path), path, plus + 1);
	return buf;
}

/* Those of the path, the query and the head. */
static void
put_parameters(struct hub_json_out *out, const struct api_route *route)
{
	static const struct parameter id = { "id", "string", "the hub's id" };
	static const struct parameter rest = { "", "string",
		"the rest of the path" };
	static const struct parameter key = { "Idempotency-Key", "string",
		"the same one again, within seven days, gets the first"
		" answer" };

	const char *name = strchr(route->path, '{');
	char buf[32];

	hub_json_open(out, "parameters", '[');
	if (name != NULL)
		put_parameter(out, "path", path_name(name, buf, sizeof(buf)),
		    name[1] == '+' ? &rest : &id);
	for (size_t i = 0; i < sizeof(parameters) / sizeof(*parameters); i++)
		if (api_query_takes(route, parameters[i].name,
			strlen(parameters[i].name)))
			put_parameter(out, "query", parameters[i].name,
			    &parameters[i]);
	if (route->event != HUB_EV_NONE)
		put_parameter(out, "header", key.name, &key);
	hub_json_close(out, ']');
}

/* A body or answer in JSON. */
static void
put_content(struct hub_json_out *out, const char *type,
    const struct body_row *body, const struct shape_row *answer)
{
	hub_json_open(out, "content", '{');
	hub_json_open(out, type, '{');
	if (body != NULL)
		api_schema_body(out, "schema", body);
	else
		api_schema_answer(out, "schema", answer);
	hub_json_close(out, '}');
	hub_json_close(out, '}');
}

/* One kind of answer. */
static void
put_response(struct hub_json_out *out, const char *status, const char *help,
    const struct shape_row *answer)
{
	hub_json_open(out, status, '{');
	hub_json_put_text(out, "description", help);
	if (answer != NULL)
		put_content(out,
		    answer == shape_problem ? "application/problem+json"
					    : "application/json",
		    NULL, answer);
	hub_json_close(out, '}');
}

/* Good answers and the one form of all others. */
static void
put_responses(struct hub_json_out *out, const struct api_route *route)
{
	hub_json_open(out, "responses", '{');
	put_response(out, "200",
	    route->event == HUB_EV_NONE ? "it is so"
					: "it is done, or was done before",
	    route->answer);
	if (route->event == HUB_EV_HANDOFF)
		put_response(out, "201", "it is done, and new", route->answer);
	put_response(out, "default", "it is not done; detail says why",
	    shape_problem);
	hub_json_close(out, '}');
}

/* Which roles may call. */
static void
put_security(struct hub_json_out *out, const struct api_route *route)
{
	hub_json_open(out, "security", '[');
	if (route->roles != 0) {
		hub_json_open(out, NULL, '{');
		hub_json_open(out, "token", '[');
		hub_json_close(out, ']');
		hub_json_close(out, '}');
	}
	hub_json_close(out, ']');
	hub_json_open(out, "x-roles", '[');
	for (enum token_role r = TOKEN_SOURCE; token_role_name(r)[0] != '\0';
	     r++)
		if (route->roles & (1u << r))
			hub_json_put_text(out, NULL, token_role_name(r));
	hub_json_close(out, ']');
}

/* One method of a path. */
static void
put_operation(struct hub_json_out *out, const struct api_route *route)
{
	char method[8] = "";

	for (size_t i = 0; route->method[i] != '\0' && i < sizeof(method) - 1;
	     i++)
		method[i] = (char)(route->method[i] | 0x20);
	hub_json_open(out, method, '{');
	hub_json_put_text(out, "summary", route->summary);
	put_security(out, route);
	put_parameters(out, route);
	if (route->body != NULL) {
		hub_json_open(out, "requestBody", '{');
		hub_json_put_flag(out, "required", true);
		put_content(out, "application/json", route->body, NULL);
		hub_json_close(out, '}');
	}
	put_responses(out, route);
	hub_json_close(out, '}');
}

/* Whether an earlier row has the same path. */
static bool
told(const struct api_route *route)
{
	for (const struct api_route *r = api_routes; r < route; r++)
		if (strcmp(r->path, route->path) == 0)
			return true;
	return false;
}

/* Every path with its methods. */
static void
put_paths(struct hub_json_out *out)
{
	char path[64];

	hub_json_open(out, "paths", '{');
	for (const struct api_route *r = api_routes; r->method != NULL; r++) {
		if (told(r))
			continue;
		hub_json_open(out, path_told(r->path, path, sizeof(path)), '{');
		for (const struct api_route *m = r; m->method != NULL; m++)
			if (strcmp(m->path, r->path) == 0)
				put_operation(out, m);
		hub_json_close(out, '}');
	}
	hub_json_close(out, '}');
}

/* What it is, and how one says who one is. */
static void
put_head(struct hub_json_out *out)
{
	hub_json_put_text(out, "openapi", "3.1.0");
	hub_json_open(out, "info", '{');
	hub_json_put_text(out, "title", "simpul");
	hub_json_put_text(out, "summary",
	    "Simpul penerusan laporan antarinstansi: federation hub for"
	    " public complaints");
	hub_json_put_text(out, "version", PACKAGE_VERSION);
	hub_json_close(out, '}');
	hub_json_open(out, "components", '{');
	hub_json_open(out, "securitySchemes", '{');
	hub_json_open(out, "token", '{');
	hub_json_put_text(out, "type", "http");
	hub_json_put_text(out, "scheme", "bearer");
	hub_json_close(out, '}');
	hub_json_close(out, '}');
	hub_json_close(out, '}');
}

/* The description. */
void
api_openapi(const struct api_call *call)
{
	struct hub_json_out out;
	struct hub_buf body;

	hub_buf_init(&body, API_ANSWER_MAX);
	hub_json_out_init(&out, &body);
	hub_json_open(&out, NULL, '{');
	put_head(&out);
	put_paths(&out);
	hub_json_close(&out, '}');
	api_reply_json(call->http, &body);
	hub_buf_release(&body);
}
