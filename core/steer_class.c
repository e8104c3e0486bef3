/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "steer_class.h"

#include <string.h>

#include "case_clock.h"
#include "frame_words.h"
#include "limits.h"

/* Whether a flag would change. */
static bool
flips(unsigned flags, unsigned flag, enum steer_choice choice)
{
	if (choice == STEER_AS_IT_IS)
		return false;
	return ((flags & flag) != 0) != (choice == STEER_YES);
}

bool
steer_class_differs(const struct case_row *c, const struct steer *steer)
{
	if (steer->classification != HUB_CLASS_NONE &&
	    steer->classification != c->classification)
		return true;
	if (steer->category[0] != '\0' &&
	    strcmp(steer->category, c->category) != 0)
		return true;
	if (steer->region[0] != '\0' && strcmp(steer->region, c->region) != 0)
		return true;
	return flips(c->flags, CASE_SECRET, steer->secret) ||
	    flips(c->flags, CASE_URGENT, steer->urgent);
}

/* A flag as it was chosen. */
static void
set_flag(struct case_row *c, unsigned flag, enum steer_choice choice)
{
	if (choice == STEER_YES)
		c->flags |= flag;
	else if (choice == STEER_NO)
		c->flags &= ~flag;
}

/* The row's members. */
static void
set_row(struct case_row *c, const struct steer *steer)
{
	if (steer->classification != HUB_CLASS_NONE)
		c->classification = steer->classification;
	if (steer->category[0] != '\0')
		(void)snprintf(c->category, sizeof(c->category), "%s",
		    steer->category);
	if (steer->region[0] != '\0')
		(void)snprintf(c->region, sizeof(c->region), "%s",
		    steer->region);
	set_flag(c, CASE_SECRET, steer->secret);
	set_flag(c, CASE_URGENT, steer->urgent);
}

/* Seals the content as it is now, as one more row. */
static enum db_code
put_content(struct act *act, const struct hub_handoff *h)
{
	struct ledger_room *room = act->room;
	struct content_row row = { .id = ident_new(&room->ident),
		.case_id = act->of_case.id,
		.kind = CONTENT_CANONICAL };
	struct hub_buf frame;
	enum db_code code = DB_FAILED;

	hub_buf_init(&frame, INTAKE_FRAME_MAX);
	frame_put_handoff(&frame, h);
	row.bytes = frame.data;
	row.len = frame.len;
	if (hub_buf_ok(&frame))
		code = content_put(room->db, room->clock, act->key, &row);
	hub_buf_release(&frame);
	if (code == DB_OK)
		act->of_case.content = row.id;
	return code;
}

/* The content says what the row says. */
static enum db_code
rewrite(struct act *act)
{
	struct case_row *c = &act->of_case;
	struct hub_handoff h = hub_handoff_init();
	struct hub_buf plain;
	struct arena arena;
	struct frame_in in;
	enum db_code code;

	hub_buf_init(&plain, INTAKE_FRAME_MAX);
	arena_init(&arena, INTAKE_FRAME_MAX);
	code = content_get(act->room->db, act->key, c->content, &plain);
	if (code == DB_OK) {
		frame_in_init(&in, plain.data, plain.len);
		code = frame_handoff(&in, &arena, &h) ? DB_OK : DB_CORRUPT;
	}
	if (code == DB_OK) {
		h.classification = c->classification;
		h.category = c->category;
		h.region = c->region;
		h.secret = (c->flags & CASE_SECRET) != 0;
		h.urgent = (c->flags & CASE_URGENT) != 0;
		code = put_content(act, &h);
	}
	arena_release(&arena);
	hub_buf_release(&plain);
	return code == DB_NONE ? DB_CORRUPT : code;
}

enum db_code
steer_class_set(struct act *act, const struct steer *steer)
{
	enum db_code code;

	set_row(&act->of_case, steer);
	code = rewrite(act);
	if (code == DB_OK)
		code = cases_name(act->room->db, &act->of_case);
	return code == DB_OK ? case_clock_again(act) : code;
}

static const char *const classes[] = {
	[HUB_CLASS_NONE] = "pengaduan",
	[HUB_CLASS_INFORMATION_REQUEST] = "permintaan informasi",
	[HUB_CLASS_COMPLAINT] = "pengaduan",
	[HUB_CLASS_SUPERVISORY] = "pengaduan berkadar pengawasan",
	[HUB_CLASS_ASPIRATION] = "aspirasi",
};

void
steer_class_words(const struct act *act, struct hub_buf *out)
{
	const struct case_row *c = &act->of_case;

	hub_buf_text(out, classes[c->classification]);
	if (c->category[0] != '\0')
		hub_buf_fmt(out, ", kategori %s", c->category);
	if (c->region[0] != '\0')
		hub_buf_fmt(out, ", wilayah %s", c->region);
	if ((c->flags & CASE_URGENT) != 0)
		hub_buf_text(out, ", mendesak");
	if ((c->flags & CASE_SECRET) != 0)
		hub_buf_text(out, ", rahasia");
}
