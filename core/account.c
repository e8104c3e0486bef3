/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "account.h"

#include <string.h>

#include "ident.h"

#define CASE_PREFIX "case/"

/* Nothing is told yet. */
void
account_init(struct account *account)
{
	namebook_init(&account->names);
	rowmap_init(&account->handed, sizeof(struct account_handed));
	rowmap_init(&account->received, sizeof(struct account_received));
}

/* Forgets all. */
void
account_release(struct account *account)
{
	namebook_release(&account->names);
	rowmap_release(&account->handed);
	rowmap_release(&account->received);
}

/* A handoff that was not spoken of before. */
static bool
begin(struct account *account, struct account_handed *h, uint64_t index,
    const struct canon_entry *e)
{
	const char *by = e->sender[0] == '\0' ? e->initiator : e->sender;
	int64_t case_id = 0;

	if (strncmp(e->subject, CASE_PREFIX, strlen(CASE_PREFIX)) == 0)
		(void)ident_parse(e->subject + strlen(CASE_PREFIX), &case_id);
	h->case_id = (uint64_t)case_id;
	h->number = e->chan_seq;
	h->entry = index;
	h->at_ms = e->time_ms;
	h->state = HANDOFF_OFFERED;
	h->test = e->test;
	(void)hub_kind_parse(e->kind, &h->kind);
	return namebook_take(&account->names, by, &h->sender) &&
	    namebook_take(&account->names, e->target, &h->receiver);
}

/* Whether the entry is the receiver's own word. */
static bool
is_theirs(const struct account *account, const struct account_handed *h,
    const struct canon_entry *e)
{
	return e->initiator[0] != '\0' && e->state_from[0] != '\0' &&
	    strcmp(e->initiator, namebook_text(&account->names, h->receiver)) ==
	    0;
}

/* How far it came, and where it stands. */
static bool
go_on(struct account *account, struct account_handed *h,
    const struct canon_entry *e)
{
	enum handoff_state state;

	if (strcmp(e->type, "simpul.handoff.dispatching.v1") == 0)
		h->left = true;
	else if (strcmp(e->type, "simpul.handoff.delivered.v1") == 0)
		h->reached = strcmp(e->outcome, "success") == 0;
	else if (strcmp(e->type, "simpul.handoff.bounced.v1") == 0)
		h->reached = false;
	else if (is_theirs(account, h, e))
		h->reached = true;
	h->left = h->left || h->reached;
	if (e->state_to[0] == '\0' || e->state_from[0] == '\0' ||
	    !handoff_state_parse(e->state_to, &state))
		return true;
	h->state = state;
	return namebook_take(&account->names, e->reason, &h->reason);
}

/* A case that came in: from a hub that says what it calls it, or not. */
static bool
receive(struct account *account, uint64_t index, const struct canon_entry *e)
{
	struct account_received *r;
	int64_t id = 0;

	if (strcmp(e->type, "simpul.handoff.received.v1") != 0 &&
	    strcmp(e->type, "simpul.case.received.v1") != 0)
		return true;
	(void)ident_parse(e->their_handoff, &id);
	r = rowmap_add(&account->received, index);
	if (r == NULL)
		return false;
	r->id = (uint64_t)id;
	r->number = e->their_chan_seq;
	r->at_ms = e->time_ms;
	r->test = e->test;
	return namebook_take(&account->names, e->initiator, &r->from);
}

bool
account_add(struct account *account, uint64_t index,
    const struct canon_entry *e)
{
	struct account_handed *h;
	int64_t id;

	if (canon_renames(e))
		return namebook_rename(&account->names, e->initiator,
		    e->target);
	if (!receive(account, index, e))
		return false;
	if (!ident_parse(e->handoff, &id))
		return true;
	h = rowmap_add(&account->handed, (uint64_t)id);
	if (h == NULL)
		return false;
	if (h->state == 0 && !begin(account, h, index, e))
		return false;
	return go_on(account, h, e);
}
