/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_call.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api_named.h"
#include "problem.h"

#define BEARER "Bearer "

/* A copy that outlives the routing. */
void
api_call_keep(struct api_call *to, const struct api_call *call)
{
	*to = *call;
	to->conf = conf_hold(call->conf);
}

/* The copy is done with. */
void
api_call_release(struct api_call *call)
{
	conf_release(call->conf);
	call->conf = NULL;
}

/* The institution that comes with that client certificate, or NULL. */
static const struct conf_institution *
by_certificate(const struct api_call *call)
{
	const uint8_t *cert = http_call_client_cert(call->http);
	char hex[DIGEST_HEX_SIZE];

	if (cert == NULL)
		return NULL;
	digest_hex(cert, hex);
	for (size_t i = 0; i < call->conf->institution_count; i++) {
		const struct conf_institution *inst =
		    &call->conf->institutions[i];

		if (strcmp(inst->tls_client, hex) == 0)
			return inst;
	}
	return NULL;
}

/* The token that a call shows, or NULL. */
static const struct token_row *
by_token(const struct api_call *call, const char *header)
{
	uint8_t sha256[DIGEST_SIZE];

	if (strncasecmp(header, BEARER, strlen(BEARER)) != 0 ||
	    !token_digest(header + strlen(BEARER), sha256))
		return NULL;
	return token_set_find(call->api->tokens, sha256,
	    relay_now_ms(&call->api->hub->relay));
}

/* Sets who calls from a token. */
static bool
take_token(struct api_call *call, const struct token_row *row)
{
	const struct conf_institution *inst;

	call->who = (struct api_who){ .role = row->role,
		.institution = row->institution,
		.name = "",
		.person = row->person };
	inst = conf_by_key(call->conf, row->institution);
	if (inst != NULL)
		call->who.name = inst->id;
	return row->role == TOKEN_AUDITOR || (inst != NULL && !inst->retired);
}

/* Who shows what; false when it is nobody that the hub knows. */
static bool
identify(struct api_call *call)
{
	const char *header = hub_header(http_call_headers(call->http),
	    "authorization");
	const struct conf_institution *inst;
	const struct token_row *row;

	if (header[0] != '\0') {
		row = by_token(call, header);
		return row != NULL && take_token(call, row);
	}
	inst = by_certificate(call);
	if (inst == NULL || inst->retired)
		return false;
	call->who = (struct api_who){ .role = TOKEN_INSTITUTION,
		.institution = inst->key,
		.name = inst->id };
	return true;
}

bool
api_authenticate(struct api_call *call)
{
	char detail[160];

	if (!identify(call)) {
		call->api->refused++;
		problem_reply(call->http, 401,
		    "no token that is in force; expected"
		    " \"Authorization: Bearer simpul_...\"");
		return false;
	}
	if (call->route->roles & (1u << call->who.role))
		return true;
	call->api->refused++;
	(void)snprintf(detail, sizeof(detail),
	    "the role %s may not do this; see /openapi.json for those that may",
	    token_role_name(call->who.role));
	problem_reply(call->http, 403, detail);
	return false;
}

/* Answers with what is wrong in a body. */
static void
refuse_body(const struct api_call *call, const struct body_problem *problem)
{
	struct hub_buf members;
	struct hub_json_out out;

	hub_buf_init(&members, 512);
	hub_json_out_init(&out, &members);
	if (problem->member[0] != '\0') {
		hub_buf_char(&members, ',');
		hub_json_put_text(&out, "member", problem->member);
	}
	problem_reply_more(call->http, 422, problem->text,
	    hub_buf_str(&members));
	hub_buf_release(&members);
}

struct hub_json *
api_call_read(const struct api_call *call, void *into)
{
	struct body_problem problem;
	struct hub_error err;
	struct hub_json *doc;
	size_t len;
	const char *body = http_call_body(call->http, &len);

	if (hub_json_read(body, len, &doc, &err) != HUB_OK) {
		problem_reply(call->http, 400, err.text);
		return NULL;
	}
	if (body_read(doc, call->route->body, into, &problem) &&
	    api_named_known(call->route->body, into, call->conf, &problem))
		return doc;
	hub_json_free(doc);
	refuse_body(call, &problem);
	return NULL;
}

void
api_reply_json(struct http_call *http, const struct hub_buf *body)
{
	if (!hub_buf_ok(body)) {
		problem_reply(http, 503, "no memory; try again later");
		return;
	}
	http_call_reply(http,
	    &(struct http_answer){ .status = 200,
		.type = "application/json",
		.body = hub_buf_str(body),
		.len = body->len });
}
