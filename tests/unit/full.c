/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "full.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct hub_attachment full_attachments[] = {
	{ "att-1", "foto.jpg", "image/jpeg", 12345, "0f" },
	{ "att-2", "", "", UINT64_MAX, "" },
};

/* clang-format off */
#define FULL_HANDOFF \
	.id = "h1", .case_id = "c1", .parent = "h0", \
	.kind = HUB_KIND_ESCALATE, .chan_seq = 17, .hop = 2, \
	.sender = "lapor", .receiver = "ksp", .source = "sp4n", \
	.tracking_id = "SP4N-1", .channel = HUB_CHANNEL_API, \
	.classification = HUB_CLASS_ASPIRATION, \
	.reason = HUB_REASON_COMPLAINANT_REQUEST, .note = "catatan\nbaru", \
	.subject = "Jalan rusak", .narrative = "Jalan\n\trusak \xc3\xa9", \
	.category = "jalan", .region = "51.71", .location = "Denpasar", \
	.priority_program_id = "p1", .reported_body = "Dinas PU", \
	.prior_complaint = "PU-9", .occurred_at = -5, \
	.received_at = 1770000000, .due_at = INT64_MAX, .anonymous = true, \
	.secret = true, .urgent = true, .test = true, \
	.complainant = { .name = "Ayu", .contact = "surat", \
	    .phone = "+62361", .email = "ayu@example.org", \
	    .address = "Jl. Satu\nDenpasar", .national_id = "5171", \
	    .birth_place = "Denpasar", .birth_date = "1990-01-01", \
	    .marital_status = "kawin", .occupation = "guru" }, \
	.consent = "Saya setuju.\nSungguh.", .consent_at = 1770000001, \
	.attachments = full_attachments, .attachment_count = 2

#define FULL_EVENT \
	.handoff_id = "h1", .remote_ref = "R-1", .their_id = "e1", \
	.reason = HUB_REASON_DUPLICATE, .text = "teks\nbaru", \
	.target = "pln", .officer = "Made", \
	.audience = HUB_AUDIENCE_COORDINATOR, .asked = HUB_ASKED_HOLDER, \
	.decision = HUB_DECISION_PROVISIONAL, .corrects = "e0", \
	.status = "open", .carry = "c", .claimed_at = 1, .after = 2, \
	.since = 3, .until = 4, .rating = 5, .limit = 200, .unmapped = true
/* clang-format on */

const struct hub_handoff full_handoff = { FULL_HANDOFF };
const struct hub_event full_event = { .kind = HUB_EV_HANDOFF,
	FULL_EVENT,
	.handoff = { FULL_HANDOFF } };

/* The identity blocks are equal. */
static void
assert_complainant(const struct hub_complainant *a,
    const struct hub_complainant *b)
{
	assert_string_equal(a->name, b->name);
	assert_string_equal(a->contact, b->contact);
	assert_string_equal(a->phone, b->phone);
	assert_string_equal(a->email, b->email);
	assert_string_equal(a->address, b->address);
	assert_string_equal(a->national_id, b->national_id);
	assert_string_equal(a->birth_place, b->birth_place);
	assert_string_equal(a->birth_date, b->birth_date);
	assert_string_equal(a->marital_status, b->marital_status);
	assert_string_equal(a->occupation, b->occupation);
}

/* What the hub says about a handoff is equal. */
static void
assert_handoff_head(const struct hub_handoff *a, const struct hub_handoff *b)
{
	assert_string_equal(a->id, b->id);
	assert_string_equal(a->case_id, b->case_id);
	assert_string_equal(a->parent, b->parent);
	assert_int_equal(a->kind, b->kind);
	assert_true(a->chan_seq == b->chan_seq && a->hop == b->hop);
	assert_string_equal(a->sender, b->sender);
	assert_string_equal(a->receiver, b->receiver);
	assert_string_equal(a->source, b->source);
	assert_string_equal(a->tracking_id, b->tracking_id);
	assert_int_equal(a->channel, b->channel);
	assert_int_equal(a->classification, b->classification);
	assert_int_equal(a->reason, b->reason);
	assert_string_equal(a->note, b->note);
	assert_true(a->occurred_at == b->occurred_at);
	assert_true(a->received_at == b->received_at);
	assert_true(a->due_at == b->due_at);
	assert_int_equal(a->anonymous, b->anonymous);
	assert_int_equal(a->secret, b->secret);
	assert_int_equal(a->urgent, b->urgent);
	assert_int_equal(a->test, b->test);
}

/* Two handoffs are equal in every field. */
void
assert_handoff(const struct hub_handoff *a, const struct hub_handoff *b)
{
	assert_handoff_head(a, b);
	assert_string_equal(a->subject, b->subject);
	assert_string_equal(a->narrative, b->narrative);
	assert_string_equal(a->category, b->category);
	assert_string_equal(a->region, b->region);
	assert_string_equal(a->location, b->location);
	assert_string_equal(a->priority_program_id, b->priority_program_id);
	assert_string_equal(a->reported_body, b->reported_body);
	assert_string_equal(a->prior_complaint, b->prior_complaint);
	assert_string_equal(a->consent, b->consent);
	assert_int_equal(a->consent_at, b->consent_at);
	assert_complainant(&a->complainant, &b->complainant);
	assert_int_equal(a->attachment_count, b->attachment_count);
	for (size_t i = 0; i < b->attachment_count; i++) {
		assert_string_equal(a->attachments[i].id, b->attachments[i].id);
		assert_string_equal(a->attachments[i].name,
		    b->attachments[i].name);
		assert_string_equal(a->attachments[i].type,
		    b->attachments[i].type);
		assert_true(a->attachments[i].size == b->attachments[i].size);
	}
}

/* Two events are equal in every field but their handoff. */
void
assert_event(const struct hub_event *a, const struct hub_event *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_string_equal(a->handoff_id, b->handoff_id);
	assert_string_equal(a->remote_ref, b->remote_ref);
	assert_string_equal(a->their_id, b->their_id);
	assert_int_equal(a->reason, b->reason);
	assert_string_equal(a->text, b->text);
	assert_string_equal(a->target, b->target);
	assert_string_equal(a->officer, b->officer);
	assert_int_equal(a->audience, b->audience);
	assert_int_equal(a->asked, b->asked);
	assert_int_equal(a->decision, b->decision);
	assert_string_equal(a->corrects, b->corrects);
	assert_string_equal(a->status, b->status);
	assert_string_equal(a->carry, b->carry);
	assert_true(a->claimed_at == b->claimed_at && a->after == b->after);
	assert_true(a->since == b->since && a->until == b->until);
	assert_true(a->rating == b->rating && a->limit == b->limit);
	assert_int_equal(a->unmapped, b->unmapped);
}
