/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "succession.h"

#include <string.h>

#include "arbitrate.h"
#include "cases_list.h"
#include "digest.h"
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
	s->reason = "";
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
	s->first = false;
	s->moved += s->page;
	s->before = s->full ? s->page_next : 0;
	if (s->full)
		return true;
	if (s->phase == SUCCESSION_DISPUTES)
		return false;
	s->phase++;
	return true;
}

/* Open work of a page. */
struct page {
	struct handoff_row rows[PAGE]; /* of cases without one: no id */
	struct dispute_row disputes[PAGE];
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
		page->rows[page->count++] =
		    (struct handoff_row){ .case_id = c.id };
	return page->count < PAGE;
}

/* db_row_fn: one dispute. */
static bool
take_dispute(void *ctx, const struct db_row *row)
{
	struct page *page = ctx;

	dispute_row_read(row, &page->disputes[page->count++]);
	return page->count < PAGE;
}

/* Why it goes over, kept in the case's timeline, and its digest for the
 * entry. */
static enum db_code
keep_reason(const struct succession *s, struct act *act, uint8_t sha[32])
{
	const struct hub_event *nothing = act->event;
	struct hub_event event = hub_event_init(HUB_EV_COMMENT);
	enum db_code code;

	event.text = s->reason;
	event.audience = HUB_AUDIENCE_PARTIES;
	digest_sha256(s->reason, strlen(s->reason), sha);
	act->event = &event;
	code = act_store(act, EVENT_APPLIED);
	act->event = nothing;
	return code;
}

/* The entry that says of a case that something goes over, and commits to why:
 * no entry has free text. */
static enum db_code
note_one(const struct succession *s, struct act *act, const char *type,
    const struct audit_note *base)
{
	struct audit_note note = *base;
	struct act own = *act;
	uint8_t sha[32];
	enum db_code code = keep_reason(s, &own, sha);

	note.entry.action = "succeed";
	own.base = &note;
	own.type = type;
	own.step = NULL;
	own.payload = (struct audit_payload){ sha, strlen(s->reason) };
	own.holder_before = own.of_case.holder;
	if (code == DB_OK)
		code = act_audit(&own, "success", "");
	act->case_seq = own.case_seq;
	return code;
}

/* A step of the hub's own in the name of the succession; whoever loses a
 * handoff of which it heard is told. */
static enum db_code
say(struct act *act, struct handoff_row *h, unsigned what, const char *type)
{
	const struct own_word word = { .what = what,
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
	const struct audit_note plain = audit_note_init("");
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
		code = note_one(s, act, offer_type(offer.kind), &plain);
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
	code = note_one(s, act, "simpul.custody.changed.v1", &base);
	return code == DB_OK ? keep_case(act) : code;
}

/* A dispute that the predecessor was asked to decide. */
static enum db_code
ask(struct succession *s, struct act *act, struct dispute_row *dispute)
{
	uint8_t sha[32];
	enum db_code code = keep_reason(s, act, sha);

	s->page++;
	if (code == DB_OK)
		code = arbitrate_succeed(act, dispute, s->to->key);
	return code == DB_OK ? keep_case(act) : code;
}

/* One handoff; one case, h: without an id; or one dispute about it. */
static enum db_code
go_over(struct succession *s, struct ledger_room *room, struct handoff_row *h,
    struct dispute_row *d)
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
	if (s->phase == SUCCESSION_DISPUTES)
		return ask(s, &act, d);
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

/* The disputes that it was asked to decide. */
static enum db_code
look_for_disputes(struct succession *s, struct ledger_room *room,
    struct page *page)
{
	enum db_code code = disputes_asked_of(room->db, s->from->key, PAGE,
	    take_dispute, page);

	for (size_t i = 0; i < page->count; i++)
		page->rows[i] = (struct handoff_row){
			.case_id = page->disputes[i].case_id
		};
	s->full = page->count == PAGE;
	return code;
}

/* What is to go over next. */
static enum db_code
look(struct succession *s, struct ledger_room *room, struct page *page)
{
	const struct cases_filter filter = { .holder = s->from->key,
		.before = s->before,
		.limit = PAGE };
	enum db_code code;

	if (s->phase == SUCCESSION_DISPUTES)
		return look_for_disputes(s, room, page);
	if (s->phase == SUCCESSION_CASES) {
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
	for (size_t i = 0; i < page.count && code == DB_OK; i++)
		code = go_over(s, room, &page.rows[i], &page.disputes[i]);
	return code;
}
