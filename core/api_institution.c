/* SPDX-License-Identifier: Apache-2.0 */
/* Who is linked and how well, and the codes of reasons: from memory. */
#include "config.h"

#include "api_json.h"
#include "api_call.h"
#include "limits.h"
#include "link.h"
#include "problem.h"

/* How an institution accepts, by enum conf_acceptance. */
static const char *const acceptances[] = {
	[ACCEPTANCE_EXPLICIT] = "explicit",
	[ACCEPTANCE_ON_FIRST_PROGRESS] = "on_first_progress",
	[ACCEPTANCE_ON_RECEIPT] = "on_receipt",
};

/* The working connection, with its troubles for those who mend them. */
static void
put_link(struct hub_json_out *out, const struct link *link, bool troubles)
{
	hub_json_open(out, "link", '{');
	hub_json_put_text(out, "health", link_health_name(link->health));
	api_put_ms(out, "last_good", link->last_good);
	if (link->health != LINK_UP) {
		api_put_ms(out, "since", link->down_since);
		if (troubles)
			hub_json_put_given(out, "why", link->why);
	}
	if (troubles) {
		hub_json_put_int(out, "in_hand", link->in_hand);
		hub_json_put_int(out, "on_wire", link->on_wire);
	}
	hub_json_close(out, '}');
}

/* One institution. */
static void
put_institution(struct hub_json_out *out, const struct api_call *call,
    const struct conf_institution *inst)
{
	const struct link *link = relay_link(&call->api->hub->relay, inst->key);
	bool troubles = call->who.role == TOKEN_COORDINATOR ||
	    call->who.role == TOKEN_AUDITOR;

	hub_json_open(out, NULL, '{');
	hub_json_put_text(out, "id", inst->id);
	hub_json_put_given(out, "name", inst->name);
	hub_json_put_text(out, "plugin", inst->plugin);
	hub_json_put_text(out, "acceptance", acceptances[inst->acceptance]);
	hub_json_put_flag(out, "source", inst->source);
	hub_json_put_flag(out, "holds", inst->holds);
	hub_json_put_flag(out, "binding", inst->binding);
	hub_json_put_flag(out, "retired", inst->retired);
	hub_json_put_given(out, "superior", inst->superior);
	hub_json_put_given(out, "second_contact", inst->second_contact);
	hub_json_put_given(out, "region", inst->region);
	hub_json_put_given(out, "successor", inst->successor);
	if (link != NULL)
		put_link(out, link, troubles);
	hub_json_close(out, '}');
}

/* Sends a list that was written. */
static void
reply(const struct api_call *call, struct hub_buf *body)
{
	api_reply_json(call->http, body);
	hub_buf_release(body);
}

/* Everybody who is linked. */
void
api_institutions(const struct api_call *call)
{
	struct hub_json_out out;
	struct hub_buf body;

	hub_buf_init(&body, API_ANSWER_MAX);
	hub_json_out_init(&out, &body);
	hub_json_open(&out, NULL, '{');
	hub_json_open(&out, "items", '[');
	for (size_t i = 0; i < call->conf->institution_count; i++)
		put_institution(&out, call, &call->conf->institutions[i]);
	hub_json_close(&out, ']');
	hub_json_close(&out, '}');
	reply(call, &body);
}

/* Why a handoff may be refused, returned or made. */
void
api_reasons(const struct api_call *call)
{
	struct hub_json_out out;
	struct hub_buf body;

	hub_buf_init(&body, API_ANSWER_MAX);
	hub_json_out_init(&out, &body);
	hub_json_open(&out, NULL, '{');
	hub_json_open(&out, "items", '[');
	for (enum hub_reason r = HUB_REASON_NONE + 1;
	     hub_reason_name(r)[0] != '\0'; r++) {
		hub_json_open(&out, NULL, '{');
		hub_json_put_text(&out, "code", hub_reason_name(r));
		api_put_title(&out, "title", api_title_reason(r));
		hub_json_close(&out, '}');
	}
	hub_json_close(&out, ']');
	hub_json_close(&out, '}');
	reply(call, &body);
}
