/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_call.h"
#include "api_words.h"

/* An act of an institution about a handoff. */
#define ACT(name, rows, said, what) \
	{ \
		.method = "POST", .path = "/v1/handoffs/{id}/" name, \
		.roles = API_PARTIES, .handle = api_act, .body = rows, \
		.event = said, .summary = what \
	}

const struct api_route api_routes[] = {
	{ .method = "POST",
	    .path = "/v1/cases",
	    .roles = API_PARTIES,
	    .handle = api_case_create,
	    .body = api_case_rows,
	    .event = HUB_EV_HANDOFF,
	    .summary = "A case is handed in" },
	ACT("accept", api_accept_rows, HUB_EV_ACCEPTED,
	    "The receiver takes"
	    " the case"),
	ACT("refuse", api_refuse_rows, HUB_EV_REFUSED,
	    "The receiver says no"
	    " before it took it"),
	ACT("return", api_refuse_rows, HUB_EV_RETURNED,
	    "The receiver gives it"
	    " back"),
	ACT("progress", api_text_rows, HUB_EV_PROGRESS,
	    "A follow-up that the"
	    " complainant sees"),
	ACT("answer", api_text_rows, HUB_EV_ANSWERED,
	    "The answer to the"
	    " complainant"),
	ACT("ask", api_ask_rows, HUB_EV_NEEDS_INFO, "A question"),
	ACT("comment", api_text_rows, HUB_EV_COMMENT,
	    "A word for the"
	    " coordinator"),
	ACT("correct", api_correct_rows, HUB_EV_CORRECTION,
	    "An earlier event"
	    " was wrong"),
	ACT("contribute", api_text_rows, HUB_EV_CONTRIBUTION,
	    "A co-handler's"
	    " part"),
	ACT("cancel", api_accept_rows, HUB_EV_CANCELLED,
	    "The sender takes the"
	    " handoff back"),
	{ .method = "GET",
	    .path = "/healthz",
	    .handle = api_health,
	    .summary = "The process lives" },
	{ .method = "GET",
	    .path = "/readyz",
	    .handle = api_ready,
	    .summary = "The ledger answers" },
	{ .method = NULL },
};
