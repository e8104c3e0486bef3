/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "custody_replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASE_PREFIX "case/"
#define CASE_ID_SIZE 24

struct replayed {
	char id[CASE_ID_SIZE];
	uint32_t holder;    /* of names */
	uint32_t lead;	    /* the case it is joined to + 1; 0: none */
	uint64_t seq, last; /* its last number, and that entry */
	uint64_t since, gap_from, gap_to;
	int64_t since_ms;
	bool begun; /* at the instant it was there */
	bool known, gap;
	bool over; /* nothing that comes is about the instant */
};

struct custody_replay {
	int64_t at_ms;
	struct replayed *cases; /* owned */
	size_t count, room;
	uint32_t *slots; /* owned; of cases + 1; a power of two of them */
	size_t slot_count;
	char **names; /* owned; of institutions, names[0] is "" */
	size_t name_count, name_room;
};

/* Holds nothing yet. */
struct custody_replay *
custody_replay_new(int64_t at_ms)
{
	struct custody_replay *r = calloc(1, sizeof(*r));

	if (r != NULL)
		r->at_ms = at_ms;
	return r;
}

void
custody_replay_free(struct custody_replay *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->name_count; i++)
		free(r->names[i]);
	free(r->names);
	free(r->slots);
	free(r->cases);
	free(r);
}

/* FNV-1a. */
static size_t
hash(const char *id)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *id != '\0'; id++)
		h = (h ^ (unsigned char)*id) * UINT64_C(1099511628211);
	return (size_t)(h ^ h >> 32);
}

/* Where a case's slot is, or the free one that it would take. */
static uint32_t *
slot_of(const struct custody_replay *r, const char *id)
{
	size_t at = hash(id);

	for (;; at++) {
		uint32_t *slot = &r->slots[at & (r->slot_count - 1)];

		if (*slot == 0 || strcmp(r->cases[*slot - 1].id, id) == 0)
			return slot;
	}
}

/* Room for one case more. */
static bool
grow(struct custody_replay *r)
{
	size_t room = r->room == 0 ? 64 : r->room * 2;
	struct replayed *cases;
	uint32_t *slots;

	if (r->count < r->room)
		return true;
	cases = realloc(r->cases, room * sizeof(*cases));
	if (cases == NULL)
		return false;
	r->cases = cases;
	slots = calloc(2 * room, sizeof(*slots));
	if (slots == NULL)
		return false;
	free(r->slots);
	r->slots = slots;
	r->slot_count = 2 * room;
	r->room = room;
	for (size_t i = 0; i < r->count; i++)
		*slot_of(r, r->cases[i].id) = (uint32_t)i + 1;
	return true;
}

/* The case of that id, made where there is none; NULL without memory, or for
 * what is no id. */
static struct replayed *
case_of(struct custody_replay *r, const char *id)
{
	struct replayed *c;
	uint32_t *slot;

	if (strlen(id) >= CASE_ID_SIZE || !grow(r))
		return NULL;
	slot = slot_of(r, id);
	if (*slot == 0) {
		c = &r->cases[r->count++];
		*c = (struct replayed){ .last = CUSTODY_BEGINNING };
		(void)snprintf(c->id, sizeof(c->id), "%s", id);
		*slot = (uint32_t)r->count;
	}
	return &r->cases[*slot - 1];
}

/* The number of a name; false without memory. */
static bool
name_of(struct custody_replay *r, const char *name, uint32_t *ret)
{
	char **names;

	for (size_t i = 0; i < r->name_count; i++) {
		*ret = (uint32_t)i;
		if (strcmp(r->names[i], name) == 0)
			return true;
	}
	if (r->name_count == r->name_room) {
		size_t room = r->name_room == 0 ? 16 : r->name_room * 2;

		names = realloc(r->names, room * sizeof(*names));
		if (names == NULL)
			return false;
		r->names = names;
		r->name_room = room;
	}
	r->names[r->name_count] = strdup(name);
	if (r->names[r->name_count] == NULL)
		return false;
	*ret = (uint32_t)r->name_count++;
	return true;
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

/* Whose custody it follows from now. */
static bool
join(struct custody_replay *r, struct replayed *c, const struct canon_entry *e)
{
	size_t at = (size_t)(c - r->cases);
	const struct replayed *lead;

	if (strcmp(e->action, "join") == 0) {
		lead = case_of(r, e->parent);
		if (lead == NULL)
			return false;
		r->cases[at].lead = (uint32_t)(lead - r->cases) + 1;
	} else if (strcmp(e->action, "part") == 0) {
		c->lead = 0;
	}
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
	return name_of(r, e->holder_to, &c->holder);
}

/* Takes one entry to the case it is about. */
bool
custody_replay_add(struct custody_replay *r, uint64_t index,
    const struct canon_entry *e)
{
	const char *id = e->subject + strlen(CASE_PREFIX);
	uint32_t nobody;
	struct replayed *c;

	if (strncmp(e->subject, CASE_PREFIX, strlen(CASE_PREFIX)) != 0 ||
	    e->case_seq == 0)
		return true;
	if (!name_of(r, "", &nobody))
		return false;
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
	return strcmp(e->type, "simpul.case.related.v1") != 0 || join(r, c, e);
}

/* What is known of a case, through whoever leads it. */
static void
tell(const struct custody_replay *r, const struct replayed *c,
    struct custody_holder *ret)
{
	const struct replayed *lead = c->lead == 0 ? c : &r->cases[c->lead - 1];

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
		ret->holder = r->names[lead->holder];
}

/* By its id. */
bool
custody_replay_find(const struct custody_replay *r, const char *id,
    struct custody_holder *ret)
{
	uint32_t slot = r->slot_count == 0 ? 0 : *slot_of(r, id);

	if (slot == 0 || (!r->cases[slot - 1].begun && !r->cases[slot - 1].gap))
		return false;
	tell(r, &r->cases[slot - 1], ret);
	return true;
}

/* All of them. */
void
custody_replay_each(const struct custody_replay *r, custody_holder_fn *each,
    void *ctx)
{
	struct custody_holder holder;

	for (size_t i = 0; i < r->count; i++) {
		if (!r->cases[i].begun && !r->cases[i].gap)
			continue;
		tell(r, &r->cases[i], &holder);
		each(ctx, &holder);
	}
}
