/* SPDX-License-Identifier: Apache-2.0 */
/* What a case is about; see api_json.h. */
#include "config.h"

#include "api_json.h"

struct text_member {
	const char *name;
	size_t offset;
};

#define TEXT(field) \
	{ \
#field, offsetof(struct hub_handoff, field) \
	}
#define IDENTITY(field) \
	{ \
#field, offsetof(struct hub_complainant, field) \
	}

static const struct text_member texts[] = {
	TEXT(subject),
	TEXT(narrative),
	TEXT(location),
	TEXT(note),
	TEXT(priority_program_id),
	TEXT(reported_body),
	TEXT(prior_complaint),
	TEXT(consent),
};

static const struct text_member identity[] = {
	IDENTITY(name),
	IDENTITY(contact),
	IDENTITY(phone),
	IDENTITY(email),
	IDENTITY(address),
	IDENTITY(national_id),
	IDENTITY(birth_place),
	IDENTITY(birth_date),
	IDENTITY(marital_status),
	IDENTITY(occupation),
};

#define TEXTS (sizeof(texts) / sizeof(texts[0]))
#define IDENTITIES (sizeof(identity) / sizeof(identity[0]))

/* A text member of a struct. */
static const char *
text_at(const void *from, const struct text_member *member)
{
	return *(const char *const *)((const char *)from + member->offset);
}

/* Who complains, as far as it is disclosed. */
static void
put_identity(struct hub_json_out *out, const struct hub_complainant *who)
{
	bool any = false;

	for (size_t i = 0; i < IDENTITIES; i++)
		any = any || text_at(who, &identity[i])[0] != '\0';
	if (!any)
		return;
	hub_json_open(out, "complainant", '{');
	for (size_t i = 0; i < IDENTITIES; i++)
		hub_json_put_given(out, identity[i].name,
		    text_at(who, &identity[i]));
	hub_json_close(out, '}');
}

void
api_put_content(struct hub_json_out *out, const struct hub_handoff *h)
{
	hub_json_put_given(out, "channel", hub_channel_name(h->channel));
	hub_json_put_time(out, "occurred_at", h->occurred_at);
	for (size_t i = 0; i < TEXTS; i++)
		hub_json_put_given(out, texts[i].name, text_at(h, &texts[i]));
	put_identity(out, &h->complainant);
}

void
api_identity_names(const struct hub_handoff *h, struct hub_buf *names)
{
	for (size_t i = 0; i < IDENTITIES; i++) {
		if (text_at(&h->complainant, &identity[i])[0] == '\0')
			continue;
		if (names->len > 0)
			hub_buf_char(names, ',');
		hub_buf_text(names, identity[i].name);
	}
}
