/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "dispatch_job.h"

#include <stdio.h>
#include <string.h>

#include "crashpoint.h"
#include "delivery.h"
#include "parcel_links.h"

/* Stores what every attempt will send, and the addresses that it tells of. */
static enum db_code
store_request(struct dispatch_job *job, struct ledger_room *room)
{
	struct parcel *p = job->parcel;
	struct content_row said = { .id = ident_new(&room->ident),
		.case_id = p->row.case_id,
		.kind = CONTENT_REQUEST,
		.bytes = p->stored.data,
		.len = p->stored.len };
	enum db_code code;

	job->row.request = said.id;
	(void)snprintf(job->row.composed_by, sizeof(job->row.composed_by), "%s",
	    p->composed_by);
	code = content_put(room->db, room->clock, p->key, &said);
	return code == DB_OK ? parcel_links_keep(p, room) : code;
}

/* Names of a parcel's institutions and ids, as text. */
struct texts {
	char subject[IDENT_TEXT_SIZE + 8], handoff[IDENT_TEXT_SIZE];
	char parent[IDENT_TEXT_SIZE];
};

/* Fills in what the entry says of the case. */
static void
describe_case(const struct parcel *p, struct texts *t, struct audit_note *note)
{
	struct canon_entry *e = &note->entry;
	const struct hub_handoff *h = &p->what.handoff;

	(void)snprintf(t->subject, sizeof(t->subject), "case/%s", h->case_id);
	e->subject = t->subject;
	e->handoff = h->id;
	e->parent = h->parent;
	e->kind = hub_kind_name(h->kind);
	e->hop = h->hop;
	e->chan_seq = h->chan_seq;
	e->initiator = h->sender;
	e->target = h->receiver;
	e->test = h->test;
}

/* The entry about this attempt. */
static enum db_code
note_attempt(struct dispatch_job *job, struct ledger_room *room,
    uint64_t case_seq)
{
	struct parcel *p = job->parcel;
	bool handoff = p->row.event == HUB_EV_HANDOFF;
	struct audit_note note = audit_note_init(handoff
		? "simpul.handoff.dispatching.v1"
		: "simpul.message.relayed.v1");
	const struct conf_institution *inst;
	struct texts texts;

	inst = conf_by_key(p->conf, p->row.institution);
	describe_case(p, &texts, &note);
	note.entry.action = handoff ? "dispatch"
				    : hub_event_kind_name(p->row.event);
	note.entry.outcome = "pending";
	note.entry.attempt = job->row.attempt;
	note.entry.disclosed = p->disclosed;
	parcel_wire(p, false, 0, &note.entry);
	if (inst != NULL) {
		note.entry.target = inst->id;
		note.entry.map_id = inst->plugin;
		note.entry.map_version = inst->plugin_version;
		note.entry.map_settings = inst->settings_sha256;
		note.entry.map_sha256 = inst->map_sha256;
	}
	note.case_id = p->row.case_id;
	note.case_key = p->key;
	note.case_seq = case_seq;
	note.out = (struct audit_payload){ p->request_sha256, p->stored.len };
	if (p->sealed.len > 0)
		note.sent = (struct audit_payload){ p->sealed_sha256,
			p->sealed.len };
	return audit_append(room->audit, room->db, room->now_ms, &note);
}

/* Whether the request in hand is the stored one still: a person may have had
 * that of an unknown one forgotten. */
static enum db_code
check_request(const struct dispatch_job *job, struct ledger_room *room)
{
	struct delivery_row now;
	enum db_code code;

	if (job->row.state != DELIVERY_UNKNOWN)
		return DB_OK;
	code = outbox_get(room->db, job->row.id, &now);
	if (code != DB_OK)
		return code;
	return now.request == job->row.request ? DB_OK : DB_NONE;
}

/* ledger run: the delivery may leave. */
static enum db_code
run(struct ledger_job *ledger, struct ledger_room *room)
{
	struct dispatch_job *job = (struct dispatch_job *)ledger;
	uint64_t case_seq = 0;
	enum db_code code;

	job->row = job->parcel->row;
	job->row.attempt++;
	code = check_request(job, room);
	if (code == DB_OK && job->fresh)
		code = store_request(job, room);
	if (code == DB_OK)
		code = delivery_step(room, &job->row, DELIVERY_DISPATCH,
		    &case_seq);
	if (code == DB_OK)
		code = note_attempt(job, room, case_seq);
	return code;
}

/* A job for the next attempt at a parcel. */
void
dispatch_job_init(struct dispatch_job *job, struct parcel *parcel)
{
	memset(job, 0, sizeof(*job));
	job->ledger.run = run;
	job->ledger.weight = parcel->stored.len;
	job->parcel = parcel;
	job->fresh = parcel->row.request == 0;
	job->row = parcel->row;
}
