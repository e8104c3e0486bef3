/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "joined.h"

#include "cases_list.h"
#include "part.h"
#include "relations.h"
#include "tell.h"

const char *
joined_problem(const struct act *act)
{
	return act->of_case.joined == 0
	    ? ""
	    : "the case is joined to another, which has its custody; act on "
	      "that one, or undo it (relate --undo)";
}

void
joined_copy(struct case_row *c, const struct case_row *lead)
{
	c->state = lead->state;
	c->holder = lead->holder;
	c->holder_since = lead->holder_since;
	c->due_at = lead->due_at;
	c->first_at = lead->first_at;
	c->answered_at = lead->answered_at;
	c->ended_at = lead->ended_at;
	c->reopened = lead->reopened;
	c->until_at = lead->until_at;
	c->flags &= ~(unsigned)CASE_PROVISIONAL;
	c->flags |= lead->flags & CASE_PROVISIONAL;
	/* Whoever looks at the lead looks at all. */
	c->next_at = 0;
}

/* Something that is done with each joined case, as an act about it. */
typedef enum db_code joined_fn(struct act *member, void *ctx);

/* One of them; what was erased is passed over. */
static enum db_code
do_one(struct act *act, int64_t id, joined_fn *fn, void *ctx)
{
	struct act member = *act;
	enum db_code code = handoffs_main(act->room->db, id, &member.handoff);

	if (code == DB_NONE)
		member.handoff = (struct handoff_row){ .case_id = id };
	else if (code != DB_OK)
		return code;
	code = act_load(&member);
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	member.case_seq = 0;
	return fn(&member, ctx);
}

/* Every one of them. */
static enum db_code
each(struct act *act, joined_fn *fn, void *ctx)
{
	struct relations_joined list;
	enum db_code code = relations_joined(act->room->db, act->of_case.id,
	    &list);

	for (size_t i = 0; i < list.count && code == DB_OK; i++)
		code = do_one(act, list.ids[i], fn, ctx);
	return code;
}

/* joined_fn: its row is as the lead's. */
static enum db_code
follow(struct act *member, void *ctx)
{
	joined_copy(&member->of_case, ctx);
	return cases_set(member->room->db, &member->of_case);
}

enum db_code
joined_follow(struct act *act)
{
	return each(act, follow, &act->of_case);
}

/* joined_fn: the act's event, kept there and on its way to the source. */
static enum db_code
tell(struct act *member, void *ctx)
{
	struct hub_event event = *member->event;
	enum db_code code;

	(void)ctx;
	if (member->of_case.source == member->actor->institution)
		return DB_OK;
	event.handoff_id = event.remote_ref = event.their_id = "";
	member->event = &event;
	code = act_store(member, EVENT_APPLIED);
	if (code == DB_OK && member->handoff.id != 0)
		code = tell_one(member, member->of_case.source, event.kind,
		    member->said);
	return code;
}

enum db_code
joined_tell(struct act *act)
{
	const struct hub_event *e = act->event;

	/* A question is for the one complainant whom it is asked of. */
	if (e->kind == HUB_EV_NEEDS_INFO || e->kind == HUB_EV_ACCEPTED ||
	    part_audience(e) != HUB_AUDIENCE_COMPLAINANT)
		return DB_OK;
	return each(act, tell, NULL);
}

/* A sentence for each source. */
struct sentence {
	enum hub_event_kind kind;
	enum wording which;
	const struct wording_args *args;
};

/* joined_fn: the sentence with the number that this source knows. */
static enum db_code
tell_sentence(struct act *member, void *ctx)
{
	const struct sentence *s = ctx;
	struct wording_args args = *s->args;

	if (member->handoff.id == 0)
		return DB_OK;
	args.case_ref = member->of_case.tracking_id;
	return tell_words(member, member->of_case.source, s->kind, s->which,
	    &args);
}

enum db_code
joined_tell_words(struct act *act, enum hub_event_kind kind, enum wording which,
    const struct wording_args *args)
{
	struct sentence s = { kind, which, args };

	return each(act, tell_sentence, &s);
}
