/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_reply.h"

#include <stdio.h>
#include <string.h>

#include "omb_checked.h"
#include "omb_contract.h"
#include "omb_fault.h"
#include "omb_notice.h"
#include "omb_out.h"

#define REPLY_MAX (4u * 1024u * 1024u)
#define ITEMS_MAX (3u * 1024u * 1024u) /* then the rest is said to be more */

/* How each outcome is answered: with a result, or with a fault. */
static const struct row {
	const char *result, *fault, *id, *en;
} rows[] = {
	[HUB_APPLIED] = { "applied", "", "", "" },
	[HUB_DUPLICATE] = { "duplicate", "", "Sudah diterima sebelumnya",
	    "It was received before" },
	[HUB_ILLEGAL] = { "", "NotPossibleFault",
	    "Langkah ini tidak dapat dilakukan pada keadaan penerusan "
	    "sekarang",
	    "This step is not possible in the handoff's present state" },
	[HUB_UNKNOWN] = { "", "UnknownFault", "Penerusan tidak dikenal",
	    "No such handoff" },
	[HUB_FORBIDDEN] = { "", "ForbiddenFault",
	    "Penerusan ini bukan milik instansi Anda",
	    "This handoff is not yours" },
	[HUB_BOUND] = { "", "BoundFault",
	    "Keputusan koordinator mengikat penerusan ini",
	    "A decision of the coordinator binds this handoff" },
	[HUB_LATE] = { "late", "",
	    "Tersimpan, tetapi laporan ini kini dipegang instansi lain",
	    "Kept, but another institution holds the case now" },
	[HUB_INVALID] = { "", "InvalidFault",
	    "Isi pesan tidak lengkap atau tidak benar",
	    "A member is missing or wrong" },
};

/* What the table does not have is nothing that a call can come to. */
static const struct row *
row_of(const struct hub_result *r)
{
	size_t i = (size_t)r->applied;

	return &rows[i < sizeof(rows) / sizeof(*rows) ? i : HUB_INVALID];
}

/* Where a handoff stands, as far as it may be told. */
static void
put_standing(struct hub_buf *out, const struct hub_result *r,
    const char *case_state)
{
	omb_out_text(out, "handoff", r->id);
	omb_out_text(out, "case", r->case_id);
	omb_out_text(out, "state", r->state);
	omb_out_text(out, "caseState", case_state);
	omb_out_text(out, "holder", r->holder);
}

/* Operations that are possible now. */
static void
put_allowed(struct hub_buf *out, const char *names)
{
	enum hub_event_kind kind;
	char name[32];

	for (size_t len; *names != '\0'; names += len) {
		names += strspn(names, " ");
		len = strcspn(names, " ");
		(void)snprintf(name, sizeof(name), "%.*s", (int)len, names);
		if (hub_event_kind_parse(name, &kind) &&
		    omb_word_of(kind) != NULL)
			omb_out_text(out, "allowed", omb_word_of(kind)->name);
	}
}

/* A result that is a fault. */
static void
reply_fault(const struct omb_call *call, const struct hub_result *r,
    struct hub_reply *reply)
{
	const struct row *row = row_of(r);
	struct hub_buf detail;
	struct omb_fault fault = { "Sender", OMB_NS, row->fault, row->id,
		row->en, &detail };

	hub_buf_init(&detail, REPLY_MAX);
	if (r->applied == HUB_INVALID) {
		omb_out_text(&detail, "detail",
		    r->detail[0] != '\0' ? r->detail : row->en);
	} else if (r->applied == HUB_ILLEGAL || r->applied == HUB_BOUND) {
		put_standing(&detail, r, "");
		put_allowed(&detail, r->allowed);
		omb_out_text(&detail, "ruling", r->decision);
	} else {
		omb_out_text(&detail, "handoff", r->id);
	}
	omb_fault_reply(call, &fault, reply);
	hub_buf_release(&detail);
}

/* Envelope and element of the answer to an operation. */
static void
open_answer(struct hub_buf *out, const struct omb_call *call, char name[64])
{
	bool addressed = call->head.message_id[0] != '\0' ||
	    call->head.action[0] != '\0';
	struct hub_buf action;
	struct omb_head head = { "", "", "", call->head.message_id,
		call->checkpoint, false };

	(void)snprintf(name, 64, "%sResponse", call->word->name);
	hub_buf_init(&action, 256);
	omb_soap_action(&action, name);
	if (addressed)
		head.action = hub_buf_str(&action);
	hub_buf_init(out, REPLY_MAX);
	(void)omb_soap_open(out, call->env.soap, &head, "");
	hub_buf_release(&action);
	omb_out_root(out, name);
}

/* Ends and sends the answer, once it is what the contract says. */
static void
close_answer(struct hub_buf *out, const struct omb_call *call, const char *name,
    struct hub_reply *reply)
{
	static const struct omb_fault unsayable = { "Receiver", "", "",
		"Jawaban tidak dapat ditulis menurut kontrak",
		"The answer cannot be written by the contract", NULL };
	struct hub_error why = { "" };

	omb_out_close(out, name);
	omb_soap_close(out);
	if (omb_checked(out, &why) == HUB_OK)
		omb_soap_send(out, call->env.soap, 200, reply);
	else
		omb_fault_reply(call, &unsayable, reply);
	hub_buf_release(out);
}

void
omb_reply_told(const struct omb_call *call, const struct hub_result *r,
    struct hub_reply *reply)
{
	const struct row *row = row_of(r);
	struct hub_buf out;
	char name[64];

	if (row->fault[0] != '\0') {
		reply_fault(call, r, reply);
		return;
	}
	open_answer(&out, call, name);
	put_standing(&out, r, "");
	if (call->word->kind == HUB_EV_HANDOFF)
		omb_out_text(&out, "reference",
		    r->id[0] != '\0' ? r->id : r->case_id);
	omb_out_text(&out, "result", row->result);
	omb_out_text(&out, "note", row->id);
	omb_out_text(&out, "noteEn", row->en);
	omb_out_text(&out, "detail", r->detail);
	close_answer(&out, call, name, reply);
}

/* A case as an item, with where it stands. */
static void
put_case(struct hub_buf *out, const struct hub_handoff *h,
    const char *case_state)
{
	omb_out_open(out, "item");
	omb_out_text(out, "caseState", case_state);
	omb_out_open(out, OMB_HANDOFF);
	omb_case_put(out, h, OMB_FILES_NAMED);
	omb_out_close(out, OMB_HANDOFF);
	omb_out_close(out, "item");
}

/* What was said about a case, as items. */
static void
put_said(struct hub_buf *out, const struct hub_story *story, const char *id)
{
	for (size_t i = 0; i < story->said_count; i++) {
		const struct hub_event *e = &story->said[i];
		const struct omb_word *word = omb_word_of(e->kind);

		if (word == NULL || e->kind == HUB_EV_HANDOFF)
			continue;
		omb_out_open(out, "item");
		omb_notice_put_said(out, word, e, id);
		omb_out_close(out, "item");
	}
}

/* The cases of a window, newest first.  As many as were asked for may not be
 * all. */
static void
put_window(struct hub_buf *out, const struct hub_results *results,
    uint64_t limit)
{
	const struct hub_result *r = &results->rows[0];
	size_t i = 0;

	for (; i < r->found_count && out->len < ITEMS_MAX; i++)
		put_case(out, &r->found[i],
		    i < results->story_count ? results->stories[i].case_state
					     : "");
	omb_out_flag(out, "more", i < r->found_count || i >= limit);
}

void
omb_reply_asked(const struct omb_call *call, const struct hub_results *results,
    struct hub_reply *reply)
{
	static const struct hub_story none = { "", "", NULL, 0 };
	const struct hub_result *r = &results->rows[0];
	const struct hub_story *story = results->story_count > 0
	    ? &results->stories[0]
	    : &none;
	struct hub_buf out;
	char name[64];

	if (row_of(r)->fault[0] != '\0') {
		reply_fault(call, r, reply);
		return;
	}
	open_answer(&out, call, name);
	if (strcmp(call->word->name, OMB_INBOX) == 0) {
		put_window(&out, results, omb_hear_limit(call));
	} else if (r->found_count > 0) {
		put_standing(&out, r, story->case_state);
		put_case(&out, &r->found[0], story->case_state);
		put_said(&out, story, r->found[0].id);
	}
	close_answer(&out, call, name, reply);
}
