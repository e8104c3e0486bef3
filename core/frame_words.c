/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "frame_words.h"

#include "frame_table.h"

/* An array of count structs, or NULL with the frame failed. */
static void *
array(struct frame_in *in, struct arena *arena, size_t count, size_t size)
{
	void *rows = frame_ok(in) ? arena_take(arena, count * size) : NULL;

	if (rows == NULL)
		frame_fail(in);
	return rows;
}

/* Adds a list of attachments. */
static void
put_attachments(struct hub_buf *out, const struct hub_handoff *h)
{
	const struct frame_table *table = &frame_attachment_table;

	frame_put_int(out, (int64_t)h->attachment_count);
	for (size_t i = 0; i < h->attachment_count; i++)
		frame_put_rows(out, table->rows, table->count,
		    &h->attachments[i]);
}

/* Adds a handoff. */
void
frame_put_handoff(struct hub_buf *out, const struct hub_handoff *h)
{
	frame_put_rows(out, frame_handoff_table.rows, frame_handoff_table.count,
	    h);
	put_attachments(out, h);
}

/* Reads a list of attachments. */
static void
get_attachments(struct frame_in *in, struct arena *arena, struct hub_handoff *h)
{
	const struct frame_table *table = &frame_attachment_table;
	size_t count = frame_count(in, FRAME_ATTACHMENTS);
	struct hub_attachment *rows;

	if (count == 0)
		return;
	rows = array(in, arena, count, sizeof(*rows));
	if (rows == NULL)
		return;
	for (size_t i = 0; i < count; i++)
		frame_rows(in, table->rows, table->count, &rows[i]);
	h->attachments = rows;
	h->attachment_count = count;
}

/* Reads a handoff; also on failure its texts are texts. */
bool
frame_handoff(struct frame_in *in, struct arena *arena, struct hub_handoff *ret)
{
	struct hub_handoff h = { .attachments = NULL };

	frame_rows(in, frame_handoff_table.rows, frame_handoff_table.count, &h);
	get_attachments(in, arena, &h);
	*ret = h;
	return frame_ok(in);
}

/* Adds an event, with its handoff if it is one. */
void
frame_put_event(struct hub_buf *out, const struct hub_event *e)
{
	frame_put_rows(out, frame_event_table.rows, frame_event_table.count, e);
	if (e->kind == HUB_EV_HANDOFF)
		frame_put_handoff(out, &e->handoff);
}

/* Reads an event. */
bool
frame_event(struct frame_in *in, struct arena *arena, struct hub_event *ret)
{
	struct hub_event e = { .kind = HUB_EV_NONE };

	frame_rows(in, frame_event_table.rows, frame_event_table.count, &e);
	if (e.kind == HUB_EV_HANDOFF)
		frame_handoff(in, arena, &e.handoff);
	else
		e.handoff = hub_handoff_init();
	*ret = e;
	return frame_ok(in);
}

/* Adds the addresses of the attachments. */
static void
put_links(struct hub_buf *out, const struct hub_dispatch *d)
{
	size_t count = d->links == NULL ? 0 : d->handoff.attachment_count;

	frame_put_int(out, (int64_t)count);
	for (size_t i = 0; i < count; i++)
		frame_put_text(out, d->links[i]);
}

/* Reads them: one for each attachment, or none at all. */
static const char *const *
get_links(struct frame_in *in, struct arena *arena, const struct hub_handoff *h)
{
	size_t count = frame_count(in, h->attachment_count);
	const char **links;

	if (count == 0)
		return NULL;
	links = array(in, arena, h->attachment_count, sizeof(*links));
	for (size_t i = 0; links != NULL && i < h->attachment_count; i++)
		links[i] = i < count ? frame_text(in) : "";
	return links;
}

static const struct frame_row name_rows[] = {
	FRAME_ROW(struct hub_names, sender),
	FRAME_ROW(struct hub_names, receiver),
	FRAME_ROW(struct hub_names, source),
	FRAME_ROW(struct hub_names, reported_body),
	FRAME_ROW(struct hub_names, target),
};
#define NAME_ROWS (sizeof(name_rows) / sizeof(name_rows[0]))

/* Adds what is to be said. */
void
frame_put_dispatch(struct hub_buf *out, const struct hub_dispatch *d)
{
	frame_put_text(out, d->id);
	frame_put_event(out, &d->event);
	frame_put_handoff(out, &d->handoff);
	put_links(out, d);
	frame_put_rows(out, name_rows, NAME_ROWS, &d->names);
}

/* Reads what is to be said. */
bool
frame_dispatch(struct frame_in *in, struct arena *arena,
    struct hub_dispatch *ret)
{
	struct hub_dispatch d;

	d.id = frame_text(in);
	frame_event(in, arena, &d.event);
	frame_handoff(in, arena, &d.handoff);
	d.links = get_links(in, arena, &d.handoff);
	frame_rows(in, name_rows, NAME_ROWS, &d.names);
	*ret = d;
	return frame_ok(in);
}

/* One row for each field of what the hub made of an event. */
static const struct frame_row result_rows[] = {
	FRAME_ENUM_ROW(struct hub_result, applied, HUB_HELD),
	FRAME_ROW(struct hub_result, id),
	FRAME_ROW(struct hub_result, case_id),
	FRAME_ROW(struct hub_result, state),
	FRAME_ROW(struct hub_result, allowed),
	FRAME_ROW(struct hub_result, decision),
	FRAME_ROW(struct hub_result, holder),
	FRAME_ROW(struct hub_result, detail),
};
#define RESULT_ROWS (sizeof(result_rows) / sizeof(result_rows[0]))

/* Adds what is told of a case. */
static void
put_story(struct hub_buf *out, const struct hub_story *story)
{
	frame_put_text(out, story->handoff_id);
	frame_put_text(out, story->case_state);
	frame_put_int(out, (int64_t)story->said_count);
	for (size_t i = 0; i < story->said_count; i++)
		frame_put_event(out, &story->said[i]);
}

/* Reads what is told of a case. */
static void
get_story(struct frame_in *in, struct arena *arena, struct hub_story *story)
{
	struct hub_event *said = NULL;
	size_t count;

	story->handoff_id = frame_text(in);
	story->case_state = frame_text(in);
	count = frame_count(in, FRAME_SAID);
	if (count > 0)
		said = array(in, arena, count, sizeof(*said));
	if (said == NULL)
		count = 0;
	for (size_t i = 0; i < count; i++)
		frame_event(in, arena, &said[i]);
	story->said = said;
	story->said_count = count;
}

/* Adds what the hub made of a message's events. */
void
frame_put_results(struct hub_buf *out, const struct hub_results *r)
{
	frame_put_int(out, (int64_t)r->count);
	for (size_t i = 0; i < r->count; i++) {
		const struct hub_result *row = &r->rows[i];

		frame_put_rows(out, result_rows, RESULT_ROWS, row);
		frame_put_int(out, (int64_t)row->found_count);
		for (size_t k = 0; k < row->found_count; k++)
			frame_put_handoff(out, &row->found[k]);
	}
	frame_put_int(out, (int64_t)r->story_count);
	for (size_t i = 0; i < r->story_count; i++)
		put_story(out, &r->stories[i]);
	frame_put_text(out, r->next);
}

/* Reads one result. */
static void
get_result(struct frame_in *in, struct arena *arena, struct hub_result *row)
{
	struct hub_handoff *found;
	size_t count;

	frame_rows(in, result_rows, RESULT_ROWS, row);
	count = frame_count(in, FRAME_FOUND);
	if (count == 0)
		return;
	found = array(in, arena, count, sizeof(*found));
	if (found == NULL)
		return;
	for (size_t i = 0; i < count; i++)
		frame_handoff(in, arena, &found[i]);
	row->found = found;
	row->found_count = count;
}

/* Reads what the hub made of a message's events. */
bool
frame_results(struct frame_in *in, struct arena *arena, struct hub_results *ret)
{
	size_t count = frame_count(in, FRAME_RESULTS);
	struct hub_result *rows = NULL;
	struct hub_story *stories = NULL;

	if (count > 0)
		rows = array(in, arena, count, sizeof(*rows));
	if (rows == NULL)
		count = 0;
	for (size_t i = 0; i < count; i++)
		get_result(in, arena, &rows[i]);
	*ret = (struct hub_results){ .rows = rows, .count = count };
	count = frame_count(in, FRAME_STORIES);
	if (count > 0)
		stories = array(in, arena, count, sizeof(*stories));
	if (stories == NULL)
		count = 0;
	for (size_t i = 0; i < count; i++)
		get_story(in, arena, &stories[i]);
	ret->stories = stories;
	ret->story_count = count;
	ret->next = frame_text(in);
	return frame_ok(in);
}
