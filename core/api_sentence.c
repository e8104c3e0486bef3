/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_sentence.h"

#include <string.h>

#include "hub_time.h"
#include "term.h"

#define SENTENCE_MAX (128u * 1024u)

/* The sentence of a fact by its type and, where it has one, its kind of
 * handoff. */
static const struct {
	const char *type, *kind;
	enum wording which;
} facts[] = {
	{ "simpul.handoff.received.v1", "", WORDING_RECEIVED },
	{ "simpul.handoff.queued.v1", "transfer", WORDING_PASSED },
	{ "simpul.handoff.escalated.v1", "", WORDING_ESCALATED },
	{ "simpul.handoff.accepted.v1", "transfer", WORDING_HELD },
	{ "simpul.handoff.accepted.v1", "joint", WORDING_JOINED },
	{ "simpul.handoff.accepted.v1", "escalate", WORDING_WATCHED },
	{ "simpul.case.verified.v1", "", WORDING_VERIFIED },
	{ "simpul.case.disputed.v1", "", WORDING_DISPUTED },
	{ "simpul.custody.decided.v1", "", WORDING_DECIDED },
	{ "simpul.case.postponed.v1", "", WORDING_POSTPONED },
	{ "simpul.case.resumed.v1", "", WORDING_RESUMED },
	{ "simpul.case.archived.v1", "", WORDING_ARCHIVED },
	{ "simpul.case.withdrawn.v1", "", WORDING_WITHDRAWN },
	{ "simpul.case.reopened.v1", "", WORDING_REOPENED },
	{ "simpul.case.completed.v1", "", WORDING_COMPLETED_BY_SILENCE },
};

/* The sentence of what was said to the complainant. */
static const enum wording words[HUB_EV_COUNT] = {
	[HUB_EV_NEEDS_INFO] = WORDING_QUESTION,
	[HUB_EV_PROGRESS] = WORDING_PROGRESS,
	[HUB_EV_ANSWERED] = WORDING_ANSWER,
	[HUB_EV_CORRECTION] = WORDING_CORRECTED,
};

/* The name for people of an institution by its id. */
static const char *
name_of(const struct api_sentences *all, const char *id)
{
	const struct conf_institution *inst = conf_find(all->conf, id);

	return inst == NULL ? id : inst->name;
}

/* What every sentence of this case has. */
static struct wording_args
args_of(const struct api_sentences *all)
{
	struct wording_args args = wording_args_init();

	args.case_ref = all->of_case->tracking_id;
	args.zone = term_place(all->conf, all->of_case->region)->zone;
	return args;
}

/* Writes the sentence into the object that is open. */
static void
put(struct hub_json_out *out, enum wording which,
    const struct wording_args *args)
{
	struct hub_buf text;

	hub_buf_init(&text, SENTENCE_MAX);
	wording_make(&text, which, args);
	hub_json_put_given(out, "sentence", hub_buf_str(&text));
	hub_buf_release(&text);
}

/* The row of a fact, WORDING_COUNT for none; a change of the holder is told
 * whatever brought it. */
static enum wording
fact_wording(const struct hub_json *entry)
{
	const char *type = hub_json_text(entry, "type");
	const char *kind = hub_json_text(entry, "data.kind");

	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (strcmp(facts[i].type, type) == 0 &&
		    (facts[i].kind[0] == '\0' ||
			strcmp(facts[i].kind, kind) == 0))
			return facts[i].which;
	if (strcmp(hub_json_text(entry, "data.action"), "rate") == 0)
		return WORDING_COMPLETED_BY_RATING;
	return hub_json_text(entry, "data.holder.to")[0] != '\0'
	    ? WORDING_HELD
	    : WORDING_COUNT;
}

/* What a sentence on a handoff that goes on may tell: who let the one before
 * pass. */
static enum wording
passed_wording(const struct api_sentences *all, const struct hub_json *entry,
    struct wording_args *args)
{
	const char *parent = hub_json_text(entry, "data.parent");

	if (all->ended == NULL || parent[0] == '\0' ||
	    strcmp(hub_json_text(all->ended, "data.handoff"), parent) != 0)
		return WORDING_PASSED;
	args->other = name_of(all, hub_json_text(all->ended, "data.target"));
	return strcmp(hub_json_text(all->ended, "data.state.to"),
		   handoff_state_name(HANDOFF_EXPIRED)) == 0
	    ? WORDING_NOT_IN_TIME
	    : WORDING_NOT_REACHED;
}

/* Whether a fact ends a handoff without a word of its receiver. */
static bool
ends_silently(const struct hub_json *entry)
{
	const char *state = hub_json_text(entry, "data.state.to");

	return strcmp(state, handoff_state_name(HANDOFF_EXPIRED)) == 0 ||
	    strcmp(state, handoff_state_name(HANDOFF_FAILED)) == 0;
}

void
api_sentence_fact(struct hub_json_out *out, struct api_sentences *all,
    const struct hub_json *entry)
{
	enum wording which = fact_wording(entry);
	struct wording_args args = args_of(all);
	const char *about = "data.target";
	int64_t at = 0;

	if (ends_silently(entry))
		all->ended = entry;
	if (which == WORDING_COUNT)
		return;
	if (which == WORDING_REOPENED ||
	    (which == WORDING_HELD && hub_json_has(entry, "data.holder.to")))
		about = "data.holder.to";
	args.institution = name_of(all, hub_json_text(entry, about));
	if (hub_time_parse(hub_json_text(entry, "time"), &at))
		args.at_ms = at * 1000;
	if (which == WORDING_POSTPONED)
		args.until_ms = all->of_case->until_at;
	(void)hub_reason_parse(hub_json_text(entry, "data.reason"),
	    &args.reason);
	(void)hub_decision_parse(hub_json_text(entry, "data.decision"),
	    &args.decision);
	if (which == WORDING_PASSED)
		which = passed_wording(all, entry, &args);
	put(out, which, &args);
}

void
api_sentence_said(struct hub_json_out *out, const struct api_sentences *all,
    const struct event_row *row, const struct hub_event *event)
{
	enum wording which = words[row->kind];
	struct wording_args args = args_of(all);

	if (row->applied != EVENT_APPLIED ||
	    row->audience != HUB_AUDIENCE_COMPLAINANT)
		return;
	if (row->kind == HUB_EV_COMMENT)
		hub_json_put_given(out, "sentence", event->text);
	/* The first sentence, 0, is none that anybody says. */
	if (which == WORDING_RECEIVED)
		return;
	args.institution = name_of(all, conf_name(all->conf, row->speaker));
	args.text = event->text;
	args.number = (int64_t)event->rating;
	put(out, which, &args);
}
