/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "ksp_member.h"

#include <string.h>

#include "hub_time.h"

enum form { TEXT, FLAG, TIME, COUNT, KIND, CHANNEL, CLASS, REASON };

/* Who says it. */
enum way { HUB_SAYS = 1, THEY_SAY = 2, BOTH_SAY = HUB_SAYS | THEY_SAY };

struct member {
	const char *name;
	size_t offset;
	enum form form;
	enum way way;
};

#define AT(field) offsetof(struct hub_handoff, field)

static const struct member members[] = {
	{ "handoff", AT(id), TEXT, HUB_SAYS },
	{ "case", AT(case_id), TEXT, HUB_SAYS },
	{ "parent", AT(parent), TEXT, HUB_SAYS },
	{ "kind", AT(kind), KIND, BOTH_SAY },
	{ "chan_seq", AT(chan_seq), COUNT, HUB_SAYS },
	{ "hop", AT(hop), COUNT, HUB_SAYS },
	{ "sender", AT(sender), TEXT, HUB_SAYS },
	{ "receiver", AT(receiver), TEXT, HUB_SAYS },
	{ "target", AT(receiver), TEXT, THEY_SAY },
	{ "source", AT(source), TEXT, HUB_SAYS },
	{ "tracking_id", AT(tracking_id), TEXT, BOTH_SAY },
	{ "channel", AT(channel), CHANNEL, BOTH_SAY },
	{ "classification", AT(classification), CLASS, BOTH_SAY },
	{ "reason", AT(reason), REASON, BOTH_SAY },
	{ "note", AT(note), TEXT, BOTH_SAY },
	{ "subject", AT(subject), TEXT, BOTH_SAY },
	{ "narrative", AT(narrative), TEXT, BOTH_SAY },
	{ "category", AT(category), TEXT, BOTH_SAY },
	{ "region", AT(region), TEXT, BOTH_SAY },
	{ "location", AT(location), TEXT, BOTH_SAY },
	{ "priority_program_id", AT(priority_program_id), TEXT, BOTH_SAY },
	{ "reported_body", AT(reported_body), TEXT, BOTH_SAY },
	{ "prior_complaint", AT(prior_complaint), TEXT, BOTH_SAY },
	{ "consent", AT(consent), TEXT, BOTH_SAY },
	{ "consent_at", AT(consent_at), TIME, BOTH_SAY },
	{ "occurred_at", AT(occurred_at), TIME, BOTH_SAY },
	{ "received_at", AT(received_at), TIME, HUB_SAYS },
	{ "due_at", AT(due_at), TIME, HUB_SAYS },
	{ "anonymous", AT(anonymous), FLAG, BOTH_SAY },
	{ "secret", AT(secret), FLAG, BOTH_SAY },
	{ "urgent", AT(urgent), FLAG, BOTH_SAY },
	{ "test", AT(test), FLAG, BOTH_SAY },
};

/* Of the complainant; read by the path "complainant.<name>". */
#define OWN "complainant."
static const struct member identity[] = {
	{ OWN "name", AT(complainant.name), TEXT, BOTH_SAY },
	{ OWN "contact", AT(complainant.contact), TEXT, BOTH_SAY },
	{ OWN "phone", AT(complainant.phone), TEXT, BOTH_SAY },
	{ OWN "email", AT(complainant.email), TEXT, BOTH_SAY },
	{ OWN "address", AT(complainant.address), TEXT, BOTH_SAY },
	{ OWN "national_id", AT(complainant.national_id), TEXT, BOTH_SAY },
	{ OWN "birth_place", AT(complainant.birth_place), TEXT, BOTH_SAY },
	{ OWN "birth_date", AT(complainant.birth_date), TEXT, BOTH_SAY },
	{ OWN "marital_status", AT(complainant.marital_status), TEXT,
	    BOTH_SAY },
	{ OWN "occupation", AT(complainant.occupation), TEXT, BOTH_SAY },
};

#define MEMBERS (sizeof(members) / sizeof(*members))
#define IDENTITY (sizeof(identity) / sizeof(*identity))

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

/* The words of the four closed lists. */
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

/* One member: nothing when it is not given, but a flag is always said. */
static void
put_one(struct hub_json_out *out, const struct hub_handoff *h,
    const struct member *m)
{
	int64_t number;

	switch (m->form) {
	case FLAG:
		hub_json_put_flag(out, m->name, *(const bool *)place(h, m));
		break;
	case TIME:
		memcpy(&number, place(h, m), sizeof(number));
		hub_json_put_time(out, m->name, number);
		break;
	case COUNT:
		memcpy(&number, place(h, m), sizeof(number));
		if (number != 0)
			hub_json_put_int(out, m->name, number);
		break;
	default:
		hub_json_put_given(out, m->name, word_at(h, m));
	}
}

/* Is anything of the complainant disclosed? */
static bool
is_disclosed(const struct hub_handoff *h)
{
	for (size_t i = 0; i < IDENTITY; i++) {
		if (text_at(h, &identity[i])[0] != '\0')
			return true;
	}
	return false;
}

/* Who complains, as far as it is disclosed. */
void
ksp_member_put_complainant(struct hub_json_out *out,
    const struct hub_handoff *h)
{
	if (!is_disclosed(h))
		return;
	hub_json_open(out, "complainant", '{');
	for (size_t i = 0; i < IDENTITY; i++)
		hub_json_put_given(out, identity[i].name + strlen(OWN),
		    text_at(h, &identity[i]));
	hub_json_close(out, '}');
}

/* A whole case. */
void
ksp_member_put(struct hub_json_out *out, const struct hub_handoff *h)
{
	for (size_t i = 0; i < MEMBERS; i++) {
		if (members[i].way & HUB_SAYS)
			put_one(out, h, &members[i]);
	}
	ksp_member_put_complainant(out, h);
	if (h->attachment_count == 0)
		return;
	hub_json_open(out, "attachments", '[');
	for (size_t i = 0; i < h->attachment_count; i++) {
		const struct hub_attachment *a = &h->attachments[i];

		hub_json_open(out, NULL, '{');
		hub_json_put_text(out, "id", a->id);
		hub_json_put_given(out, "name", a->name);
		hub_json_put_given(out, "type", a->type);
		hub_json_put_int(out, "size", (int64_t)a->size);
		hub_json_close(out, '}');
	}
	hub_json_close(out, ']');
}

/* Whether a member is there and not null; *ret_status is not HUB_OK when it
 * is of another kind than expected. */
static bool
is_given(const struct hub_json *v, const char *path, const char *expected,
    enum hub_status *ret_status, struct hub_error *err)
{
	const char *found = hub_json_kind(v, path);

	if (found[0] == '\0' || strcmp(found, "null") == 0)
		return false;
	if (strcmp(found, expected) == 0)
		return true;
	*ret_status = hub_fail(err, HUB_MALFORMED,
	    "data.%s: found %s, expected %s", path, found,
	    strcmp(expected, "flag") == 0 ? "true or false" : expected);
	return false;
}

/* A text, borrowed from the document. */
enum hub_status
ksp_member_text(const struct hub_json *v, const char *path, const char **ret,
    struct hub_error *err)
{
	enum hub_status status = HUB_OK;

	if (is_given(v, path, "text", &status, err))
		*ret = hub_json_text(v, path);
	return status;
}

/* An instant. */
enum hub_status
ksp_member_time(const struct hub_json *v, const char *path, int64_t *ret,
    struct hub_error *err)
{
	const char *text = "";
	enum hub_status status = ksp_member_text(v, path, &text, err);

	if (status != HUB_OK || text[0] == '\0' || hub_time_parse(text, ret))
		return status;
	return hub_fail(err, HUB_MALFORMED,
	    "data.%s: expected a time with its zone, as in "
	    "2026-02-02T08:00:00+08:00",
	    path);
}

/* One word of a closed list into its member; false when nobody knows it. */
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

/* A text or word that a sender gave.  A kind of handoff decides who is
 * answerable, so it is never guessed. */
static enum hub_status
get_text(const struct hub_json *data, const struct member *m,
    struct hub_handoff *h, bool *ret_unmapped, struct hub_error *err)
{
	const char *text = "";
	enum hub_status status = ksp_member_text(data, m->name, &text, err);

	if (status != HUB_OK || text[0] == '\0')
		return status;
	if (m->form == TEXT) {
		memcpy((char *)h + m->offset, &text, sizeof(text));
		return HUB_OK;
	}
	if (take_word(text, m->form, h))
		return HUB_OK;
	if (m->form == KIND)
		return hub_fail(err, HUB_MALFORMED,
		    "data.kind: expected transfer, copy, joint or escalate");
	*ret_unmapped = true;
	return HUB_OK;
}

/* One member that a sender gave. */
static enum hub_status
get_one(const struct hub_json *data, const struct member *m,
    struct hub_handoff *h, bool *ret_unmapped, struct hub_error *err)
{
	enum hub_status status = HUB_OK;
	int64_t time = 0;
	bool flag = false;

	if (m->form == FLAG) {
		if (is_given(data, m->name, "flag", &status, err))
			flag = hub_json_flag(data, m->name);
		memcpy((char *)h + m->offset, &flag, sizeof(flag));
		return status;
	}
	if (m->form != TIME)
		return get_text(data, m, h, ret_unmapped, err);
	status = ksp_member_time(data, m->name, &time, err);
	memcpy((char *)h + m->offset, &time, sizeof(time));
	return status;
}

/* All members that a sender may give. */
enum hub_status
ksp_member_get(const struct hub_json *data, struct hub_handoff *h,
    bool *ret_unmapped, struct hub_error *err)
{
	enum hub_status status = HUB_OK;

	for (size_t i = 0; i < MEMBERS && status == HUB_OK; i++) {
		if (members[i].way & THEY_SAY)
			status = get_one(data, &members[i], h, ret_unmapped,
			    err);
	}
	if (!is_given(data, "complainant", "object", &status, err))
		return status;
	for (size_t i = 0; i < IDENTITY && status == HUB_OK; i++)
		status = get_one(data, &identity[i], h, ret_unmapped, err);
	return status;
}
