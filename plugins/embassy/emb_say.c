/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub says, as a letter: text for a person, JSON for a machine, and
 * the files. */
#include "config.h"

#include "embassy.h"

#include <stdio.h>
#include <string.h>

#include "emb_case.h"
#include "emb_date.h"
#include "emb_guide.h"
#include "emb_line.h"
#include "emb_name.h"
#include "emb_quote.h"
#include "emb_reason.h"
#include "emb_word.h"

#define LETTER_MAX (1024u * 1024u)
#define SUBJECT_BYTES 200u		   /* of the case's own */
#define FILES_MAX 50u			   /* parts of one letter */
#define FILES_BYTES (17u * 1024u * 1024u)  /* in base64 below 25 MB */
#define FILES_SEALED (12u * 1024u * 1024u) /* in base64 twice */

/* Whether the file of that number goes along: what does not fit stays with
 * the coordinator, and the letter says so. */
static bool
goes_along(const struct hub_handoff *h, size_t number, bool sealed)
{
	uint64_t most = sealed ? FILES_SEALED : FILES_BYTES, bytes = 0;
	size_t count = 0;

	for (size_t i = 0; i <= number; i++) {
		uint64_t size = h->attachments[i].size;
		bool fits = count < FILES_MAX && size <= most - bytes;

		if (i == number)
			return fits;
		bytes += fits ? size : 0;
		count += fits;
	}
	return false;
}

/* The files by name. */
static void
put_files(struct hub_buf *out, const struct hub_handoff *h, bool sealed)
{
	if (h->attachment_count == 0)
		return;
	hub_buf_text(out, "\nLAMPIRAN\n");
	for (size_t i = 0; i < h->attachment_count; i++) {
		const struct hub_attachment *a = &h->attachments[i];

		hub_buf_fmt(out, "  %zu. %s%s\n", i + 1,
		    a->name[0] != '\0' ? a->name : a->id,
		    goes_along(h, i, sealed)
			? ""
			: " (terlalu besar untuk surat; mintalah kepada "
			  "koordinator)");
	}
}

/* What is said about a case, below its heading. */
static void
put_said(struct hub_buf *out, const struct hub_dispatch *what)
{
	const struct hub_event *e = &what->event;

	if (e->decision != HUB_DECISION_NONE) {
		hub_buf_fmt(out, "\nKeputusan: %s%s",
		    emb_word_decision(e->decision),
		    e->target[0] != '\0' ? " " : "");
		emb_name_put(out, what->names.target, e->target);
		hub_buf_text(out, ".\n");
	}
	if (e->kind == HUB_EV_DECISION && e->binding)
		hub_buf_text(out, "Keputusan ini mengikat.\n");
	if (e->reason != HUB_REASON_NONE)
		hub_buf_fmt(out, "\nAlasan: %s.\n",
		    emb_reason_clause(e->reason));
	if (e->target[0] != '\0' && e->decision == HUB_DECISION_NONE) {
		hub_buf_text(out, "Diusulkan ke: ");
		emb_name_put(out, what->names.target, e->target);
		hub_buf_text(out, ".\n");
	}
	if (e->rating != 0)
		hub_buf_fmt(out, "\nNilai: %u dari 5.\n", (unsigned)e->rating);
	if (e->text[0] != '\0')
		hub_buf_fmt(out, "\n%s\n", e->text);
}

/* "Paling lambat: Jumat, 6 Februari 2026 (akhir hari, WITA)". */
static void
put_limit(struct hub_buf *out, const struct hub_handoff *h,
    const struct hub_at *at)
{
	if (h->due_at == 0)
		return;
	hub_buf_text(out, "\nPaling lambat: ");
	emb_date_limit(out, h->due_at, at->offset);
	hub_buf_text(out, h->urgent ? ", menurut jam.\n" : ".\n");
}

/* The letter for a person. */
static void
put_letter(struct hub_buf *out, const struct embassy_conf *conf,
    const struct emb_word *word, const struct hub_dispatch *what,
    const struct hub_at *at)
{
	const struct hub_handoff *h = &what->handoff;

	hub_buf_fmt(out, EMB_QUOTE_MARK "\n\nYth. %s,\n\n%s\n",
	    what->names.receiver[0] != '\0' ? what->names.receiver
					    : h->receiver,
	    word->sentence);
	if (h->urgent && word->limit)
		hub_buf_text(out, "Laporan ini MENDESAK.\n");
	if (word->limit)
		put_limit(out, h, at);
	if (what->event.kind == HUB_EV_HANDOFF) {
		emb_case_text(out, what, at);
		put_files(out, h, at->sealed);
	} else {
		put_said(out, what);
		emb_case_short(out, h, at);
	}
	if (word->verbs != 0 && what->event.kind == HUB_EV_HANDOFF)
		emb_guide_full(out, word->verbs, at->reply_to);
	else if (word->verbs != 0)
		emb_guide_brief(out, word->verbs);
	emb_guide_foot(out, conf);
}

/* The parts: text, document, files. */
static void
put_parts(struct hub_request *r, const struct hub_buf *text,
    const struct hub_buf *json, const struct hub_dispatch *what, bool sealed)
{
	const struct hub_handoff *h = &what->handoff;
	struct hub_part part = { HUB_PART_MIXED, "", "",
		"text/plain; charset=UTF-8" };

	hub_request_part(r, &part, hub_buf_str(text), text->len);
	part.filename = "penerusan.json";
	part.type = "application/json";
	hub_request_part(r, &part, hub_buf_str(json), json->len);
	if (what->event.kind != HUB_EV_HANDOFF)
		return;
	for (size_t i = 0; i < h->attachment_count; i++) {
		if (!goes_along(h, i, sealed))
			continue;
		part.filename = h->attachments[i].name[0] != '\0'
		    ? h->attachments[i].name
		    : h->attachments[i].id;
		part.type = h->attachments[i].type;
		hub_request_attach(r, &part, h->attachments[i].id);
	}
}

/* The subject: what it is, which case, and unless that is secret what about. */
static void
put_subject(struct hub_request *r, const struct emb_word *word,
    const struct hub_handoff *h)
{
	struct emb_line about = { h->subject, strlen(h->subject) };
	struct hub_buf subject;

	emb_line_cut(&about, h->secret ? 0 : SUBJECT_BYTES);
	hub_buf_init(&subject, 4096);
	hub_buf_fmt(&subject, "%s%s %s%s%.*s", h->urgent ? "MENDESAK: " : "",
	    word->subject,
	    h->tracking_id[0] != '\0' ? h->tracking_id : h->case_id,
	    about.len > 0 ? ": " : "", (int)about.len, about.at);
	for (size_t i = 0; i < subject.len; i++) {
		if (subject.data[i] == '\n' || subject.data[i] == '\t')
			subject.data[i] = ' ';
	}
	hub_request_subject(r, hub_buf_str(&subject));
	hub_buf_release(&subject);
}

/* The header that is ours to write. */
static void
put_header(struct hub_request *r, const struct embassy_conf *conf,
    const struct hub_dispatch *what)
{
	char list[300];

	hub_request_header(r, "Auto-Submitted", "auto-generated");
	hub_request_header(r, "X-Simpul", what->handoff.id);
	if (conf->list[0] == '\0')
		return;
	(void)snprintf(list, sizeof(list), "<%s>", conf->list);
	hub_request_header(r, "List-Id", list);
}

/* One event, one letter. */
enum hub_status
emb_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	const struct emb_word *word = emb_word_of(what->event.kind,
	    what->handoff.kind);
	enum hub_status status = HUB_OK;
	struct hub_buf text, json;

	if (word == NULL)
		return hub_fail(err, HUB_UNSAYABLE,
		    "%s is nothing that a letter can say",
		    hub_event_kind_name(what->event.kind));
	hub_buf_init(&text, LETTER_MAX);
	hub_buf_init(&json, LETTER_MAX);
	put_letter(&text, conf, word, what, at);
	emb_case_json(&json, what, at);
	put_subject(r, word, &what->handoff);
	put_header(r, conf, what);
	put_parts(r, &text, &json, what, at->sealed);
	if (!hub_buf_ok(&text) || !hub_buf_ok(&json))
		status = hub_fail(err, HUB_UNSAYABLE,
		    "the letter is no UTF-8 or longer than %u bytes",
		    LETTER_MAX);
	hub_buf_release(&text);
	hub_buf_release(&json);
	return status;
}
