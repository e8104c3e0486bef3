/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "bumn_input.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "bumn_lift.h"
#include "bumn_member.h"

#define HEADER_NAME_MAX 64

static const char *const purposes[] = {
	[HUB_FOR_DELIVERY] = "delivery",
	[HUB_FOR_PROBE] = "probe",
	[HUB_FOR_POLL] = "poll",
};

static const char *const outcomes[] = {
	[HUB_APPLIED] = "applied",
	[HUB_DUPLICATE] = "duplicate",
	[HUB_ILLEGAL] = "illegal",
	[HUB_UNKNOWN] = "unknown",
	[HUB_FORBIDDEN] = "forbidden",
	[HUB_BOUND] = "bound",
	[HUB_LATE] = "late",
	[HUB_INVALID] = "invalid",
};

/* A member whose value is JSON already. */
void
bumn_input_raw(struct bumn_input *in, const char *name, const char *json,
    size_t len)
{
	hub_buf_fmt(&in->buf, "%s\"%s\":", in->out.comma ? "," : "", name);
	hub_buf_add(&in->buf, json, len);
	in->out.comma = true;
}

/* Where the exchange stands. */
static void
put_at(struct bumn_input *in, const struct hub_at *at)
{
	struct hub_json_out *out = &in->out;

	hub_json_open(out, "at", '{');
	hub_json_put_text(out, "purpose", purposes[at->purpose]);
	hub_json_put_int(out, "step", (int64_t)at->step);
	hub_json_put_int(out, "attempt", (int64_t)at->attempt);
	hub_json_put_time(out, "now", at->now);
	hub_json_put_given(out, "remote_ref", at->remote_ref);
	hub_json_put_given(out, "key", at->key);
	if (at->carry[0] != '\0')
		bumn_input_raw(in, "carry", at->carry, strlen(at->carry));
	hub_json_close(out, '}');
}

/* An object with what every function is told. */
void
bumn_input_begin(struct bumn_input *in, const char *verb,
    const struct hub_at *at)
{
	hub_buf_init(&in->buf, BUMN_INPUT_MAX);
	hub_json_out_init(&in->out, &in->buf);
	hub_json_open(&in->out, NULL, '{');
	hub_json_put_text(&in->out, "verb", verb);
	hub_json_put_int(&in->out, "now", at->now);
	put_at(in, at);
}

/* What is to be said, or was. */
void
bumn_input_about(struct bumn_input *in, const struct hub_dispatch *what)
{
	hub_json_open(&in->out, "event", '{');
	hub_json_put_given(&in->out, "delivery", what->id);
	bumn_member_put_event(&in->out, &what->event);
	hub_json_close(&in->out, '}');
	hub_json_open(&in->out, "handoff", '{');
	bumn_member_put_handoff(&in->out, &what->handoff);
	hub_json_close(&in->out, '}');
}

/* The headers that the section names, their names in small letters. */
static void
put_headers(struct bumn_input *in, const char *names,
    const struct hub_headers *headers)
{
	char name[HEADER_NAME_MAX];

	hub_json_open(&in->out, "headers", '{');
	for (size_t len; *names != '\0'; names += len) {
		names += strspn(names, ", ");
		len = strcspn(names, ", ");
		if (len == 0 || len >= sizeof(name))
			continue;
		for (size_t i = 0; i < len; i++)
			name[i] = (char)tolower((unsigned char)names[i]);
		name[len] = '\0';
		hub_json_put_given(&in->out, name, hub_header(headers, name));
	}
	hub_json_close(&in->out, '}');
}

/* A body that is no JSON, if it is text at all. */
static void
put_text(struct bumn_input *in, const char *bytes)
{
	struct hub_json_out out;
	struct hub_buf text;

	hub_buf_init(&text, BUMN_INPUT_MAX);
	hub_json_out_init(&out, &text);
	hub_json_put_text(&out, NULL, bytes);
	if (hub_buf_ok(&text) && text.len > 0)
		bumn_input_raw(in, "text", text.data, text.len);
	hub_buf_release(&text);
}

bool
bumn_input_awaits_file(const struct hub_at *at)
{
	struct hub_error err = { "" };
	struct hub_json *carry = NULL;
	bool awaits = false;

	if (at->purpose != HUB_FOR_POLL || at->carry[0] == '\0')
		return false;
	if (hub_json_read(at->carry, strlen(at->carry), &carry, &err) == HUB_OK)
		awaits = strcmp(hub_json_kind(carry, "file"), "object") == 0;
	hub_json_free(carry);
	return awaits;
}

/* Headers and body. */
enum hub_status
bumn_input_body(struct bumn_input *in, const struct bumn_conf *conf,
    const struct bumn_body *body, struct hub_error *err)
{
	const char *type = hub_header(body->headers, "Content-Type");
	struct hub_error why = { "" };
	struct hub_json *doc = NULL;
	struct hub_buf lifted;
	enum hub_status status;

	put_headers(in, conf->headers, body->headers);
	if (body->len == 0 || body->is_file ||
	    hub_header(body->headers, "Content-Disposition")[0] != '\0')
		return HUB_OK;
	hub_buf_init(&lifted, BUMN_INPUT_MAX);
	bumn_lift(&lifted, body->bytes, body->len);
	status = hub_json_read(hub_buf_str(&lifted), lifted.len, &doc, &why);
	if (status == HUB_OK)
		bumn_input_raw(in, "body", lifted.data, lifted.len);
	else if (strcasestr(type, "json") != NULL)
		status = hub_fail(err, HUB_MALFORMED, "the body: %s", why.text);
	else
		put_text(in, body->bytes);
	hub_buf_release(&lifted);
	hub_json_free(doc);
	return status == HUB_OK || strcasestr(type, "json") == NULL ? HUB_OK
								    : status;
}

/* What came of one event. */
static void
put_result(struct hub_json_out *out, const struct hub_result *r)
{
	hub_json_open(out, NULL, '{');
	hub_json_put_text(out, "applied", outcomes[r->applied]);
	hub_json_put_given(out, "id", r->id);
	hub_json_put_given(out, "case_id", r->case_id);
	hub_json_put_given(out, "state", r->state);
	hub_json_put_given(out, "allowed", r->allowed);
	hub_json_put_given(out, "decision", r->decision);
	hub_json_put_given(out, "holder", r->holder);
	hub_json_put_given(out, "detail", r->detail);
	if (r->found_count > 0) {
		hub_json_open(out, "found", '[');
		for (size_t i = 0; i < r->found_count; i++) {
			hub_json_open(out, NULL, '{');
			bumn_member_put_handoff(out, &r->found[i]);
			hub_json_close(out, '}');
		}
		hub_json_close(out, ']');
	}
	hub_json_close(out, '}');
}

/* What came of each event. */
void
bumn_input_results(struct bumn_input *in, const struct hub_results *results)
{
	hub_json_open(&in->out, "results", '[');
	for (size_t i = 0; i < results->count; i++)
		put_result(&in->out, &results->rows[i]);
	hub_json_close(&in->out, ']');
}

/* The end of the object. */
enum hub_status
bumn_input_end(struct bumn_input *in, struct hub_error *err)
{
	hub_json_close(&in->out, '}');
	if (hub_buf_ok(&in->buf))
		return HUB_OK;
	return hub_fail(err, HUB_FAULT,
	    "what the map is asked is no UTF-8 or longer than %u bytes",
	    BUMN_INPUT_MAX);
}

/* Gives the bytes back. */
void
bumn_input_release(struct bumn_input *in)
{
	hub_buf_release(&in->buf);
}
