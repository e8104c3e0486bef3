/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api.h"

#include <stdlib.h>
#include <string.h>

#include "api_call.h"
#include "api_query.h"
#include "ident.h"
#include "inbound.h"
#include "limits.h"
#include "log.h"
#include "problem.h"
#include "token_job.h"

#define IN_PREFIX "/in/"

/* The tokens on their way from the database. */
struct loading {
	struct token_list list;
	struct api *api;
};

enum hub_status
api_new(struct hub *hub, struct api **ret, struct hub_error *err)
{
	struct api *api = calloc(1, sizeof(*api));

	if (api != NULL)
		api->tokens = token_set_new();
	if (api == NULL || api->tokens == NULL) {
		free(api);
		return hub_fail(err, HUB_FAULT, "no memory for the API");
	}
	api->hub = hub;
	hub->relay.news = api_news;
	hub->relay.news_ctx = api;
	*ret = api;
	return HUB_OK;
}

void
api_free(struct api *api)
{
	if (api == NULL)
		return;
	loop_timer_free(api->sweep);
	token_set_free(api->tokens);
	api_rates_free(api);
	free(api);
}

void
api_drain(struct api *api)
{
	api->draining = true;
	api_news(api, 0);
}

struct token_set *
api_tokens(struct api *api)
{
	return api->tokens;
}

/* job done: the tokens are here. */
static void
loaded(struct job *job)
{
	struct loading *l = (struct loading *)job;
	struct api *api = l->api;
	bool good = l->list.reader.code == DB_OK;

	for (size_t i = 0; i < l->list.count && good; i++)
		good = token_set_put(api->tokens, &l->list.rows[i]);
	if (good)
		api->open = true;
	if (good)
		api_sweep_start(api);
	else
		log_error("the tokens cannot be read: %s",
		    db_code_name(l->list.reader.code));
	token_list_release(&l->list);
	free(l);
}

/* The tokens may be read; calls are taken once they are here. */
void
api_open(struct api *api)
{
	struct loading *l = calloc(1, sizeof(*l));

	if (l == NULL) {
		log_error("no memory to read the tokens");
		return;
	}
	token_list_init(&l->list);
	l->list.reader.job.done = loaded;
	l->api = api;
	reader_submit(api->hub->reader, &l->list.reader);
}

/* Whether path is the pattern's, whose {id} is an id of the hub, and whose
 * {+name} all that is left. */
static bool
path_matches(const char *pattern, const char *path, int64_t *ret_id)
{
	char text[IDENT_TEXT_SIZE];
	const char *at = strchr(pattern, '{');
	size_t before = at == NULL ? strlen(pattern) : (size_t)(at - pattern);
	size_t len;

	if (strncmp(pattern, path, before) != 0)
		return false;
	path += before;
	if (at == NULL)
		return *path == '\0';
	*ret_id = 0;
	if (at[1] == '+')
		return *path != '\0';
	len = strcspn(path, "/");
	if (strcmp(path + len, strchr(at, '}') + 1) != 0 || len == 0)
		return false;
	if (len < sizeof(text)) {
		memcpy(text, path, len);
		text[len] = '\0';
		(void)ident_parse(text, ret_id);
	}
	return true;
}

/* The route of a call; other_method: there is one for another method. */
static const struct api_route *
find(const char *method, const char *path, int64_t *ret_id, bool *other_method)
{
	const struct api_route *r;

	for (r = api_routes; r->method != NULL; r++) {
		if (!path_matches(r->path, path, ret_id))
			continue;
		if (strcmp(r->method, method) == 0)
			return r;
		*other_method = true;
	}
	return NULL;
}

/* Hands the call to its route's handler. */
static void
serve(struct api_call *call)
{
	if (call->route->roles != 0) {
		if (!call->api->open || call->api->draining) {
			problem_reply(call->http, 503,
			    call->api->open
				? "the hub is stopping; send it again later"
				: "the hub is starting; send it again later");
			return;
		}
		if (!api_authenticate(call) || !api_rate_take(call))
			return;
	}
	if (strstr(call->route->path, "{id}") != NULL && call->id == 0) {
		problem_reply(call->http, 404,
		    "no such id; expected one of the hub's,"
		    " 13 letters and digits");
		return;
	}
	if (call->route->roles != 0 &&
	    strcmp(call->route->method, "GET") == 0 && !api_query_known(call))
		return;
	call->route->handle(call);
}

void
api_handle(void *ctx, struct http_call *http)
{
	struct api_call call = { .api = ctx, .http = http };
	const char *path = http_call_path(http);
	bool other_method = false;

	call.api->calls++;
	if (strncmp(path, IN_PREFIX, strlen(IN_PREFIX)) == 0) {
		inbound_handle(&call.api->hub->relay, http);
		return;
	}
	call.conf = call.api->hub->relay.conf;
	call.route = find(http_call_method(http), path, &call.id,
	    &other_method);
	if (call.route != NULL)
		serve(&call);
	else if (other_method)
		problem_reply(http, 405,
		    "not with this method; see /openapi.json");
	else
		problem_reply(http, 404,
		    "nothing is at this path; see /openapi.json");
}

size_t
api_limit(void *ctx, const char *method, const char *path)
{
	struct api *api = ctx;
	const struct api_route *route;
	bool other_method = false;
	int64_t id;
	size_t max;

	if (strncmp(path, IN_PREFIX, strlen(IN_PREFIX)) == 0) {
		max = inbound_limit(&api->hub->relay, path);
		return max > 0 ? max : HTTP_SMALL_MAX;
	}
	route = find(method, path, &id, &other_method);
	/* What leads nowhere is answered as that, not as too large. */
	if (route == NULL)
		return HTTP_SMALL_MAX;
	if (route->body != NULL)
		return API_BODY_MAX;
	return route->body_max != 0 ? route->body_max : HTTP_SMALL_MAX;
}

const char *
api_word(void *ctx, const char *path, const struct http_refusal *why,
    struct hub_buf *out)
{
	const struct api *api = ctx;

	return strncmp(path, IN_PREFIX, strlen(IN_PREFIX)) == 0
	    ? inbound_word(&api->hub->relay, path, why, out)
	    : NULL;
}
