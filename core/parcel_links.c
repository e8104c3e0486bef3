/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "parcel_links.h"

#include <string.h>

#include "limits.h"
#include "pickup.h"

/* Whether any file may go by its address. */
static bool
may_link(const struct parcel *p, const struct conf *conf)
{
	const struct conf_institution *inst = conf_by_key(conf,
	    p->row.institution);

	return p->row.event == HUB_EV_HANDOFF && p->row.step == 0 &&
	    p->what.handoff.attachment_count > 0 && inst != NULL &&
	    inst->has_links && conf->hub.public_url[0] != '\0' &&
	    (p->of_case.flags & CASE_SECRET) == 0;
}

/* The address of the file at that place. */
static const char *
link_of(struct parcel *p, const char *base, const struct clock *clock,
    size_t place)
{
	char token[PICKUP_TOKEN_SIZE];
	struct hub_buf text;
	const char *link;

	if (place >= PICKUP_PLACES ||
	    p->what.handoff.attachments[place].size == 0 ||
	    p->what.handoff.attachments[place].size > ATTACHMENT_ANSWER_MAX)
		return "";
	pickup_token(clock, p->row.id, (unsigned)place, token);
	hub_buf_init(&text, CONF_TEXT_MAX + sizeof(token));
	hub_buf_text(&text, base);
	while (text.len > 0 && text.data[text.len - 1] == '/')
		text.data[--text.len] = '\0';
	hub_buf_fmt(&text, PICKUP_PATH "%s", token);
	link = hub_buf_ok(&text) ? arena_text(&p->arena, hub_buf_str(&text))
				 : "";
	hub_buf_release(&text);
	return link;
}

void
parcel_links_make(struct parcel *parcel, const struct conf *conf,
    const struct clock *clock)
{
	size_t count = parcel->what.handoff.attachment_count;
	const char **links;

	parcel->what.links = NULL;
	if (!may_link(parcel, conf))
		return;
	links = arena_take(&parcel->arena, count * sizeof(*links));
	if (links == NULL)
		return;
	for (size_t i = 0; i < count; i++)
		links[i] = link_of(parcel, conf->hub.public_url, clock, i);
	/* A text that the arena has no room for is not kept: all or none. */
	if (arena_ok(&parcel->arena))
		parcel->what.links = links;
}

enum db_code
parcel_links_keep(const struct parcel *parcel, struct ledger_room *room)
{
	const struct hub_dispatch *what = &parcel->what;
	struct pickup_row row = { .delivery = parcel->row.id,
		.case_id = parcel->row.case_id,
		.institution = parcel->row.institution,
		.made = room->now_ms,
		.expires = room->now_ms + PICKUP_MS };
	enum db_code code = DB_OK;

	if (what->links == NULL)
		return DB_OK;
	for (size_t i = 0; i < what->handoff.attachment_count && code == DB_OK;
	     i++) {
		const char *token = strrchr(what->links[i], '/');

		if (token == NULL ||
		    !ident_parse(what->handoff.attachments[i].id,
			&row.attachment))
			continue;
		row.place = (int64_t)i;
		digest_sha256(token + 1, strlen(token + 1), row.sha256);
		code = pickup_put(room->db, &row);
	}
	return code;
}
