/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "disclose.h"

#include <stddef.h>
#include <string.h>

#include "agreement.h"
#include "hub_buf.h"
#include "requires.h"

struct member {
	const char *name;
	size_t offset;
};

#define MEMBER(field) \
	{ \
#field, offsetof(struct hub_complainant, field) \
	}

static const struct member members[] = {
	MEMBER(name),
	MEMBER(contact),
	MEMBER(phone),
	MEMBER(email),
	MEMBER(address),
	MEMBER(national_id),
	MEMBER(birth_place),
	MEMBER(birth_date),
	MEMBER(marital_status),
	MEMBER(occupation),
};

#define MEMBERS (sizeof(members) / sizeof(members[0]))

bool
disclose_known(const char *name)
{
	for (size_t i = 0; i < MEMBERS; i++)
		if (strcmp(members[i].name, name) == 0)
			return true;
	return false;
}

/* Whether an institution may see any identity of this handoff. */
static bool
entitled(const struct disclose_to *to, const struct hub_handoff *h)
{
	/* A letter that is not encrypted is a postcard. */
	if (to->inst == NULL ||
	    (to->inst->mailbox[0] != '\0' && !to->inst->encrypts))
		return false;
	return to->kind != HUB_KIND_COPY &&
	    (to->state > HANDOFF_OFFERED ||
		requires_has(to->inst, "identity")) &&
	    handoff_open(to->state) && !h->anonymous &&
	    agreement_in_force(to->inst, to->now);
}

/* Whether its section lists the member. */
static bool
listed(const struct conf_institution *inst, const char *name)
{
	for (size_t i = 0; inst->disclose[i] != NULL; i++)
		if (strcmp(inst->disclose[i], name) == 0)
			return true;
	return false;
}

const char *
disclose_apply(const struct disclose_to *to, struct hub_handoff *h,
    struct arena *arena)
{
	bool may = entitled(to, h);
	struct hub_buf names;
	const char *text;

	/* Their own word is for who must have it, with who they are. */
	if (!may || !requires_has(to->inst, "consent")) {
		h->consent = "";
		h->consent_at = 0;
	}
	hub_buf_init(&names, 256);
	for (size_t i = 0; i < MEMBERS; i++) {
		const char **value = (const char **)((char *)&h->complainant +
		    members[i].offset);

		if (!may || !listed(to->inst, members[i].name)) {
			*value = "";
			continue;
		}
		if (**value == '\0')
			continue;
		if (names.len > 0)
			hub_buf_char(&names, ',');
		hub_buf_text(&names, members[i].name);
	}
	text = arena_text(arena, hub_buf_str(&names));
	hub_buf_release(&names);
	return text;
}
