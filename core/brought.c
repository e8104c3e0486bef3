/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "brought.h"

#include "attachment_claim.h"

/* How many files of the message belong to the act's event. */
static size_t
count_own(const struct act *act)
{
	size_t count = 0;

	for (size_t i = 0; i < act->file_count; i++)
		if (act->files[i].event == act->index)
			count++;
	return count;
}

/* The case that takes. */
static struct attachment_claim
claim_of(const struct act *act)
{
	return (struct attachment_claim){ .case_id = act->of_case.id,
		.owner = act->actor->institution,
		.key = act->key,
		.arena = act->arena };
}

enum db_code
brought_check(struct act *act, struct hub_handoff *h, bool by_id,
    const char **ret_problem)
{
	*ret_problem = "";
	if (!by_id) {
		h->attachments = NULL;
		h->attachment_count = 0;
	}
	if (h->attachment_count == 0)
		return DB_OK;
	return attachment_claimable(act->room->db, h, act->actor->institution,
	    act->arena, ret_problem);
}

/* The event's own files become the case's; what they are is in the list. */
static enum db_code
keep_own(struct act *act, size_t count, struct hub_attachment *list)
{
	const struct attachment_claim claim = claim_of(act);
	enum db_code code = DB_OK;
	size_t done = 0;

	for (size_t i = 0; i < act->file_count && code == DB_OK; i++)
		if (act->files[i].event == act->index && done < count)
			code = attachment_keep(act->room, &claim,
			    &act->files[i], &list[done++]);
	return code;
}

enum db_code
brought_take(struct act *act, struct hub_handoff *h)
{
	const struct attachment_claim claim = claim_of(act);
	size_t count = count_own(act);
	struct hub_attachment *list;

	if (h->attachment_count > 0)
		return attachment_claim(act->room, &claim, h);
	if (count == 0)
		return DB_OK;
	list = arena_take(act->arena, count * sizeof(*list));
	if (list == NULL)
		return DB_FAILED;
	h->attachments = list;
	h->attachment_count = count;
	return keep_own(act, count, list);
}

enum db_code
brought_keep(struct act *act)
{
	size_t count = count_own(act);
	struct hub_attachment *list;

	if (count == 0)
		return DB_OK;
	list = arena_take(act->arena, count * sizeof(*list));
	return list == NULL ? DB_FAILED : keep_own(act, count, list);
}
