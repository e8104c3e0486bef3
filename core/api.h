/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api.h - the REST API /v1 and what else the hub answers over HTTP: pushes of
 * institutions below /in/, health and metrics, and its own description.
 */
#ifndef API_H
#define API_H

#include "hub.h"
#include "token_set.h"

struct api;

/* Answers 503 to everything but health until api_open(). */
enum hub_status api_new(struct hub *hub, struct api **ret,
    struct hub_error *err);
/* The institutions have their numbers, the tokens may be read. */
void api_open(struct api *api);
/* The hub is stopping: long polls end, new work gets 503. */
void api_drain(struct api *api);
void api_free(struct api *api);

/* The tokens in force: whoever adds or revokes one tells them. */
struct token_set *api_tokens(struct api *api);

/* All as http_routes want them; ctx is the api. */
void api_handle(void *ctx, struct http_call *call);
size_t api_limit(void *ctx, const char *method, const char *path);
const char *api_word(void *ctx, const char *path,
    const struct http_refusal *why, struct hub_buf *out);

#endif
