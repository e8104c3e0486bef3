/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "ksp_reply.h"

#include <stdio.h>
#include <string.h>

#include "hub_json.h"
#include "ksp_member.h"
#include "ksp_word.h"

#define REPLY_MAX (4u * 1024u * 1024u)
#define PROBLEM "application/problem+json"

/* How each outcome is answered; note stands for the title of what is good. */
static const struct {
	int status;
	const char *word, *title, *title_en;
} outcomes[] = {
	[HUB_APPLIED] = { 200, "applied", "", "" },
	[HUB_DUPLICATE] = { 200, "duplicate", "Sudah diterima sebelumnya",
	    "It was received before" },
	[HUB_ILLEGAL] = { 409, "illegal",
	    "Langkah ini tidak dapat dilakukan pada keadaan penerusan "
	    "sekarang",
	    "This step is not possible in the handoff's present state" },
	[HUB_UNKNOWN] = { 404, "unknown", "Penerusan tidak dikenal",
	    "No such handoff" },
	[HUB_FORBIDDEN] = { 403, "forbidden",
	    "Penerusan ini bukan milik instansi Anda",
	    "This handoff is not yours" },
	[HUB_BOUND] = { 409, "bound",
	    "Keputusan koordinator mengikat penerusan ini",
	    "A decision of the coordinator binds this handoff" },
	[HUB_LATE] = { 200, "late",
	    "Tersimpan, tetapi laporan ini kini dipegang instansi lain",
	    "Kept, but another institution holds the case now" },
	[HUB_INVALID] = { 422, "invalid",
	    "Isi pesan tidak lengkap atau tidak benar",
	    "A member is missing or wrong" },
};

/* Begins problem details. */
static void
open_problem(struct hub_json_out *out, int status, const char *word,
    const char *title)
{
	char type[64];

	(void)snprintf(type, sizeof(type), "urn:simpul:problem:%s", word);
	hub_json_open(out, NULL, '{');
	hub_json_put_text(out, "type", type);
	hub_json_put_text(out, "title", title);
	hub_json_put_int(out, "status", status);
}

/* Ends the document and hands it over; what did not fit is our fault. */
static void
finish(struct hub_json_out *out, int status, const char *type,
    struct hub_reply *reply)
{
	hub_json_close(out, '}');
	if (hub_buf_ok(out->buf))
		hub_reply_set(reply, status, type, out->buf->data,
		    out->buf->len);
	else
		hub_reply_set(reply, 500, "text/plain",
		    "the answer does not fit\n",
		    strlen("the answer does not fit\n"));
	hub_buf_release(out->buf);
}

/* Types of the events that are possible now. */
static void
put_allowed(struct hub_json_out *out, const char *prefix, const char *names)
{
	char name[32], type[KSP_TYPE_SIZE];
	enum hub_event_kind kind;

	hub_json_open(out, "allowed", '[');
	for (size_t len; *names != '\0'; names += len) {
		names += strspn(names, " ");
		len = strcspn(names, " ");
		(void)snprintf(name, sizeof(name), "%.*s", (int)len, names);
		if (!hub_event_kind_parse(name, &kind) ||
		    ksp_word_of(kind) == NULL)
			continue;
		ksp_word_type(prefix, ksp_word_of(kind), type);
		hub_json_put_text(out, NULL, type);
	}
	hub_json_close(out, ']');
}

/* Where the handoff stands, as far as it may be told. */
static void
put_standing(struct hub_json_out *out, const struct hub_result *r)
{
	hub_json_put_given(out, "handoff", r->id);
	hub_json_put_given(out, "case", r->case_id);
	hub_json_put_given(out, "state", r->state);
	hub_json_put_given(out, "holder", r->holder);
}

/* What came of one event. */
void
ksp_reply_told(const struct ksp_conf *conf, const struct hub_result *r,
    struct hub_reply *reply)
{
	int status = outcomes[r->applied].status;
	struct hub_json_out out;
	struct hub_buf buf;

	hub_buf_init(&buf, REPLY_MAX);
	hub_json_out_init(&out, &buf);
	if (status < 400) {
		hub_json_open(&out, NULL, '{');
		hub_json_put_text(&out, "result", outcomes[r->applied].word);
		hub_json_put_given(&out, "note", outcomes[r->applied].title);
	} else {
		open_problem(&out, status, outcomes[r->applied].word,
		    outcomes[r->applied].title);
	}
	hub_json_put_given(&out, status < 400 ? "note_en" : "title_en",
	    outcomes[r->applied].title_en);
	hub_json_put_given(&out, "detail", r->detail);
	put_standing(&out, r);
	hub_json_put_given(&out, "decision", r->decision);
	if (r->applied == HUB_ILLEGAL || r->applied == HUB_BOUND ||
	    r->applied == HUB_LATE)
		put_allowed(&out, conf->types, r->allowed);
	finish(&out, status, status < 400 ? "application/json" : PROBLEM,
	    reply);
}

/* One handoff and where it stands. */
static void
put_found(struct hub_json_out *out, const struct hub_handoff *h)
{
	hub_json_open(out, NULL, '{');
	ksp_member_put(out, h);
	hub_json_close(out, '}');
}

/* What was asked for. */
void
ksp_reply_asked(const struct ksp_conf *conf, const struct hub_result *r,
    bool window, struct hub_reply *reply)
{
	struct hub_json_out out;
	struct hub_buf buf;

	if (r->applied != HUB_APPLIED) {
		ksp_reply_told(conf, r, reply);
		return;
	}
	hub_buf_init(&buf, REPLY_MAX);
	hub_json_out_init(&out, &buf);
	hub_json_open(&out, NULL, '{');
	hub_json_put_given(&out, "state", r->state);
	hub_json_put_given(&out, "holder", r->holder);
	if (!window && r->found_count > 0)
		ksp_member_put(&out, &r->found[0]);
	if (window) {
		hub_json_open(&out, "handoffs", '[');
		for (size_t i = 0; i < r->found_count; i++)
			put_found(&out, &r->found[i]);
		hub_json_close(&out, ']');
	}
	finish(&out, 200, "application/json", reply);
}

/* No such path or method. */
void
ksp_reply_nowhere(const char *allow, struct hub_reply *reply)
{
	int status = allow[0] == '\0' ? 404 : 405;
	struct hub_json_out out;
	struct hub_buf buf;

	hub_buf_init(&buf, REPLY_MAX);
	hub_json_out_init(&out, &buf);
	open_problem(&out, status, "nowhere",
	    "Alamat atau metode tidak dikenal");
	hub_json_put_text(&out, "title_en", "No such path or method");
	hub_json_put_text(&out, "detail",
	    "expected POST /events, GET /handoffs or GET /handoffs/<id>");
	if (allow[0] != '\0')
		hub_reply_header(reply, "Allow", allow);
	finish(&out, status, PROBLEM, reply);
}
