/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "bumn_member.h"

#include <string.h>

#include "bumn_word.h"
#include "hub_time.h"

/* An OPEN word is one that an institution may have more of than the hub. */
enum form { TEXT, FLAG, TIME, COUNT, WORD, OPEN };

struct member {
	const char *name;
	size_t offset;
	enum form form;
	enum bumn_list list; /* of a word */
};

#define AT(field) offsetof(struct hub_handoff, field)
#define OF(field) offsetof(struct hub_event, field)

static const struct member handoffs[] = {
	{ "id", AT(id), TEXT, 0 },
	{ "case_id", AT(case_id), TEXT, 0 },
	{ "parent", AT(parent), TEXT, 0 },
	{ "kind", AT(kind), WORD, BUMN_KIND },
	{ "chan_seq", AT(chan_seq), COUNT, 0 },
	{ "hop", AT(hop), COUNT, 0 },
	{ "sender", AT(sender), TEXT, 0 },
	{ "receiver", AT(receiver), TEXT, 0 },
	{ "source", AT(source), TEXT, 0 },
	{ "tracking_id", AT(tracking_id), TEXT, 0 },
	{ "channel", AT(channel), WORD, BUMN_CHANNEL },
	{ "classification", AT(classification), WORD, BUMN_CLASS },
	{ "reason", AT(reason), WORD, BUMN_REASON },
	{ "note", AT(note), TEXT, 0 },
	{ "subject", AT(subject), TEXT, 0 },
	{ "narrative", AT(narrative), TEXT, 0 },
	{ "category", AT(category), TEXT, 0 },
	{ "region", AT(region), TEXT, 0 },
	{ "location", AT(location), TEXT, 0 },
	{ "priority_program_id", AT(priority_program_id), TEXT, 0 },
	{ "reported_body", AT(reported_body), TEXT, 0 },
	{ "prior_complaint", AT(prior_complaint), TEXT, 0 },
	{ "occurred_at", AT(occurred_at), TIME, 0 },
	{ "received_at", AT(received_at), TIME, 0 },
	{ "due_at", AT(due_at), TIME, 0 },
	{ "anonymous", AT(anonymous), FLAG, 0 },
	{ "secret", AT(secret), FLAG, 0 },
	{ "urgent", AT(urgent), FLAG, 0 },
	{ "test", AT(test), FLAG, 0 },
	{ "consent", AT(consent), TEXT, 0 },
	{ "consent_at", AT(consent_at), TIME, 0 },
};

static const struct member identity[] = {
	{ "name", AT(complainant.name), TEXT, 0 },
	{ "contact", AT(complainant.contact), TEXT, 0 },
	{ "phone", AT(complainant.phone), TEXT, 0 },
	{ "email", AT(complainant.email), TEXT, 0 },
	{ "address", AT(complainant.address), TEXT, 0 },
	{ "national_id", AT(complainant.national_id), TEXT, 0 },
	{ "birth_place", AT(complainant.birth_place), TEXT, 0 },
	{ "birth_date", AT(complainant.birth_date), TEXT, 0 },
	{ "marital_status", AT(complainant.marital_status), TEXT, 0 },
	{ "occupation", AT(complainant.occupation), TEXT, 0 },
};

static const struct member events[] = {
	{ "handoff_id", OF(handoff_id), TEXT, 0 },
	{ "remote_ref", OF(remote_ref), TEXT, 0 },
	{ "their_id", OF(their_id), TEXT, 0 },
	{ "text", OF(text), TEXT, 0 },
	{ "reason", OF(reason), OPEN, BUMN_REASON },
	{ "target", OF(target), TEXT, 0 },
	{ "officer", OF(officer), TEXT, 0 },
	{ "audience", OF(audience), OPEN, BUMN_AUDIENCE },
	{ "asked", OF(asked), WORD, BUMN_ASKED },
	{ "decision", OF(decision), WORD, BUMN_DECISION },
	{ "corrects", OF(corrects), TEXT, 0 },
	{ "status", OF(status), TEXT, 0 },
	{ "claimed_at", OF(claimed_at), TIME, 0 },
	{ "after", OF(after), COUNT, 0 },
	{ "since", OF(since), TIME, 0 },
	{ "until", OF(until), TIME, 0 },
	{ "rating", OF(rating), COUNT, 0 },
	{ "limit", OF(limit), COUNT, 0 },
	{ "unmapped", OF(unmapped), FLAG, 0 },
	{ "binding", OF(binding), FLAG, 0 },
	{ "without_waiting", OF(without_waiting), FLAG, 0 },
	{ "or_returned", OF(or_returned), FLAG, 0 },
};

#define ROWS(table) (sizeof(table) / sizeof(*(table)))

/* One member that is given. */
static void
put_one(struct hub_json_out *out, const void *base, const struct member *m)
{
	const char *place = (const char *)base + m->offset, *text;
	int64_t number;

	switch (m->form) {
	case TEXT:
		memcpy(&text, place, sizeof(text));
		hub_json_put_given(out, m->name, text);
		break;
	case WORD:
	case OPEN:
		hub_json_put_given(out, m->name,
		    bumn_word_name(m->list, place));
		break;
	case FLAG:
		hub_json_put_flag(out, m->name, *(const bool *)place);
		break;
	case TIME:
		memcpy(&number, place, sizeof(number));
		hub_json_put_time(out, m->name, number);
		break;
	case COUNT:
		memcpy(&number, place, sizeof(number));
		if (number != 0)
			hub_json_put_int(out, m->name, number);
		break;
	}
}

/* A case. */
void
bumn_member_put_handoff(struct hub_json_out *out, const struct hub_handoff *h)
{
	for (size_t i = 0; i < ROWS(handoffs); i++)
		put_one(out, h, &handoffs[i]);
	hub_json_open(out, "complainant", '{');
	for (size_t i = 0; i < ROWS(identity); i++)
		put_one(out, h, &identity[i]);
	hub_json_close(out, '}');
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

/* What is to be said. */
void
bumn_member_put_event(struct hub_json_out *out, const struct hub_event *e)
{
	hub_json_put_text(out, "kind", hub_event_kind_name(e->kind));
	for (size_t i = 0; i < ROWS(events); i++)
		put_one(out, e, &events[i]);
}

/* Says what a member is and what it should be. */
static enum hub_status
wrong(const struct bumn_reading *r, const char *name, const char *found,
    const char *expected)
{
	return hub_fail(r->err, HUB_FAULT, "map, %s: %s.%s: %s%s%sexpected %s",
	    r->place.verb, r->place.path, name,
	    found[0] == '\0' ? "" : "found ", found,
	    found[0] == '\0' ? "" : ", ", expected);
}

/* A text among the notes, "" when they are full. */
static const char *
note(const struct bumn_reading *r, const char *text)
{
	size_t len = strlen(text) + 1;
	char *to = hub_buf_more(r->notes, len);

	return to == NULL ? "" : memcpy(to, text, len);
}

/* A text; a number stands for its digits, as ids often are. */
static enum hub_status
get_text(const struct hub_json *v, const struct member *m,
    const struct bumn_reading *r, const char **ret)
{
	const char *found = hub_json_kind(v, m->name);
	char digits[40];

	if (strcmp(found, "text") == 0)
		*ret = hub_json_text(v, m->name);
	else if (strcmp(found, "number") == 0 &&
	    hub_json_loose(v, m->name, digits, sizeof(digits)))
		*ret = note(r, digits);
	else
		return wrong(r, m->name, found, "a text");
	return HUB_OK;
}

/* An instant: RFC 3339, or seconds since 1970. */
static enum hub_status
get_time(const struct hub_json *v, const struct member *m,
    const struct bumn_reading *r, int64_t *ret)
{
	const char *found = hub_json_kind(v, m->name);

	if (strcmp(found, "number") == 0) {
		*ret = hub_json_int(v, m->name, 0);
		return HUB_OK;
	}
	if (hub_time_parse(hub_json_text(v, m->name), ret))
		return HUB_OK;
	return wrong(r, m->name, strcmp(found, "text") == 0 ? "" : found,
	    "a time with its zone, as in 2026-02-02T08:00:00+08:00");
}

/* A number or a flag. */
static enum hub_status
get_count(const struct hub_json *v, const struct member *m,
    const struct bumn_reading *r, char *place)
{
	const char *found = hub_json_kind(v, m->name);
	int64_t number = hub_json_int(v, m->name, -1);
	bool flag = hub_json_flag(v, m->name);

	if (m->form == FLAG && strcmp(found, "flag") != 0)
		return wrong(r, m->name, found, "true or false");
	if (m->form == COUNT && number < 0)
		return wrong(r, m->name, found, "a whole number");
	if (m->form == FLAG)
		memcpy(place, &flag, sizeof(flag));
	else
		memcpy(place, &number, sizeof(number));
	return HUB_OK;
}

/* "<text>\n[<name>: <word>]", so that a person reads what nobody mapped. */
static void
note_stray(const struct bumn_reading *r, const char *name, const char *word,
    struct hub_event *e)
{
	struct hub_buf whole;

	hub_buf_init(&whole, BUMN_TEXT_MAX);
	hub_buf_fmt(&whole, "%s%s[%s: %s]", e->text,
	    e->text[0] == '\0' ? "" : "\n", name, word);
	e->text = note(r, hub_buf_str(&whole));
	e->unmapped = true;
	hub_buf_release(&whole);
}

/* A word; one that is in no list is noted, or wrong where a clock or a custody
 * hangs on it. */
static enum hub_status
get_word(const struct hub_json *v, const struct member *m,
    const struct bumn_reading *r, void *base)
{
	const char *text = "";
	enum hub_status status = get_text(v, m, r, &text);

	if (status != HUB_OK ||
	    bumn_word_read(m->list, text, (char *)base + m->offset))
		return status;
	if (m->form == WORD)
		return wrong(r, m->name, "", bumn_word_expected(m->list));
	note_stray(r, m->name, text, base);
	return HUB_OK;
}

/* One member, if it is given. */
static enum hub_status
get_one(const struct hub_json *v, const struct member *m,
    const struct bumn_reading *r, void *base)
{
	char *place = (char *)base + m->offset;
	const char *found = hub_json_kind(v, m->name), *text = "";
	enum hub_status status = HUB_OK;
	int64_t time = 0;

	if (found[0] == '\0' || strcmp(found, "null") == 0)
		return HUB_OK;
	if (m->form == FLAG || m->form == COUNT)
		return get_count(v, m, r, place);
	if (m->form == TIME) {
		status = get_time(v, m, r, &time);
		memcpy(place, &time, sizeof(time));
		return status;
	}
	if (m->form != TEXT)
		return get_word(v, m, r, base);
	status = get_text(v, m, r, &text);
	memcpy(place, &text, sizeof(text));
	return status;
}

/* All members of a table. */
static enum hub_status
get_all(const struct hub_json *v, const struct member *rows, size_t count,
    const struct bumn_reading *r, void *base)
{
	enum hub_status status = HUB_OK;

	for (size_t i = 0; i < count && status == HUB_OK; i++)
		status = get_one(v, &rows[i], r, base);
	return status;
}

/* A case that they hand in. */
static enum hub_status
get_handoff(const struct hub_json *v, const struct bumn_reading *r,
    struct hub_handoff *h)
{
	const struct hub_json *inner = hub_json_get(v, "handoff");
	enum hub_status status;

	if (inner == NULL)
		return wrong(r, "handoff", "none", "the case");
	status = get_all(inner, handoffs, ROWS(handoffs), r, h);
	if (status == HUB_OK && hub_json_has(inner, "complainant"))
		status = get_all(hub_json_get(inner, "complainant"), identity,
		    ROWS(identity), r, h);
	return status;
}

/* What is carried on: any JSON of the map's, kept as text. */
static enum hub_status
get_carry(const struct hub_json *v, const struct bumn_reading *r,
    struct hub_event *e)
{
	const char *found = hub_json_kind(v, "carry");

	if (found[0] == '\0')
		return HUB_OK;
	if (strcmp(found, "text") != 0)
		return wrong(r, "carry", found, "a text");
	e->carry = hub_json_text(v, "carry");
	if (strlen(e->carry) > HUB_CARRY_MAX)
		return wrong(r, "carry", "", "at most 4096 bytes");
	return HUB_OK;
}

/* One event. */
enum hub_status
bumn_member_get_event(const struct hub_json *v, const struct bumn_reading *r,
    struct hub_event *ret)
{
	struct hub_event e = hub_event_init(HUB_EV_NONE);
	const char *kind = hub_json_text(v, "kind");
	enum hub_status status;
	bool known = hub_event_kind_parse(kind, &e.kind) &&
	    e.kind != HUB_EV_NONE;

	if (kind[0] == '\0')
		return wrong(r, "kind", hub_json_kind(v, "kind"),
		    "the name of an event");
	status = get_all(v, events, ROWS(events), r, &e);
	if (status == HUB_OK)
		status = get_carry(v, r, &e);
	if (status == HUB_OK && e.kind == HUB_EV_HANDOFF)
		status = get_handoff(v, r, &e.handoff);
	if (status != HUB_OK)
		return status;
	if (!known) {
		e.kind = HUB_EV_COMMENT;
		e.audience = HUB_AUDIENCE_COORDINATOR;
		note_stray(r, "kind", kind, &e);
	}
	*ret = e;
	return HUB_OK;
}
