/* SPDX-License-Identifier: Apache-2.0 */
/*
 * api_call.h - one call of the API on its way: who calls, what for, and with
 * which configuration.
 *
 * A call stands on the stack while it is routed.  A handler that answers
 * later keeps a copy in its own struct, and releases it after the answer.
 */
#ifndef API_CALL_H
#define API_CALL_H

#include "api.h"
#include "api_route.h"
#include "token_set.h"

struct api_rate;
struct api_act;
struct api_read;
struct piece;

#define API_RUNNING 256 /* buckets of calls under way by their key */

struct api {
	struct hub *hub;
	struct token_set *tokens;
	bool open, draining;
	struct api_rate *rates;
	struct api_act *running[API_RUNNING];
	struct api_read *inboxes; /* calls for an inbox, under way */
	size_t inbox_count;
	struct piece *pieces;	  /* of attachments, under way */
	unsigned pickups;	  /* files being read for links */
	struct loop_timer *sweep; /* of loose attachments */
	int64_t start_ms;	  /* 0 once orphans were looked for */
	uint64_t calls, refused;  /* since the start, for /metrics */
};

/* Roles as bits, for the table of routes. */
enum api_role {
	API_SOURCE = 1 << TOKEN_SOURCE,
	API_INSTITUTION = 1 << TOKEN_INSTITUTION,
	API_COORDINATOR = 1 << TOKEN_COORDINATOR,
	API_AUDITOR = 1 << TOKEN_AUDITOR,
	API_PARTIES = API_SOURCE | API_INSTITUTION | API_COORDINATOR,
	API_READERS = API_PARTIES | API_AUDITOR,
};

struct api_who {
	enum token_role role;
	int64_t institution; /* its number, 0: none */
	const char *name;    /* of it in conf.d, "" for none; of the conf */
	int64_t person;
};

struct api_call {
	struct api *api;
	struct http_call *http;
	const struct api_route *route;
	struct conf *conf; /* borrowed; held in a kept copy */
	struct api_who who;
	int64_t id; /* {id} of the path, 0: none */
};

void api_call_keep(struct api_call *to, const struct api_call *call);
void api_call_release(struct api_call *call);

/* Who calls; false when the call was answered with what is wrong. */
bool api_authenticate(struct api_call *call);
/* Counts the call against its institution's rate; false: answered. */
bool api_rate_take(struct api_call *call);
void api_rates_free(struct api *api);

/* Parses the body by the route's table; the document belongs to the caller.
 * NULL: the call was answered with what is wrong. */
struct hub_json *api_call_read(const struct api_call *call, void *into);

/* Something may have come for an institution (0: for any): the calls that
 * wait for it look again.  ctx is the api. */
void api_news(void *ctx, int64_t institution);

/* From now on loose attachments whose time is over go. */
void api_sweep_start(struct api *api);

/* Answers 200 with what was written, or 503 where that failed. */
void api_reply_json(struct http_call *http, const struct hub_buf *body);

#endif
