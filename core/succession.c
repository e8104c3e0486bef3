/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "succession.h"

#include <string.h>

#include "cases_list.h"
#include "enter.h"
#include "keep.h"
#include "limits.h"
#include "offer.h"
#include "own.h"
#include "tell_source.h"

#define PAGE 32

static enum db_code run(struct ledger_job *job, struct ledger_room *room);

void
succession_init(struct succession *s)
{
	memset(s, 0, sizeof(*s));
	s->ledger.run = run;
	s->ledger.weight = 64 * 1024;
	s->first = true;
	s->actor.channel = "control";
	arena_init(&s->arena, APPLY_RESULTS_MAX);
}

void
succession_release(struct succession *s)
{
	arena_release(&s->arena);
}

bool
succession_next(struct succession *s)
{
	bool handoffs_done = !s->by_case && !s->full;

	s->first = false;
	s->moved += s->page;
	s->before = handoffs_done ? 0 : s->page_next;
	if (handoffs_done) {
		s->by_case = true;
		return true;
	}
	return s->full;
}

/* Open work of a page. */
struct page {
	struct handoff_row rows[PAGE];
	int64_t cases[PAGE];
	size_t count;
};

/* db_row_fn: one handoff. */
static bool
take_handoff(void *ctx, const struct db_row *row)
{
	struct page *page = ctx;

	handoff_row_read(row, &page->rows[page->count++]);
	return page->count < PAGE;
}

/* db_row_fn: one case, if it is open. */
static bool
take_case(void *ctx, const struct db_row *row)
{
	struct page *page = ctx;
	struct case_row c;

	case_row_read(row, &c);
	if (case_open(c.state))
		page->cases[page->count++] = c.id;
	return page->count < PAGE;
}

/* A step of the hub's own in the name of the succession; whoever loses a
 * handoff of which it heard is told. */
static enum db_code
say(struct act *act, struct handoff_row *h, int what, const char *type)
{
	const struct own_word word = { .what = (enum custody_own)what,
		.type = type,
		.action = "succeed",
		.basis = "succession",
		.outcome = "success",
		.by = act_name(act, act->actor->institution) };
	bool unheard = false;
	enum db_code code = own_say(act, h, &word, &unheard);

	if (code != DB_OK || unheard || handoff_open(h->state))
		return code == DB_NONE ? DB_OK : code;
	return tell_not_yours(act, h);
}

/* The successor has what its predecessor had taken. */
static enum db_code
take_over(struct act *act, const struct handoff_row *old)
{
	enum db_code code = say(act, &act->handoff, CUSTODY_DECIDE,
	    "simpul.custody.changed.v1");

	if (code == DB_OK && old->state == HANDOFF_ANSWERED)
		code = say(act, &act->handoff, HUB_EV_ANSWERED,
		    "simpul.handoff.answered.v1");
	return code;
}

/* One handoff ends and is made anew towards the successor. */
static enum db_code
move(struct succession *s, struct act *act, struct handoff_row *old)
{
	const struct handoff_row before = *old;
	struct offer offer = { .kind = old->kind,
		.reason = old->reason,
		.parent = old->id,
		.sender = old->sender,
		.receiver = s->to->key };
	struct wording_args args = tell_args(act);
	bool offered = old->state == HANDOFF_OFFERED;
	enum db_code code;

	if (before.sender == s->to->key)
		offer.sender = s->actor.institution;
	code = say(act, old, offered ? CUSTODY_RECALL : CUSTODY_RELIEVE,
	    offered ? "simpul.handoff.cancelled.v1"
		    : "simpul.handoff.closed.v1");
	if (code == DB_OK)
		code = offer_make(act, &offer, &act->handoff);
	if (code == DB_OK)
		code = own_note(act, offer_type(offer.kind), "succeed", NULL);
	if (code == DB_OK && !offered)
		code = take_over(act, &before);
	args.institution = s->to->name;
	args.other = s->from->name;
	if (code == DB_OK && before.kind == HUB_KIND_TRANSFER)
		code = tell_source(act, WORDING_SUCCEEDED, &args);
	s->page++;
	return code == DB_OK ? keep_case(act) : code;
}

/* A case that the predecessor holds by no handoff. */
static enum db_code
hold(struct succession *s, struct act *act)
{
	struct audit_note base = audit_note_init("");
	enum db_code code;

	if (act->of_case.holder != s->from->key)
		return DB_OK;
	act->of_case.holder = s->to->key;
	act->of_case.holder_since = act->room->now_ms;
	base.entry.basis = "succession";
	base.entry.holder_from = s->from->id;
	base.entry.holder_to = s->to->id;
	s->page++;
	code = own_note(act, "simpul.custody.changed.v1", "succeed", &base);
	return code == DB_OK ? keep_case(act) : code;
}

/* One handoff, or one case. */
static enum db_code
go_over(struct succession *s, struct ledger_room *room, struct handoff_row *h)
{
	struct hub_event event = hub_event_init(HUB_EV_NONE);
	struct hub_result result;
	struct act act = { .room = room,
		.conf = s->conf,
		.actor = &s->actor,
		.event = &event,
		.result = &result,
		.arena = &s->arena,
		.wake = &s->wake,
		.handoff = *h };
	enum db_code code = act_load(&act);

	/* Of an erased case nothing is left to be done. */
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	return h->id == 0 ? hold(s, &act) : move(s, &act, h);
}

/* The entry of the run. */
static enum db_code
note(const struct succession *s, struct ledger_room *room)
{
	struct audit_note note = audit_note_init(
	    "simpul.institution.succeeded.v1");
	char person[IDENT_TEXT_SIZE] = "";

	note.entry.action = "succeed";
	note.entry.outcome = "success";
	note.entry.initiator = s->from->id;
	note.entry.target = s->to->id;
	if (s->actor.person != 0)
		ident_text(s->actor.person, person);
	note.entry.operator_id = person;
	return audit_append(room->audit, room->db, room->now_ms, &note);
}

/* What is to go over next. */
static enum db_code
look(struct succession *s, struct ledger_room *room, struct page *page)
{
	const struct cases_filter filter = { .holder = s->from->key,
		.before = s->before,
		.limit = PAGE };
	enum db_code code;

	if (s->by_case) {
		code = cases_page(room->db, &filter, take_case, page,
		    &s->page_next);
		s->full = s->page_next != 0;
		return code;
	}
	code = handoffs_pending(room->db, &filter, take_handoff, page);
	s->full = page->count == PAGE;
	if (page->count > 0)
		s->page_next = page->rows[page->count - 1].id;
	return code;
}

/* ledger run: a page. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	struct succession *s = (struct succession *)job;
	struct page page = { .count = 0 };
	enum db_code code = DB_OK;

	arena_release(&s->arena);
	s->wake = (struct act_wake){ .count = 0 };
	s->page = 0;
	s->page_next = s->before;
	if (s->first)
		code = note(s, room);
	if (code == DB_OK)
		code = look(s, room, &page);
	for (size_t i = 0; i < page.count && code == DB_OK; i++) {
		struct handoff_row none = { .case_id = page.cases[i] };

		code = go_over(s, room, s->by_case ? &none : &page.rows[i]);
	}
	return code;
}
