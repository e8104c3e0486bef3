/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_case.h"

#include <string.h>

#include "omb_file.h"

enum form { TEXT, FLAG, TIME, COUNT, KIND, CHANNEL, CLASS, REASON, WHO };

/* Who says it. */
enum way { HUB_SAYS = 1, THEY_SAY = 2, BOTH_SAY = HUB_SAYS | THEY_SAY };

struct member {
	const char *name;
	size_t offset;
	enum form form;
	enum way way;
};

#define AT(field) offsetof(struct hub_handoff, field)

/* In the order of the schema. */
static const struct member members[] = {
	{ "handoff", AT(id), TEXT, HUB_SAYS },
	{ "case", AT(case_id), TEXT, BOTH_SAY },
	{ "parent", AT(parent), TEXT, HUB_SAYS },
	{ "kind", AT(kind), KIND, BOTH_SAY },
	{ "chanSeq", AT(chan_seq), COUNT, HUB_SAYS },
	{ "hop", AT(hop), COUNT, HUB_SAYS },
	{ "sender", AT(sender), TEXT, HUB_SAYS },
	{ "receiver", AT(receiver), TEXT, BOTH_SAY },
	{ "source", AT(source), TEXT, HUB_SAYS },
	{ "trackingId", AT(tracking_id), TEXT, BOTH_SAY },
	{ "channel", AT(channel), CHANNEL, BOTH_SAY },
	{ "classification", AT(classification), CLASS, BOTH_SAY },
	{ "reason", AT(reason), REASON, BOTH_SAY },
	{ "note", AT(note), TEXT, BOTH_SAY },
	{ "subject", AT(subject), TEXT, BOTH_SAY },
	{ "narrative", AT(narrative), TEXT, BOTH_SAY },
	{ "category", AT(category), TEXT, BOTH_SAY },
	{ "region", AT(region), TEXT, BOTH_SAY },
	{ "location", AT(location), TEXT, BOTH_SAY },
	{ "priorityProgramId", AT(priority_program_id), TEXT, BOTH_SAY },
	{ "reportedBody", AT(reported_body), TEXT, BOTH_SAY },
	{ "", 0, WHO, HUB_SAYS },
	{ "priorComplaint", AT(prior_complaint), TEXT, THEY_SAY },
	{ "consent", AT(consent), TEXT, THEY_SAY },
	{ "consentAt", AT(consent_at), TIME, THEY_SAY },
	{ "occurredAt", AT(occurred_at), TIME, BOTH_SAY },
	{ "receivedAt", AT(received_at), TIME, HUB_SAYS },
	{ "dueAt", AT(due_at), TIME, HUB_SAYS },
	{ "anonymous", AT(anonymous), FLAG, BOTH_SAY },
	{ "secret", AT(secret), FLAG, BOTH_SAY },
	{ "urgent", AT(urgent), FLAG, BOTH_SAY },
	{ "test", AT(test), FLAG, BOTH_SAY },
};

/* Of a petition, in its order; the first ones are the law's, and those of
 * the complainant stand in a complainant, too. */
static const struct member petition[] = {
	{ "name", AT(complainant.name), TEXT, BOTH_SAY },
	{ "birthPlace", AT(complainant.birth_place), TEXT, BOTH_SAY },
	{ "birthDate", AT(complainant.birth_date), TEXT, BOTH_SAY },
	{ "maritalStatus", AT(complainant.marital_status), TEXT, BOTH_SAY },
	{ "occupation", AT(complainant.occupation), TEXT, BOTH_SAY },
	{ "address", AT(complainant.address), TEXT, BOTH_SAY },
	{ "contact", AT(complainant.contact), TEXT, BOTH_SAY },
	{ "phone", AT(complainant.phone), TEXT, BOTH_SAY },
	{ "email", AT(complainant.email), TEXT, BOTH_SAY },
	{ "nationalId", AT(complainant.national_id), TEXT, BOTH_SAY },
	{ "priorComplaint", AT(prior_complaint), TEXT, BOTH_SAY },
	{ "consent", AT(consent), TEXT, BOTH_SAY },
	{ "consentAt", AT(consent_at), TIME, BOTH_SAY },
};

#define COUNT_OF(table) (sizeof(table) / sizeof(*(table)))
#define NEEDED 6    /* of the petition's first, and the last but one */
#define IDENTITY 10 /* of the petition: who complains */

/* The place of a member inside a handoff that is read. */
static const void *
place(const struct hub_handoff *h, const struct member *m)
{
	return (const char *)h + m->offset;
}

/* The text of a member that is one. */
static const char *
text_at(const struct hub_handoff *h, const struct member *m)
{
	const char *text;

	memcpy(&text, place(h, m), sizeof(text));
	return text;
}

/* The words of the four lists. */
static const char *
word_at(const struct hub_handoff *h, const struct member *m)
{
	switch (m->form) {
	case KIND:
		return hub_kind_name(h->kind);
	case CHANNEL:
		return hub_channel_name(h->channel);
	case CLASS:
		return hub_class_name(h->classification);
	case REASON:
		return hub_reason_name(h->reason);
	default:
		return text_at(h, m);
	}
}

const char *
omb_case_lacks(const struct hub_handoff *h)
{
	for (size_t i = 0; i < COUNT_OF(petition); i++) {
		const struct member *m = &petition[i];
		bool wanted = i < NEEDED || (i >= IDENTITY && m->form == TEXT);

		if (wanted && text_at(h, m)[0] == '\0')
			return m->name;
	}
	return "";
}

void
omb_case_put_complainant(struct hub_buf *out, const struct hub_handoff *h)
{
	bool any = false;

	for (size_t i = 0; i < IDENTITY; i++)
		any = any || text_at(h, &petition[i])[0] != '\0';
	if (!any)
		return;
	omb_out_open(out, "complainant");
	for (size_t i = 0; i < IDENTITY; i++)
		omb_out_text(out, petition[i].name, text_at(h, &petition[i]));
	omb_out_close(out, "complainant");
}

static void put_who(struct hub_buf *out, const struct hub_handoff *h);

/* One member: nothing when it is not given, but a flag is always said. */
static void
put_one(struct hub_buf *out, const struct hub_handoff *h,
    const struct member *m)
{
	int64_t number;

	switch (m->form) {
	case FLAG:
		omb_out_flag(out, m->name, *(const bool *)place(h, m));
		break;
	case TIME:
		memcpy(&number, place(h, m), sizeof(number));
		omb_out_time(out, m->name, number);
		break;
	case COUNT:
		memcpy(&number, place(h, m), sizeof(number));
		omb_out_count(out, m->name, (uint64_t)number);
		break;
	case WHO:
		put_who(out, h);
		break;
	default:
		omb_out_text(out, m->name, word_at(h, m));
	}
}

/* A whole petition where nothing of it is missing, else as far as the parts
 * are there. */
static void
put_who(struct hub_buf *out, const struct hub_handoff *h)
{
	if (omb_case_lacks(h)[0] == '\0') {
		omb_out_open(out, "petition");
		for (size_t i = 0; i < COUNT_OF(petition); i++)
			put_one(out, h, &petition[i]);
		omb_out_close(out, "petition");
		return;
	}
	omb_case_put_complainant(out, h);
	for (size_t i = IDENTITY; i < COUNT_OF(petition); i++)
		put_one(out, h, &petition[i]);
}

void
omb_case_put(struct hub_buf *out, const struct hub_handoff *h,
    enum omb_files files)
{
	for (size_t i = 0; i < COUNT_OF(members); i++) {
		if (members[i].way & HUB_SAYS)
			put_one(out, h, &members[i]);
	}
	for (size_t i = 0; i < h->attachment_count; i++)
		omb_file_put(out, &h->attachments[i], files == OMB_FILES_MTOM);
}

/* A word of a list, which the schema knows; only a reason may be another. */
static bool
take_word(const char *word, enum form form, struct hub_handoff *h)
{
	switch (form) {
	case KIND:
		return hub_kind_parse(word, &h->kind);
	case CHANNEL:
		return hub_channel_parse(word, &h->channel);
	case CLASS:
		return hub_class_parse(word, &h->classification);
	default:
		return hub_reason_parse(word, &h->reason);
	}
}

/* One member that a sender gave. */
static enum hub_status
get_one(const struct omb_in *in, const struct member *m, struct hub_handoff *h,
    bool *ret_unmapped, struct hub_error *err)
{
	const char *text = omb_in_text(in, m->name);
	enum hub_status status;
	int64_t at = 0;
	bool flag;

	switch (m->form) {
	case FLAG:
		flag = omb_in_flag(in, m->name);
		memcpy((char *)h + m->offset, &flag, sizeof(flag));
		return HUB_OK;
	case TIME:
		status = omb_in_time(in, m->name, &at, err);
		if (at != 0)
			memcpy((char *)h + m->offset, &at, sizeof(at));
		return status;
	case TEXT:
		if (text[0] != '\0')
			memcpy((char *)h + m->offset, &text, sizeof(text));
		return HUB_OK;
	default:
		if (text[0] != '\0' && !take_word(text, m->form, h))
			*ret_unmapped = true;
		return HUB_OK;
	}
}

enum hub_status
omb_case_get(const struct omb_in *in, struct hub_handoff *h, bool *ret_unmapped,
    struct hub_error *err)
{
	struct omb_in asked = omb_in_at(in, "petition");
	struct omb_in who = omb_in_at(in, "complainant");
	enum hub_status status = HUB_OK;

	for (size_t i = 0; i < COUNT_OF(members) && status == HUB_OK; i++) {
		if (members[i].way & THEY_SAY)
			status = get_one(in, &members[i], h, ret_unmapped, err);
	}
	for (size_t i = 0; i < COUNT_OF(petition) && status == HUB_OK; i++) {
		if (i < IDENTITY)
			status = get_one(&who, &petition[i], h, ret_unmapped,
			    err);
		if (status == HUB_OK)
			status = get_one(&asked, &petition[i], h, ret_unmapped,
			    err);
	}
	return status;
}
