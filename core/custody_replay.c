/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "custody_replay.h"

#include <stdlib.h>
#include <string.h>

#include "ident.h"
#include "namebook.h"
#include "rowmap.h"

#define CASE_PREFIX "case/"

struct replayed {
	uint64_t key;	    /* its id */
	uint64_t lead;	    /* id of the case it is joined to; 0: none */
	uint64_t seq, last; /* its last number, and that entry */
	uint64_t since, gap_from, gap_to;
	int64_t since_ms;
	uint32_t holder; /* of names */
	bool begun;	 /* at the instant it was there */
	bool known, gap;
	bool over; /* nothing that comes is about the instant */
	char id[IDENT_TEXT_SIZE];
};

struct custody_replay {
	int64_t at_ms;
	struct rowmap cases;
	struct namebook names; /* of institutions */
};

/* Holds nothing yet. */
struct custody_replay *
custody_replay_new(int64_t at_ms)
{
	struct custody_replay *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->at_ms = at_ms;
	rowmap_init(&r->cases, sizeof(struct replayed));
	namebook_init(&r->names);
	return r;
}

void
custody_replay_free(struct custody_replay *r)
{
	if (r == NULL)
		return;
	rowmap_release(&r->cases);
	namebook_release(&r->names);
	free(r);
}

/* The case of that id, made where there is none; NULL without memory, or for
 * what is no id. */
static struct replayed *
case_of(struct custody_replay *r, const char *id)
{
	struct replayed *c;
	int64_t key;

	if (!ident_parse(id, &key))
		return NULL;
	c = rowmap_add(&r->cases, (uint64_t)key);
	if (c != NULL && c->id[0] == '\0') {
		c->last = CUSTODY_BEGINNING;
		ident_text(key, c->id);
	}
	return c;
}

/* Whether the number is the case's next; if not, nothing is known from the
 * last entry on. */
static void
number(struct replayed *c, uint64_t index, const struct canon_entry *e)
{
	if (e->case_seq != c->seq + 1) {
		c->gap = true;
		c->known = false;
		c->gap_from = c->last;
		c->gap_to = index;
	}
	c->seq = e->case_seq;
	c->last = index;
}

/* Whose custody the case of that key follows from now. */
static bool
join(struct custody_replay *r, uint64_t key, const struct canon_entry *e)
{
	uint64_t lead = 0;

	if (strcmp(e->action, "join") == 0) {
		const struct replayed *l = case_of(r, e->parent);

		if (l == NULL)
			return false;
		lead = l->key;
	} else if (strcmp(e->action, "part") != 0) {
		return true;
	}
	((struct replayed *)rowmap_find(&r->cases, key))->lead = lead;
	return true;
}

/* What the entry says of the holder. */
static bool
hold(struct custody_replay *r, struct replayed *c, uint64_t index,
    const struct canon_entry *e)
{
	if (e->holder_to[0] == '\0')
		return true;
	c->known = true;
	c->since = index;
	c->since_ms = e->time_ms;
	return namebook_take(&r->names, e->holder_to, &c->holder);
}

/* Takes one entry to the case it is about. */
bool
custody_replay_add(struct custody_replay *r, uint64_t index,
    const struct canon_entry *e)
{
	const char *id = e->subject + strlen(CASE_PREFIX);
	struct replayed *c;

	if (canon_renames(e) && e->time_ms <= r->at_ms)
		return namebook_rename(&r->names, e->initiator, e->target);
	if (strncmp(e->subject, CASE_PREFIX, strlen(CASE_PREFIX)) != 0 ||
	    e->case_seq == 0)
		return true;
	c = case_of(r, id);
	if (c == NULL)
		return false;
	if (c->over)
		return true;
	c->over = e->time_ms > r->at_ms;
	if (c->over && e->case_seq == 1)
		return true; /* the case began later */
	number(c, index, e);
	if (c->over)
		return true;
	if (!c->begun && !c->gap)
		c->known = true;
	c->begun = true;
	if (!hold(r, c, index, e))
		return false;
	return strcmp(e->type, "simpul.case.related.v1") != 0 ||
	    join(r, c->key, e);
}

/* What is known of a case, through whoever leads it. */
static void
tell(const struct custody_replay *r, const struct replayed *c,
    struct custody_holder *ret)
{
	const struct replayed *lead = c->lead == 0
	    ? c
	    : rowmap_find(&r->cases, c->lead);

	*ret = (struct custody_holder){ .case_id = c->id,
		.holder = "",
		.joined = c->lead == 0 ? "" : lead->id,
		.since = lead->since,
		.since_ms = lead->since_ms,
		.known = lead->known && (c->lead == 0 || !c->gap),
		.gap = c->gap || lead->gap,
		.gap_from = c->gap ? c->gap_from : lead->gap_from,
		.gap_to = c->gap ? c->gap_to : lead->gap_to };
	if (ret->known)
		ret->holder = namebook_text(&r->names, lead->holder);
}

/* By its id. */
bool
custody_replay_find(const struct custody_replay *r, const char *id,
    struct custody_holder *ret)
{
	const struct replayed *c = NULL;
	int64_t key;

	if (ident_parse(id, &key))
		c = rowmap_find(&r->cases, (uint64_t)key);
	if (c == NULL || (!c->begun && !c->gap))
		return false;
	tell(r, c, ret);
	return true;
}

/* All of them. */
void
custody_replay_each(const struct custody_replay *r, custody_holder_fn *each,
    void *ctx)
{
	struct custody_holder holder;

	for (size_t i = 0; i < r->cases.count; i++) {
		const struct replayed *c = rowmap_at(&r->cases, i);

		if (!c->begun && !c->gap)
			continue;
		tell(r, c, &holder);
		each(ctx, &holder);
	}
}
