/* SPDX-License-Identifier: Apache-2.0 */
/* What a letter says is kept: what it proves, its events, and its row, in one
 * transaction; see mail_way.h. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crashpoint.h"
#include "ident.h"
#include "limits.h"
#include "log.h"
#include "mail_proof.h"
#include "mail_way.h"

/* Lets the letter go that somebody confirms. */
static enum db_code
confirm(struct mail_keep *k, struct ledger_room *room, const char *code_text)
{
	struct letter_row held;
	enum db_code code = letters_by_code(room->db, k->row.institution,
	    code_text, &held);

	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	held.state = LETTER_WAITING;
	held.proof = HUB_PROOF_CONFIRMED;
	held.due_at = room->now_ms;
	held.code[0] = '\0';
	k->confirmed = true;
	return letters_set(room->db, &held, LETTER_HELD);
}

/* Whatever the letter confirms. */
static enum db_code
confirm_all(struct mail_keep *k, struct ledger_room *room)
{
	enum db_code code = DB_OK;

	k->confirmed = false;
	for (size_t i = 0; i < k->said_count && code == DB_OK; i++)
		if (k->said[i].kind == HUB_EV_CONFIRMED &&
		    k->said[i].corrects[0] != '\0')
			code = confirm(k, room, k->said[i].corrects);
	return code;
}

/* ledger run: evidence, events, the letter's row. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	struct mail_keep *k = (struct mail_keep *)job;
	enum db_code code = DB_OK;

	crashpoint("mail.keep");
	k->doubt[0] = '\0';
	if (k->bond != NULL)
		code = mail_bond_take(k->bond, room->db, &k->row, k->doubt);
	if (code != DB_OK || k->doubt[0] != '\0')
		return code;
	if (k->said_count > 0) {
		k->evidence.room = room;
		code = evidence_take(&k->evidence, k->said, k->said_count);
	}
	if (code == DB_OK && k->apply.count > 0)
		code = k->events(job, room);
	if (code == DB_OK)
		code = confirm_all(k, room);
	if (code == DB_OK && k->answer != NULL)
		code = letters_set_answer(room->db, room->content, room->clock,
		    k->row.id, k->answer);
	if (code != DB_OK)
		return code;
	code = letters_set(room->db, &k->row, k->from);
	/* A person put it away meanwhile. */
	return code == DB_NONE ? DB_OK : code;
}

/* A job that keeps nothing yet. */
void
mail_keep_init(struct mail_keep *keep)
{
	memset(keep, 0, sizeof(*keep));
	apply_init(&keep->apply);
	keep->events = keep->apply.ledger.run;
	keep->apply.ledger.run = run;
}

void
mail_keep_release(struct mail_way *w)
{
	apply_release(&w->keep.apply);
	free(w->store.all);
	free(w->applied);
	free(w->places);
	free(w->rows);
	w->store.all = NULL;
	w->applied = NULL;
	w->places = NULL;
	w->rows = NULL;
}

/* The result of each event of the letter: of those that were applied what came
 * of it, of the others that they were heard. */
static void
collect(struct mail_way *w)
{
	const struct mail_keep *k = &w->keep;

	for (size_t i = 0; i < w->applied_count; i++)
		w->rows[w->places[i]] = k->apply.rows[i];
	for (size_t i = 0; i < w->events.count; i++)
		if (w->events.rows[i].kind == HUB_EV_CONFIRMED)
			w->rows[i].applied = k->confirmed ? HUB_APPLIED
							  : HUB_UNKNOWN;
}

/* Its signature is not for this letter: it is kept as one that has none, and
 * decides nothing. */
static void
doubt(struct mail_way *w)
{
	struct letter_row *row = &w->load.row;
	char id[IDENT_TEXT_SIZE];

	ident_text(row->id, id);
	log_warn("ALERT %s: letter %s: %s", w->inst->id, id, w->keep.doubt);
	(void)snprintf(row->why, sizeof(row->why), "%s", w->keep.doubt);
	w->proof = HUB_PROOF_NONE;
	w->doubted = true;
	mail_keep_release(w);
	mail_way_keep(w);
}

/* job done: what the letter says is on disk. */
static void
on_kept(struct job *job)
{
	struct mail_way *w = (struct mail_way *)((char *)job -
	    offsetof(struct mail_way, keep));
	const struct apply *a = &w->keep.apply;

	crashpoint("mail.kept");
	if (a->ledger.code != DB_OK) {
		mail_way_later(w, "the hub cannot keep it now",
		    LEDGER_AGAIN_MS);
		return;
	}
	for (size_t i = 0; i < a->wake.count; i++)
		relay_wake(w->relay, a->wake.keys[i]);
	if (a->wake.all)
		relay_wake_all(w->relay);
	if (w->keep.doubt[0] != '\0') {
		doubt(w);
		return;
	}
	w->load.row = w->keep.row;
	collect(w);
	mail_way_word(w);
}

/* Hands it to the ledger. */
static void
submit(struct mail_way *w)
{
	struct mail_keep *k = &w->keep;
	struct apply *a = &k->apply;

	a->conf = w->conf;
	a->actor.institution = w->inst->key;
	a->actor.coordinator = strcmp(w->inst->id, w->conf->coordinator) == 0;
	a->actor.channel = "email";
	a->events = w->applied;
	a->count = w->applied_count;
	a->payload = (struct audit_payload){ w->scan.digest,
		w->load.bytes.len };
	a->files = w->store.all;
	a->file_count = w->store.count;
	a->raw = w->message.body;
	a->raw_len = w->message.body_len;
	a->seen_scope = "letter";
	a->seen_text = w->name;
	a->seen_digest = w->scan.digest;
	a->ledger.weight = w->load.bytes.len;
	a->ledger.job.done = on_kept;
	k->evidence = (struct evidence){ .conf = w->conf,
		.actor = &a->actor,
		.payload = a->payload,
		.delivery = w->load.answered.id,
		.automatic = w->scan.automatic };
	k->bond = w->proof != HUB_PROOF_NONE && w->bond.made ? &w->bond : NULL;
	k->said = w->events.rows;
	k->said_count = w->doubted ? 0 : w->events.count;
	ledger_submit(w->relay->ledger, &a->ledger);
}

/* job done: the files that came with it are stored. */
static void
on_stored(struct job *job)
{
	struct mail_way *w = (struct mail_way *)((char *)job -
	    offsetof(struct mail_way, store));

	if (w->store.end == ATTACHMENT_DONE)
		submit(w);
	else
		mail_way_later(w, "its files could not be kept",
		    LEDGER_AGAIN_MS);
}

/* Where an event stands among those that are applied; false: it is not. */
static bool
place_of(const struct mail_way *w, size_t event, size_t *ret)
{
	for (size_t i = 0; i < w->applied_count; i++)
		if (w->places[i] == event) {
			*ret = i;
			return true;
		}
	return false;
}

/* Stores the files of what is applied, then hands that over. */
static void
store_files(struct mail_way *w)
{
	const struct hub_events *e = &w->events;
	size_t place;

	attachment_store_init(&w->store);
	w->store.all = calloc(e->file_count + 1, sizeof(*w->store.all));
	if (w->store.all == NULL) {
		mail_way_later(w, "out of memory", LEDGER_AGAIN_MS);
		return;
	}
	for (size_t i = 0; i < e->file_count; i++)
		if (place_of(w, e->files[i].event, &place))
			w->store.all[w->store.count++] =
			    (struct attachment_new){
				    .event = place,
				    .name = e->files[i].name,
				    .type = e->files[i].type,
				    .bytes = e->files[i].data,
				    .len = e->files[i].len,
			    };
	if (w->store.count == 0 || w->relay->files == NULL) {
		submit(w);
		return;
	}
	w->store.files.job.done = on_stored;
	files_submit(w->relay->files, &w->store.files);
}

/* Whether an event goes to its handoff at all. */
static bool
goes_on(const struct mail_way *w, const struct hub_event *event)
{
	if (event->kind == HUB_EV_CONFIRMED || event->kind == HUB_EV_LOOKUP ||
	    event->kind == HUB_EV_DEFERRED)
		return false;
	/* What came back was read by somebody there before. */
	if (event->kind == HUB_EV_GONE && w->load.answered.rung >= RUNG_OPENED)
		return false;
	return !evidence_alone(event, w->load.answered.event);
}

/* Picks those that are applied. */
static void
pick(struct mail_way *w)
{
	w->applied_count = 0;
	for (size_t i = 0; i < w->events.count; i++) {
		if (!goes_on(w, &w->events.rows[i]))
			continue;
		w->places[w->applied_count] = i;
		w->applied[w->applied_count++] = w->events.rows[i];
	}
}

/* Whether an event waits until it is confirmed: some words where nothing
 * proves who wrote them, all but talk in the copy of another letter. */
static bool
waits(const struct mail_way *w, const struct hub_event *event)
{
	return mail_proof_needed(event->kind) ||
	    (w->doubted && goes_on(w, event) && event->kind != HUB_EV_COMMENT);
}

/* Whether the letter does, then. */
static bool
must_hold(const struct mail_way *w)
{
	if (w->proof != HUB_PROOF_NONE && !w->bond.unaimed)
		return false;
	for (size_t i = 0; i < w->events.count; i++)
		if (waits(w, &w->events.rows[i]))
			return true;
	return false;
}

/* Ten characters that nobody guesses. */
static void
make_code(struct mail_way *w, char code[LETTERS_CODE_MAX + 1])
{
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
	uint8_t random[10];

	clock_random(loop_clock(w->relay->loop), random, sizeof(random));
	for (size_t i = 0; i < sizeof(random); i++)
		code[i] = alphabet[random[i] % 32];
	code[sizeof(random)] = '\0';
}

/* Why it does. */
static const char *
why_held(const struct mail_way *w)
{
	if (w->load.row.why[0] != '\0')
		return w->load.row.why;
	return w->bond.unaimed
	    ? "its signature does not cover the word in the address"
	    : "nothing proves who wrote it";
}

/* Nothing of it is applied; all of it waits. */
static void
hold(struct mail_way *w)
{
	struct letter_row *row = &w->keep.row;

	w->applied_count = 0;
	if (row->code[0] == '\0')
		make_code(w, row->code);
	(void)snprintf(row->why, sizeof(row->why), "%.*s; held till confirmed",
	    (int)sizeof(row->why) - 32, why_held(w));
	w->held = true;
	for (size_t i = 0; i < w->events.count; i++) {
		w->rows[i].applied = HUB_HELD;
		w->rows[i].detail = row->code;
	}
}

/* Room for results, all of them good and empty. */
static bool
make_room(struct mail_way *w)
{
	size_t count = w->events.count + 1;

	w->applied = calloc(count, sizeof(*w->applied));
	w->places = calloc(count, sizeof(*w->places));
	w->rows = calloc(count, sizeof(*w->rows));
	if (w->applied == NULL || w->places == NULL || w->rows == NULL)
		return false;
	for (size_t i = 0; i < count; i++) {
		struct hub_result *row = &w->rows[i];

		row->applied = HUB_APPLIED;
		row->id = row->case_id = row->state = row->allowed = "";
		row->decision = row->holder = row->detail = "";
	}
	return true;
}

void
mail_way_keep(struct mail_way *w)
{
	mail_keep_init(&w->keep);
	w->keep.row = w->load.row;
	w->keep.from = w->load.row.state;
	w->held = false;
	if (!make_room(w)) {
		mail_way_later(w, "out of memory", LEDGER_AGAIN_MS);
		return;
	}
	if (must_hold(w))
		hold(w);
	else
		pick(w);
	store_files(w);
}
