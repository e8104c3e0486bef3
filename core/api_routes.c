/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_call.h"
#include "api_words.h"
#include "limits.h"

/* An act of an institution about a handoff. */
#define ACT(name, rows, said, what) \
	{ \
		.method = "POST", .path = "/v1/handoffs/{id}/" name, \
		.roles = API_PARTIES, .handle = api_act, .body = rows, \
		.event = said, .summary = what \
	}

/* An act about a whole case. */
#define CASE_ACT(name, rows, said, what) \
	{ \
		.method = "POST", .path = "/v1/cases/{id}/" name, \
		.roles = API_PARTIES, .handle = api_case_act, .body = rows, \
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
	{ .method = "GET",
	    .path = "/v1/inbox",
	    .roles = API_INSTITUTION | API_COORDINATOR,
	    .handle = api_inbox,
	    .summary = "The caller's own open handoffs; ?wait= for more" },
	{ .method = "GET",
	    .path = "/v1/cases",
	    .roles = API_READERS,
	    .handle = api_cases,
	    .summary = "Cases, newest first, or those that ?ref= may mean" },
	{ .method = "GET",
	    .path = "/v1/cases/{id}",
	    .roles = API_READERS,
	    .handle = api_case,
	    .summary = "One case as far as the caller may see it" },
	{ .method = "GET",
	    .path = "/v1/cases/{id}/timeline",
	    .roles = API_READERS,
	    .handle = api_timeline,
	    .summary = "What happened and what was said" },
	{ .method = "GET",
	    .path = "/v1/handoffs",
	    .roles = API_READERS,
	    .handle = api_handoffs,
	    .summary = "Handoffs, newest first" },
	{ .method = "GET",
	    .path = "/v1/institutions",
	    .roles = API_READERS,
	    .handle = api_institutions,
	    .summary = "Who is linked, and how well" },
	{ .method = "GET",
	    .path = "/v1/reasons",
	    .roles = API_READERS,
	    .handle = api_reasons,
	    .summary = "Codes of reasons" },
	{ .method = "GET",
	    .path = "/v1/deliveries",
	    .roles = API_COORDINATOR | API_AUDITOR,
	    .handle = api_deliveries,
	    .summary = "Deliveries in one state, parked when none is said" },
	{ .method = "POST",
	    .path = "/v1/deliveries/{id}/retry",
	    .roles = API_COORDINATOR,
	    .handle = api_delivery_retry,
	    .summary = "A parked delivery goes again" },
	{ .method = "POST",
	    .path = "/v1/deliveries/{id}/park",
	    .roles = API_COORDINATOR,
	    .handle = api_delivery_park,
	    .summary = "A delivery waits for a person" },
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
	{ .method = "POST",
	    .path = "/v1/attachments",
	    .roles = API_PARTIES,
	    .handle = api_attachment_create,
	    .summary = "An attachment begins (tus creation)" },
	{ .method = "PATCH",
	    .path = "/v1/attachments/{id}",
	    .roles = API_PARTIES,
	    .handle = api_attachment_add,
	    .body_max = ATTACHMENT_PIECE_MAX,
	    .summary = "One piece more of it (tus)" },
	{ .method = "HEAD",
	    .path = "/v1/attachments/{id}",
	    .roles = API_PARTIES,
	    .handle = api_attachment_head,
	    .summary = "How far the upload is (tus)" },
	{ .method = "GET",
	    .path = "/v1/attachments/{id}",
	    .roles = API_READERS,
	    .handle = api_attachment,
	    .summary = "What it holds, whole or by Range" },
	CASE_ACT("handoffs", api_pass_rows, HUB_EV_HANDOFF,
	    "The holder or the coordinator passes the case on"),
	CASE_ACT("supplement", api_text_rows, HUB_EV_SUPPLEMENT,
	    "The answer to a question, or more about the case"),
	CASE_ACT("remind", api_accept_rows, HUB_EV_REMINDER,
	    "The complainant is waiting"),
	CASE_ACT("withdraw", api_accept_rows, HUB_EV_WITHDRAWN,
	    "The complainant withdraws"),
	CASE_ACT("object", api_text_rows, HUB_EV_OBJECTION,
	    "The complainant disagrees with the answer"),
	CASE_ACT("rate", api_rate_rows, HUB_EV_RATING,
	    "The complainant rates the answer"),
	{ .method = "GET",
	    .path = "/metrics",
	    .handle = api_metrics,
	    .summary = "Counters, from this machine only" },
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
