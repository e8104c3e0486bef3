/* SPDX-License-Identifier: Apache-2.0 */
/* A stored letter: given to its institution's worker, twice; see mail_way.h. */
#include "config.h"

#include "mail_way.h"

#include <stdio.h>
#include <string.h>

#include "believe.h"
#include "conf_hub.h"
#include "frame_words.h"
#include "ident.h"
#include "limits.h"
#include "link.h"
#include "log.h"
#include "mail_proof.h"

/* Gives back what the way holds, but its buffers. */
static void
clear(struct mail_way *w)
{
	mail_scan_release(&w->scan);
	events_release(&w->events);
	mail_keep_release(w);
	if (w->has_request)
		request_release(&w->request);
	w->has_request = false;
	hub_buf_release(&w->sealing.sealed);
	conf_release(w->conf);
	w->conf = NULL;
}

/* job done: the row is as it is to be. */
static void
on_settled(struct job *job)
{
	struct mail_keep *k = (struct mail_keep *)job;
	struct mail_way *w = (struct mail_way *)((char *)k -
	    offsetof(struct mail_way, keep));
	enum letter_state state = k->row.state;
	char id[IDENT_TEXT_SIZE];

	ident_text(w->load.row.id, id);
	if (k->apply.ledger.code != DB_OK && !w->relay->stopping)
		log_error("letter %s: not settled: %s", id,
		    db_code_name(k->apply.ledger.code));
	if (k->apply.ledger.code != DB_OK)
		state = LETTER_WAITING;
	clear(w);
	mail_desk_ended(w, state);
}

void
mail_way_settle(struct mail_way *w, enum letter_state state, const char *why)
{
	struct mail_keep *k = &w->keep;
	char id[IDENT_TEXT_SIZE];

	apply_release(&k->apply);
	mail_keep_init(k);
	k->row = w->load.row;
	k->from = w->load.row.state;
	k->row.state = state;
	(void)snprintf(k->row.why, sizeof(k->row.why), "%s", why);
	k->row.due_at = relay_now_ms(w->relay);
	k->answer = state == LETTER_ANSWERING ? &w->answer : NULL;
	ident_text(k->row.id, id);
	if (state == LETTER_TRAY)
		log_warn("letter %s is in the coordinator's tray: %s", id, why);
	k->apply.ledger.job.done = on_settled;
	ledger_submit(w->relay->ledger, &k->apply.ledger);
}

void
mail_way_later(struct mail_way *w, const char *why, int64_t after_ms)
{
	struct mail_keep *k = &w->keep;

	apply_release(&k->apply);
	mail_keep_init(k);
	k->row = w->load.row;
	k->from = k->row.state;
	(void)snprintf(k->row.why, sizeof(k->row.why), "%s", why);
	k->row.due_at = relay_now_ms(w->relay) + after_ms;
	k->apply.ledger.job.done = on_settled;
	ledger_submit(w->relay->ledger, &k->apply.ledger);
}

struct hub_at
mail_way_at(const struct mail_way *w)
{
	return (struct hub_at){ .purpose = HUB_FOR_DELIVERY,
		.now = relay_now_ms(w->relay) / 1000,
		.remote_ref = w->load.remote_ref,
		.carry = "",
		.key = w->key,
		.reply_to = w->reply_to,
		.handoff_id = w->handoff,
		.about = w->load.answered.id != 0 ? w->load.answered.event
						  : HUB_EV_NONE,
		.proof = w->proof,
		.checkpoint = "",
		.sealed = w->inst->encrypts };
}

/* Its institution's worker cannot hear it now: again later, for as long as a
 * delivery to it is tried, and then a person has it. */
static void
put_off(struct mail_way *w, enum worker_end end, const struct hub_error *err)
{
	int64_t age = relay_now_ms(w->relay) - ident_ms(w->load.row.id);

	if (end == WORKER_STOPPED)
		mail_way_later(w, "the worker ended", LEDGER_AGAIN_MS);
	else if (age > w->inst->deadline_ms)
		mail_way_settle(w, LETTER_TRAY, err->text);
	else
		mail_way_later(w, err->text, MAIL_LATER_MS);
}

/* Whether a worker's call ended with the plugin's own good word; else the way
 * ends here. */
static bool
spoken(struct mail_way *w, enum worker_end end, enum hub_status status,
    const struct hub_error *err)
{
	if (end == WORKER_DONE && status == HUB_OK)
		return true;
	if (end == WORKER_QUARANTINED)
		mail_way_settle(w, LETTER_TRAY,
		    "its institution's plugin died twice on it");
	else if (end == WORKER_DONE && status != HUB_MISCONFIGURED)
		mail_way_settle(w, LETTER_TRAY, err->text);
	else
		put_off(w, end, err);
	return false;
}

/* A signature that is there and proves nothing: the letter is read as one that
 * has none, and people are told why. */
static void
doubt(struct mail_way *w, const struct seal_proof *proof)
{
	log_warn("ALERT %s: a letter's signature proves nothing: %s: %s",
	    w->inst->id, seal_verdict_name(proof->verdict), proof->text);
	(void)snprintf(w->load.row.why, sizeof(w->load.row.why),
	    "its signature proves nothing: %s: %.100s",
	    seal_verdict_name(proof->verdict), proof->text);
}

/* Whether the signature covers what the addresses say behind the token. */
static bool
is_aimed(const struct mail_way *w)
{
	return !w->bond.made ||
	    mail_aims_cover(&w->bond.names.aims, &w->scan.headers,
		w->relay->mail_key);
}

/* A letter that is signed within: what it names is what the worker saw and the
 * hub knows. */
static void
bind_smime(struct mail_way *w, const struct seal_proof *proof)
{
	const struct mail_aims aims = w->bond.names.aims; /* of DKIM */

	w->proof = HUB_PROOF_SMIME;
	w->bond = (struct mail_bond){ .made = true, .names.aims = aims };
	memcpy(w->bond.mark, proof->mark, sizeof(w->bond.mark));
	mail_names_add(&w->bond.names, proof->key, w->relay->mail_key);
}

/* Takes what the letter's own signature proves, where letters bear one.  One
 * that does not open is kept for a person.  False: the way has ended here. */
static bool
take_seal(struct mail_way *w, struct frame_in *out)
{
	struct seal_proof proof;

	if (w->inst->seal.in != SEAL_SMIME)
		return true;
	if (!believe_proof(w->inst, out, &proof)) {
		mail_way_settle(w, LETTER_TRAY,
		    "the worker's proof does not read");
		return false;
	}
	if (proof.verdict == SEAL_GOOD && w->proof < HUB_PROOF_SMIME)
		bind_smime(w, &proof);
	else if (proof.verdict == SEAL_LOCKED) {
		mail_way_settle(w, LETTER_TRAY, proof.text);
		return false;
	} else if (proof.verdict != SEAL_GOOD && proof.verdict != SEAL_MISSING)
		doubt(w, &proof);
	return true;
}

/* worker done: the letter is understood. */
static void
on_understood(struct worker_call *call, enum worker_end end,
    enum hub_status status, struct frame_in *out, const struct hub_error *err)
{
	struct mail_way *w = (struct mail_way *)call;

	if (!spoken(w, end, status, err))
		return;
	if (!events_get(out, &w->events)) {
		mail_way_settle(w, LETTER_TRAY,
		    "the worker's events do not read");
		return;
	}
	if (!take_seal(w, out))
		return;
	w->bond.unaimed = !is_aimed(w);
	mail_way_keep(w);
}

/* Texts about the letter that is answered. */
static void
name_all(struct mail_way *w)
{
	const struct delivery_row *answered = &w->load.answered;
	char token[MAIL_TOKEN_SIZE], id[IDENT_TEXT_SIZE];

	digest_hex(w->scan.digest, w->digest);
	digest_hex(w->scan.name, w->name);
	w->handoff[0] = w->key[0] = w->reply_to[0] = '\0';
	if (answered->id == 0)
		return;
	ident_text(answered->handoff_id, w->handoff);
	ident_text(answered->id, id);
	(void)snprintf(w->key, sizeof(w->key), "%s.0", id);
	mail_token(w->relay->mail_key, answered->id, token);
	mail_token_address(w->inst->post->address, token, w->reply_to);
}

/* Whether the hub is past asking workers; the way ends then, and the letter
 * is begun again by its next life. */
static bool
is_over(struct mail_way *w)
{
	if (w->relay->workers != NULL)
		return false;
	clear(w);
	mail_desk_ended(w, LETTER_WAITING);
	return true;
}

/* What our own server found out about who sent it, and what that covers. */
static enum hub_proof
bind_dkim(struct mail_way *w)
{
	const struct mail_piece letter = { hub_buf_str(&w->load.bytes),
		w->load.bytes.len };
	const char *domain = strrchr(w->inst->address, '@');
	char begins[MAIL_PROOF_SIZE] = "";
	const struct mail_dkim by = { domain == NULL ? "" : domain + 1, begins,
		w->relay->mail_key };

	if (mail_proof(&w->scan.headers, w->inst->post->authserv,
		w->inst->address, begins) == HUB_PROOF_NONE)
		return HUB_PROOF_NONE;
	w->bond.made = w->bond.must_name = mail_dkim_read(&by, &letter,
	    &w->bond.names, w->bond.mark);
	if (w->bond.made)
		return HUB_PROOF_DKIM;
	(void)snprintf(w->load.row.why, sizeof(w->load.row.why),
	    "its DKIM signature is not there, not alone, or leaves its end "
	    "open");
	return HUB_PROOF_NONE;
}

/* Gives the letter to its institution's worker. */
static void
understand(struct mail_way *w)
{
	struct hub_at at;

	if (is_over(w))
		return;
	w->load.row.why[0] = '\0';
	w->bond = (struct mail_bond){ .made = false };
	w->doubted = false;
	w->proof = (enum hub_proof)w->load.row.proof;
	if (w->proof == HUB_PROOF_NONE)
		w->proof = bind_dkim(w);
	name_all(w);
	at = mail_way_at(w);
	w->message = (struct hub_message){ .method = "",
		.path = "",
		.query = "",
		.headers = &w->scan.headers,
		.body = hub_buf_str(&w->load.bytes),
		.body_len = w->load.bytes.len,
		.digest = w->digest };
	hub_buf_clear(&w->call.in);
	frame_put_message(&w->call.in, &w->message);
	frame_put_at(&w->call.in, &at);
	w->call.verb = WORKER_RECEIVE;
	w->call.done = on_understood;
	worker_call(w->relay->workers, &w->plan, &w->call);
}

void
mail_way_begin(struct mail_way *w)
{
	const struct letter_row *row = &w->load.row;

	w->conf = conf_hold(w->relay->conf);
	w->inst = conf_by_key(w->conf, row->institution);
	events_init(&w->events);
	mail_keep_init(&w->keep);
	if (!mail_scan_init(&w->scan, hub_buf_str(&w->load.bytes),
		w->load.bytes.len, w->relay->mail_key)) {
		mail_way_later(w, "out of memory", LEDGER_AGAIN_MS);
		return;
	}
	if (w->inst == NULL || w->inst->post == NULL) {
		mail_way_settle(w, LETTER_TRAY,
		    "its institution is not reached by mail any more");
		return;
	}
	w->plan = link_plan(w->inst);
	if (row->state == LETTER_ANSWERING)
		mail_way_post(w);
	else
		understand(w);
}

/* worker done: the answer is worded, or there is none. */
static void
on_worded(struct worker_call *call, enum worker_end end, enum hub_status status,
    struct frame_in *out, const struct hub_error *err)
{
	struct mail_way *w = (struct mail_way *)call;
	struct hub_reply reply;

	if (!spoken(w, end, status, err))
		return;
	reply_init(&reply);
	if (!reply_get(out, &reply))
		mail_way_settle(w, LETTER_TRAY, "the plugin gave no reply");
	else
		mail_way_answer(w, &reply);
	reply_release(&reply);
}

void
mail_way_word(struct mail_way *w)
{
	const struct hub_results results = { .rows = w->rows,
		.count = w->events.count };
	struct hub_at at = mail_way_at(w);

	if (is_over(w))
		return;
	for (size_t i = 0; i < results.count; i++)
		if (w->rows[i].applied == HUB_FORBIDDEN)
			log_warn("ALERT %s spoke of a handoff to which it is "
				 "no party (event %s)",
			    w->inst->id,
			    hub_event_kind_name(w->events.rows[i].kind));
	hub_buf_clear(&w->call.in);
	frame_put_message(&w->call.in, &w->message);
	frame_put_at(&w->call.in, &at);
	frame_put_results(&w->call.in, &results);
	w->call.verb = WORKER_REPLY;
	w->call.done = on_worded;
	worker_call(w->relay->workers, &w->plan, &w->call);
}
