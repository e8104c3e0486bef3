/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub asks: whether something arrived, and what is new. */
#include "config.h"

#include "university.h"

#include <stdio.h>

#include "hub_time.h"
#include "uni_catalogue.h"
#include "uni_news.h"
#include "uni_path.h"

#define WINDOW ((int64_t)30 * 86400) /* a delivery is never older */

/* The two parameters of every list. */
static void
ask_since(struct hub_request *r, const struct university_conf *c, int64_t since)
{
	char text[HUB_TIME_SIZE];

	if (c->jurisdiction[0] != '\0')
		hub_request_query(r, "jurisdiction_id", c->jurisdiction);
	hub_time_text(since, text);
	hub_request_query(r, "start_date", text);
}

/* Do they hold the request that has our reference, or the update? */
enum hub_status
uni_probe(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	const struct university_conf *c = conf;
	char name[160];

	if (what->event.kind != HUB_EV_HANDOFF) {
		if (at->remote_ref[0] == '\0' || c->updates[0] == '\0')
			return hub_fail(err, HUB_UNSAYABLE,
			    "they cannot be asked after an update of a request "
			    "whose id is not known");
		uni_path(r, c, "GET", c->updates, NULL);
		hub_request_query(r, "service_request_id", at->remote_ref);
		ask_since(r, c, at->now - WINDOW);
		return HUB_OK;
	}
	if (c->reference[0] == '\0')
		return hub_fail(err, HUB_UNSAYABLE,
		    "they keep no reference of ours; see option reference");
	(void)snprintf(name, sizeof(name), "attribute[%s]", c->reference);
	uni_path(r, c, "GET", "/requests", NULL);
	hub_request_query(r, name, what->handoff.id);
	ask_since(r, c, at->now - WINDOW);
	return HUB_OK;
}

/* Their list of services, then the definitions of those that are used. */
static void
ask_services(struct hub_request *r, const struct university_conf *c,
    const struct hub_at *at)
{
	struct uni_cursor done;
	char code[UNI_LINE];

	if (at->step > 1 && uni_cursor_read(at->carry, &done) &&
	    uni_catalogue_next(done.list, code))
		uni_path(r, c, "GET", "/services", code);
	else
		uni_path(r, c, "GET", "/services", NULL);
	if (c->jurisdiction[0] != '\0')
		hub_request_query(r, "jurisdiction_id", c->jurisdiction);
}

/* What is new since the cursor: updates, or the state of all requests where
 * they have none. */
enum hub_status
uni_poll(const void *conf, const char *cursor, const struct hub_at *at,
    struct hub_request *r, struct hub_error *err)
{
	const struct university_conf *c = conf;
	struct uni_cursor from = { .news = at->now };
	int64_t since;

	if (at->step > 0 && !uni_news_goes_on(at)) {
		ask_services(r, c, at);
		return HUB_OK;
	}
	if (at->step > 0)
		cursor = at->carry;
	if (cursor[0] != '\0' && !uni_cursor_read(cursor, &from))
		return hub_fail(err, HUB_FAULT, "the cursor is no time");
	since = (from.news < at->now ? from.news : at->now) - c->lookback;
	if (c->updates[0] != '\0') {
		uni_path(r, c, "GET", c->updates, NULL);
		ask_since(r, c, since);
		return HUB_OK;
	}
	/* Requests are found by when they were made, so all that may still
	 * change are asked for. */
	uni_path(r, c, "GET", "/requests", NULL);
	ask_since(r, c, at->now - 3 * WINDOW);
	return HUB_OK;
}
