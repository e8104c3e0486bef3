/* SPDX-License-Identifier: Apache-2.0 */
/* What a letter is answered with goes to the institution's own address, never
 * to who wrote; see mail_way.h. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "conf_hub.h"
#include "ident.h"
#include "limits.h"
#include "log.h"
#include "mail_aim.h"
#include "mail_out.h"
#include "mail_way.h"

/* The state that the letter is in when nothing more is said. */
static enum letter_state
end_state(const struct mail_way *w)
{
	return w->load.row.code[0] != '\0' ? LETTER_HELD : LETTER_DONE;
}

/* What the plugin words as a letter. */
static bool
word(struct mail_way *w, const struct hub_reply *reply)
{
	struct hub_request r;
	bool good;

	request_init(&r, "");
	for (size_t i = 0; i < reply->header_count; i++)
		if (strcasecmp(reply->headers[i].name, "Subject") == 0)
			hub_request_subject(&r, reply->headers[i].value);
		else
			hub_request_header(&r, reply->headers[i].name,
			    reply->headers[i].value);
	if (r.subject[0] == '\0')
		hub_request_subject(&r, "Re:");
	hub_request_body(&r, reply->type, reply->body, reply->body_len);
	hub_buf_clear(&w->answer);
	request_put(&w->answer, &r);
	if (w->inst->encrypts)
		request_put_encrypted(&w->answer);
	good = request_check(&r, NULL) == HUB_OK && hub_buf_ok(&w->answer);
	request_release(&r);
	return good;
}

void
mail_way_answer(struct mail_way *w, const struct hub_reply *reply)
{
	if (reply->status != 200 || reply->body_len == 0) {
		mail_way_settle(w, end_state(w), w->load.row.why);
		return;
	}
	if (w->scan.automatic) {
		mail_way_settle(w, end_state(w),
		    "no person wrote it, so it is not answered");
		return;
	}
	if (!mail_desk_may_answer(w->desk, w->inst->key)) {
		log_warn("ALERT %s: over %u answers by mail within an hour; "
			 "no more until the next",
		    w->inst->id, MAIL_ANSWERS_MAX);
		mail_way_settle(w, end_state(w), "too many answers to them");
		return;
	}
	if (word(w, reply))
		mail_way_settle(w, LETTER_ANSWERING, w->load.row.why);
	else
		mail_way_settle(w, LETTER_TRAY,
		    "the plugin's answer to it cannot be a letter");
}

/* It could not be posted now: later, unless that was so for days. */
static bool
put_off(struct mail_way *w, const char *why)
{
	if (relay_now_ms(w->relay) - ident_ms(w->load.row.id) >
	    MAIL_ANSWER_FOR_MS)
		return false;
	mail_way_later(w, why, MAIL_LATER_MS);
	return true;
}

/* http done: our relay has the answer, or not. */
static void
on_posted(void *ctx, const struct outcome *outcome)
{
	struct mail_way *w = ctx;
	char id[IDENT_TEXT_SIZE];

	if (outcome->class == OUTCOME_RETRY && put_off(w, outcome->why))
		return;
	if (outcome->class == OUTCOME_ANSWER && outcome->status / 100 == 2) {
		mail_way_settle(w, end_state(w),
		    w->load.row.why[0] != '\0' ? w->load.row.why : "answered");
		return;
	}
	ident_text(w->load.row.id, id);
	log_warn("letter %s: its answer may not have left: %s", id,
	    outcome->class == OUTCOME_ANSWER ? outcome->answer.body
					     : outcome->why);
	mail_way_settle(w, end_state(w), "its answer may not have left");
}

/* The name that the letter itself has, if it is one that may be repeated. */
static void
take_name(struct mail_way *w)
{
	const char *id = hub_header(&w->scan.headers, "Message-ID");
	size_t len = strlen(id);

	w->their_name[0] = '\0';
	if (len < 3 || len > 250 || id[0] != '<' || id[len - 1] != '>' ||
	    strcspn(id, " \t") != len)
		return;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)id[i] <= ' ' || (unsigned char)id[i] > '~')
			return;
	(void)snprintf(w->their_name, sizeof(w->their_name), "%s", id);
}

/* Who writes to whom, and what the answer is called. */
static void
address(struct mail_way *w)
{
	const struct conf_mailbox *box = w->inst->post;
	const struct conf_institution *desk = conf_find(w->conf,
	    w->conf->coordinator);
	char id[IDENT_TEXT_SIZE], tail[MAIL_TOKEN_SIZE + 16];

	ident_text(w->load.row.id, id);
	w->token[0] = '\0';
	(void)snprintf(w->from, sizeof(w->from), "%s", box->address);
	if (w->load.answered.id != 0) {
		mail_token(w->relay->mail_key, w->load.answered.id, w->token);
		(void)snprintf(tail, sizeof(tail), "%s-" MAIL_AIM_OURS,
		    w->token);
		mail_token_address(box->address, tail, w->from);
	}
	(void)snprintf(w->letter_name, sizeof(w->letter_name), "<%s%sr%s%s>",
	    w->token, w->token[0] != '\0' ? "." : "", id,
	    strchr(box->address, '@'));
	take_name(w);
	w->envelope = (struct letter_envelope){ .from = w->from,
		.from_name = desk != NULL ? desk->name : "",
		.to = w->inst->address,
		.to_name = w->inst->name,
		.reply_to = w->from,
		.sender = "",
		.token = w->token,
		.name = w->letter_name,
		.answer = w->their_name,
		.first = "",
		.date = ident_ms(w->load.row.id) / 1000,
		.checkpoint = w->relay->checkpoint,
		.automatic = true,
		.cover = "" };
	w->server = (struct mail_server){ .url = box->smtp_url,
		.user = box->user,
		.password = box->password,
		.ca = box->ca };
}

/* Posts it, sealed or as it is. */
static void
post_letter(struct mail_way *w)
{
	struct mail_post post = { .client = w->relay->http,
		.server = &w->server,
		.envelope = &w->envelope,
		.order = { .request = &w->request,
		    .idempotency_key = "",
		    .done = on_posted,
		    .ctx = w } };

	if (!mail_out_post(&post))
		mail_way_later(w, "out of memory", LEDGER_AGAIN_MS);
}

/* job done: the answer is sealed, or not. */
static void
on_sealed(struct job *job)
{
	struct mail_way *w = (struct mail_way *)((char *)job -
	    offsetof(struct mail_way, sealing));
	const struct letter_sealing *s = &w->sealing;

	if (s->status != HUB_OK) {
		log_warn("ALERT %s: an answer by mail cannot leave: %s",
		    w->inst->id, s->err.text);
		if (!put_off(w, s->err.text))
			mail_way_settle(w, end_state(w), s->err.text);
		return;
	}
	w->envelope.sealed = &s->sealed;
	if (w->request.encrypted)
		w->envelope.cover = LETTER_COVER;
	post_letter(w);
}

/* Has it sealed first. */
static void
seal(struct mail_way *w)
{
	const struct http_order order = { .request = &w->request };
	const struct letter_seal_by by = { .cert = w->inst->out.cert,
		.key = w->inst->out.key,
		.encrypt = w->inst->out.encrypt,
		.now = relay_now_ms(w->relay) / 1000 };

	const char *problem = letter_sealing_init(&w->sealing, &by, &order);

	if (problem != NULL) {
		mail_way_settle(w, end_state(w), problem);
		return;
	}
	w->sealing.files.job.done = on_sealed;
	letter_sealing_start(&w->sealing, w->relay->files);
}

void
mail_way_post(struct mail_way *w)
{
	struct frame_in in;

	frame_in_init(&in, w->load.answer.data, w->load.answer.len);
	request_init(&w->request, "");
	w->has_request = true;
	if (!request_get(&in, &w->request)) {
		mail_way_settle(w, end_state(w), "its answer does not read");
		return;
	}
	address(w);
	if (w->inst->seal.out == SEAL_SMIME)
		seal(w);
	else if (w->request.encrypted)
		mail_way_settle(w, end_state(w),
		    "its answer was to leave encrypted, and letters to them "
		    "are encrypted no more");
	else
		post_letter(w);
}
