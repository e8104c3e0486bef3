/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <stdlib.h>

#include "api_call.h"
#include "limits.h"
#include "problem.h"

/* How many calls an institution made within one second. */
struct api_rate {
	struct api_rate *next;
	int64_t institution, second;
	unsigned count;
};

/* The institution's count; NULL: no memory. */
static struct api_rate *
rate_of(struct api *api, int64_t institution)
{
	struct api_rate *r;

	for (r = api->rates; r != NULL; r = r->next)
		if (r->institution == institution)
			return r;
	r = calloc(1, sizeof(*r));
	if (r == NULL)
		return NULL;
	r->institution = institution;
	r->next = api->rates;
	api->rates = r;
	return r;
}

/* How many it may make. */
static unsigned
limit_of(const struct api_call *call)
{
	const struct conf_institution *inst;

	inst = conf_by_key(call->conf, call->who.institution);
	return inst == NULL || inst->rate == 0 ? API_RATE : inst->rate;
}

bool
api_rate_take(struct api_call *call)
{
	struct api_rate *r = rate_of(call->api, call->who.institution);
	int64_t second = relay_now_ms(&call->api->hub->relay) / 1000;

	if (r == NULL)
		return true;
	if (r->second != second) {
		r->second = second;
		r->count = 0;
	}
	if (r->count < limit_of(call)) {
		r->count++;
		return true;
	}
	call->api->refused++;
	problem_reply(call->http, 429,
	    "more calls within a second than the institution may make; slow"
	    " down");
	return false;
}

void
api_rates_free(struct api *api)
{
	struct api_rate *next;

	for (struct api_rate *r = api->rates; r != NULL; r = next) {
		next = r->next;
		free(r);
	}
	api->rates = NULL;
}
