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
		.event = said, .answer = shape_result, .summary = what \
	}

/* An act about a whole case. */
#define CASE_ACT(name, rows, said, what) \
	{ \
		.method = "POST", .path = "/v1/cases/{id}/" name, \
		.roles = API_PARTIES, .handle = api_case_act, .body = rows, \
		.event = said, .answer = shape_result, .summary = what \
	}

/* What the coordinator alone does about a case. */
#define STEER(name, rows, verb, said, what) \
	{ \
		.method = "POST", .path = "/v1/cases/{id}/" name, \
		.roles = API_COORDINATOR, .handle = api_case_act, \
		.body = rows, .event = said, .steer = verb, \
		.answer = shape_result, .summary = what \
	}

const struct api_route api_routes[] = {
	{ .method = "POST",
	    .path = "/v1/cases",
	    .roles = API_PARTIES,
	    .handle = api_case_create,
	    .answer = shape_result,
	    .body = api_case_rows,
	    .event = HUB_EV_HANDOFF,
	    .summary = "A case is handed in" },
	{ .method = "GET",
	    .path = "/v1/inbox",
	    .roles = API_INSTITUTION | API_COORDINATOR,
	    .handle = api_inbox,
	    .query = "cursor limit wait",
	    .answer = shape_inbox,
	    .summary = "The caller's own open handoffs; ?wait= for more" },
	{ .method = "GET",
	    .path = "/v1/cases",
	    .roles = API_READERS,
	    .handle = api_cases,
	    .query = "ref state holder source cursor limit",
	    .answer = shape_cases,
	    .summary = "Cases, newest first, or those that ?ref= may mean" },
	{ .method = "GET",
	    .path = "/v1/cases/{id}",
	    .roles = API_READERS,
	    .handle = api_case,
	    .answer = shape_case,
	    .summary = "One case as far as the caller may see it" },
	{ .method = "GET",
	    .path = "/v1/cases/{id}/timeline",
	    .roles = API_READERS,
	    .handle = api_timeline,
	    .query = "cursor limit",
	    .answer = shape_timeline,
	    .summary = "What happened and what was said" },
	{ .method = "GET",
	    .path = "/v1/handoffs",
	    .roles = API_READERS,
	    .handle = api_handoffs,
	    .query = "state holder source cursor limit",
	    .answer = shape_handoffs,
	    .summary = "Handoffs, newest first" },
	{ .method = "GET",
	    .path = "/v1/institutions",
	    .roles = API_READERS,
	    .handle = api_institutions,
	    .answer = shape_institutions,
	    .summary = "Who is linked, and how well" },
	{ .method = "GET",
	    .path = "/v1/reasons",
	    .roles = API_READERS,
	    .handle = api_reasons,
	    .answer = shape_reasons,
	    .summary = "Codes of reasons" },
	{ .method = "GET",
	    .path = "/v1/indicators",
	    .roles = API_INSTITUTION | API_COORDINATOR | API_AUDITOR,
	    .handle = api_indicators,
	    .query = "from to institution region group rounding digits pad",
	    .answer = shape_indicators,
	    .summary = "Indicators of a period, in all and by group" },
	{ .method = "GET",
	    .path = "/v1/deliveries",
	    .roles = API_COORDINATOR | API_AUDITOR,
	    .handle = api_deliveries,
	    .query = "state cursor limit",
	    .answer = shape_deliveries,
	    .summary = "Deliveries in one state, parked when none is said" },
	{ .method = "POST",
	    .path = "/v1/deliveries/{id}/retry",
	    .roles = API_COORDINATOR,
	    .handle = api_delivery_retry,
	    .answer = shape_delivery,
	    .summary = "A parked delivery goes again" },
	{ .method = "POST",
	    .path = "/v1/deliveries/{id}/park",
	    .roles = API_COORDINATOR,
	    .handle = api_delivery_park,
	    .answer = shape_delivery,
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
	ACT("answer", api_answer_rows, HUB_EV_ANSWERED,
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
	{ .method = "POST",
	    .path = "/v1/cases/{id}/decide",
	    .roles = API_INSTITUTION | API_COORDINATOR,
	    .handle = api_case_act,
	    .body = api_decide_rows,
	    .event = HUB_EV_DECISION,
	    .answer = shape_result,
	    .summary = "The arbiter of a dispute, or the coordinator,"
		       " decides" },
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
	STEER("verify", api_steer_rows, STEER_VERIFY, HUB_EV_COMMENT,
	    "The coordinator has looked at the case"),
	STEER("archive", api_steer_text_rows, STEER_ARCHIVE, HUB_EV_COMMENT,
	    "The case ends without an answer, for the reason given"),
	STEER("postpone", api_postpone_rows, STEER_POSTPONE, HUB_EV_COMMENT,
	    "Work on the case rests until a day"),
	STEER("resume", api_steer_rows, STEER_RESUME, HUB_EV_COMMENT,
	    "A postponed case goes on"),
	STEER("reopen", api_steer_text_rows, STEER_REOPEN, HUB_EV_COMMENT,
	    "A case that had ended is open again"),
	STEER("reclassify", api_reclassify_rows, STEER_RECLASSIFY,
	    HUB_EV_COMMENT, "Its due date counts anew from the first day"),
	STEER("hold", api_steer_text_rows, STEER_HOLD, HUB_EV_COMMENT,
	    "Nothing of the case is erased meanwhile"),
	STEER("release", api_steer_rows, STEER_RELEASE, HUB_EV_COMMENT,
	    "The hold on the case ends"),
	STEER("relate", api_relate_rows, STEER_RELATE, HUB_EV_COMMENT,
	    "Two cases are the same matter, or related"),
	STEER("ask", api_ask_rows, STEER_ASK, HUB_EV_NEEDS_INFO,
	    "A question of the coordinator's about the case"),
	{ .method = "GET",
	    .path = "/metrics",
	    .handle = api_metrics,
	    .summary = "Counters, from this machine only" },
	{ .method = "GET",
	    .path = "/openapi.json",
	    .handle = api_openapi,
	    .summary = "This description" },
	{ .method = "GET",
	    .path = "/healthz",
	    .handle = api_health,
	    .answer = shape_health,
	    .summary = "The process lives" },
	{ .method = "GET",
	    .path = "/readyz",
	    .handle = api_ready,
	    .answer = shape_health,
	    .summary = "The ledger answers" },
	{ .method = NULL },
};
