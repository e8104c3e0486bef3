/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "frame_table.h"

#include "hub_event.h"

/* clang-format off */
#define TABLE(rows) { (rows), sizeof(rows) / sizeof((rows)[0]) }

#define TEXT(field) FRAME_ROW(struct hub_handoff, field)
#define LINE(field) FRAME_LINE_ROW(struct hub_handoff, field)
#define VALUE(field) FRAME_ROW(struct hub_handoff, field)
#define WORD(field, last) FRAME_ENUM_ROW(struct hub_handoff, field, last)

static const struct frame_row handoff_rows[] = {
	LINE(id),
	LINE(case_id),
	LINE(parent),
	WORD(kind, HUB_KIND_ESCALATE),
	VALUE(chan_seq),
	VALUE(hop),
	LINE(sender),
	LINE(receiver),
	LINE(source),
	LINE(tracking_id),
	WORD(channel, HUB_CHANNEL_API),
	WORD(classification, HUB_CLASS_ASPIRATION),
	WORD(reason, HUB_REASON_COMPLAINANT_REQUEST),
	TEXT(note),
	LINE(subject),
	TEXT(narrative),
	LINE(category),
	LINE(region),
	TEXT(location),
	LINE(priority_program_id),
	LINE(reported_body),
	LINE(prior_complaint),
	VALUE(occurred_at),
	VALUE(received_at),
	VALUE(due_at),
	VALUE(anonymous),
	VALUE(secret),
	VALUE(urgent),
	VALUE(test),
	LINE(complainant.name),
	TEXT(complainant.contact),
	LINE(complainant.phone),
	LINE(complainant.email),
	TEXT(complainant.address),
	LINE(complainant.national_id),
	LINE(complainant.birth_place),
	LINE(complainant.birth_date),
	LINE(complainant.marital_status),
	LINE(complainant.occupation),
	TEXT(consent),
	VALUE(consent_at),
};

const struct frame_table frame_handoff_table = TABLE(handoff_rows);

static const struct frame_row attachment_rows[] = {
	FRAME_LINE_ROW(struct hub_attachment, id),
	FRAME_LINE_ROW(struct hub_attachment, name),
	FRAME_LINE_ROW(struct hub_attachment, type),
	FRAME_ROW(struct hub_attachment, size),
	FRAME_LINE_ROW(struct hub_attachment, sha256),
};

const struct frame_table frame_attachment_table = TABLE(attachment_rows);

#undef TEXT
#undef LINE
#undef VALUE
#undef WORD
#define TEXT(field) FRAME_ROW(struct hub_event, field)
#define LINE(field) FRAME_LINE_ROW(struct hub_event, field)
#define VALUE(field) FRAME_ROW(struct hub_event, field)
#define WORD(field, last) FRAME_ENUM_ROW(struct hub_event, field, last)

static const struct frame_row event_rows[] = {
	WORD(kind, HUB_EV_COUNT - 1),
	LINE(handoff_id),
	LINE(remote_ref),
	LINE(their_id),
	WORD(reason, HUB_REASON_COMPLAINANT_REQUEST),
	TEXT(text),
	LINE(target),
	LINE(officer),
	WORD(audience, HUB_AUDIENCE_COORDINATOR),
	WORD(asked, HUB_ASKED_HOLDER),
	WORD(decision, HUB_DECISION_PROVISIONAL),
	LINE(corrects),
	LINE(status),
	TEXT(carry),
	VALUE(claimed_at),
	VALUE(after),
	VALUE(since),
	VALUE(until),
	VALUE(rating),
	VALUE(limit),
	VALUE(unmapped),
	VALUE(binding),
	VALUE(without_waiting),
	VALUE(or_returned),
	VALUE(said),
};

const struct frame_table frame_event_table = TABLE(event_rows);
/* clang-format on */

/* Makes a struct say nothing. */
void
frame_table_clear(const struct frame_table *table, void *to)
{
	struct frame_in in;

	/* A frame of no rows leaves every field empty. */
	frame_in_init(&in, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	frame_rows(&in, table->rows, table->count, to);
}
