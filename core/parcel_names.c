/* SPDX-License-Identifier: Apache-2.0 */
/* What those are called whom a parcel names by their ids. */
#include "config.h"

#include <string.h>

#include "parcel.h"

/* What an institution is called; "" of whom no section is known. */
static const char *
called(const struct parcel *p, const char *id)
{
	const struct conf_institution *inst = conf_find(p->conf, id);

	return inst == NULL ? "" : inst->name;
}

/* The same of one or several; "" unless each is known, for what a party
 * proposed may be a text of its own. */
static const char *
all_called(struct parcel *p, const char *ids)
{
	struct hub_buf names;
	const char *kept = "";

	hub_buf_init(&names, PARCEL_MAX);
	for (;;) {
		size_t lead = strspn(ids, ", "), len;
		const char *name;

		ids += lead;
		len = strcspn(ids, ",");
		name = called(p, arena_bytes(&p->arena, ids, len));
		if (name[0] == '\0')
			break;
		hub_buf_fmt(&names, "%s%s", names.len > 0 ? ", " : "", name);
		ids += len;
		if (ids[0] != '\0')
			continue;
		kept = arena_text(&p->arena, hub_buf_str(&names));
		break;
	}
	hub_buf_release(&names);
	return kept;
}

void
parcel_name(struct parcel *p)
{
	const struct hub_handoff *h = &p->what.handoff;

	p->what.names = (struct hub_names){ .sender = called(p, h->sender),
		.receiver = called(p, h->receiver),
		.source = called(p, h->source),
		.reported_body = called(p, h->reported_body),
		.target = all_called(p, p->what.event.target) };
}
