/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_steer.h"

#include <stdlib.h>
#include <string.h>

#include "apply.h"
#include "cases_list.h"
#include "control_look.h"
#include "control_person.h"
#include "decision.h"
#include "limits.h"
#include "reader.h"
#include "route.h"
#include "utf8.h"

/* One act: its case is found first, then it is applied. */
struct act_asked {
	struct apply apply; /* first: its job is what comes home */
	struct reader_job reader;
	struct cases_found found, others; /* others: of "other" */
	struct control_call *call;
	struct conf *conf; /* held */
	struct hub_event event;
	struct steer steer;
	char case_id[IDENT_TEXT_SIZE], other_id[IDENT_TEXT_SIZE];
};

/* Forgets an act. */
static void
drop(struct act_asked *asked)
{
	apply_release(&asked->apply);
	conf_release(asked->conf);
	free(asked);
}

/* Those who got something to be delivered go on. */
static void
wake(const struct act_asked *asked)
{
	struct relay *relay = &control_hub(asked->call)->relay;

	if (asked->apply.wake.all) {
		relay_wake_all(relay);
		return;
	}
	for (size_t i = 0; i < asked->apply.wake.count; i++)
		relay_wake(relay, asked->apply.wake.keys[i]);
}

/* It is done, or was so already. */
static void
answer_good(const struct act_asked *asked, const struct hub_result *r)
{
	control_good(asked->call,
	    json_pack("{s:b,s:s,s:s,s:s,s:s}", "changed",
		r->applied == HUB_APPLIED, "case", r->case_id, "handoff", r->id,
		"state", r->state, "holder", r->holder));
}

/* job done: it is committed, or nothing of it was kept. */
static void
on_applied(struct job *job)
{
	struct act_asked *asked = (struct act_asked *)job;
	const struct hub_result *r = asked->apply.rows;

	if (asked->apply.ledger.code != DB_OK) {
		control_bad(asked->call, "not stored: %s; ask again",
		    db_code_name(asked->apply.ledger.code));
		drop(asked);
		return;
	}
	wake(asked);
	if (r->applied == HUB_APPLIED || r->applied == HUB_DUPLICATE)
		answer_good(asked, r);
	else if (r->allowed[0] != '\0')
		control_bad(asked->call, "%s (allowed now: %s)", r->detail,
		    r->allowed);
	else
		control_bad(asked->call, "%s", r->detail);
	drop(asked);
}

/* More than one case has that reference. */
static void
answer_many(const struct act_asked *asked)
{
	struct hub_buf ids;
	char id[IDENT_TEXT_SIZE];

	hub_buf_init(&ids, 1024);
	for (size_t i = 0; i < asked->found.count; i++) {
		ident_text(asked->found.ids[i], id);
		hub_buf_fmt(&ids, "%s%s", i == 0 ? "" : ", ", id);
	}
	control_bad(asked->call,
	    "\"%.128s\": found %zu cases, expected one; name it by its id: %s",
	    control_text(asked->call, "ref"), asked->found.count,
	    hub_buf_str(&ids));
	hub_buf_release(&ids);
}

/* Whether the other case of the act, where it has one, is just one. */
static bool
is_other_found(const struct act_asked *asked)
{
	return control_text(asked->call, "other")[0] == '\0' ||
	    asked->others.count == 1;
}

/* job done: the case was looked for. */
static void
on_found(struct job *job)
{
	struct reader_job *reader = (struct reader_job *)job;
	struct act_asked *asked = (struct act_asked *)((char *)reader -
	    offsetof(struct act_asked, reader));
	struct hub *hub = control_hub(asked->call);

	if (reader->code == DB_OK && asked->found.count == 1 &&
	    is_other_found(asked) && !hub->draining) {
		ident_text(asked->found.ids[0], asked->case_id);
		if (asked->others.count == 1)
			ident_text(asked->others.ids[0], asked->other_id);
		asked->event.handoff.case_id = asked->case_id;
		ledger_submit(hub->ledger, &asked->apply.ledger);
		return;
	}
	if (reader->code != DB_OK)
		control_bad(asked->call, "not read: %s",
		    db_code_name(reader->code));
	else if (hub->draining)
		control_bad(asked->call, "the hub is stopping; ask again");
	else if (asked->found.count > 1)
		answer_many(asked);
	else if (asked->found.count == 1)
		control_bad(asked->call,
		    "\"%.128s\": found %zu cases, expected one",
		    control_text(asked->call, "other"), asked->others.count);
	else
		control_bad(asked->call, "\"%.128s\": " CONTROL_NO_CASE,
		    control_text(asked->call, "ref"));
	drop(asked);
}

/* reader run: which case is meant. */
static enum db_code
find(struct reader_job *reader, struct reader_room *room)
{
	struct act_asked *asked = (struct act_asked *)((char *)reader -
	    offsetof(struct act_asked, reader));

	const char *other = control_text(asked->call, "other");
	enum db_code code = DB_OK;

	if (other[0] != '\0')
		code = cases_find(room->db, other, &asked->others);
	if (code != DB_OK)
		return code;
	return cases_find(room->db, control_text(asked->call, "ref"),
	    &asked->found);
}

/* What the members of a request may be. */
static const struct {
	const char *name;
	size_t max;
	bool (*fits)(const char *bytes, size_t len);
	const char *expected;
} members[] = {
	{ "by", CONTROL_BY_MAX, utf8_is_line, "one line of text" },
	{ "text", HUB_TEXT_MAX, utf8_is_text, "text" },
	{ "note", HUB_TEXT_MAX, utf8_is_text, "text" },
	{ "category", HUB_TEXT_MAX, utf8_is_line, "one line of text" },
	{ "region", HUB_TEXT_MAX, utf8_is_line, "one line of text" },
	{ "target", DECISION_TARGETS_TEXT, utf8_is_line, "one line of text" },
	{ "to", HUB_TEXT_MAX, utf8_is_line, "one line of text" },
};

/* Whether they are such; false: answered. */
static bool
check_members(struct control_call *call)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		const char *text = control_text(call, members[i].name);
		size_t len = strlen(text);

		if (len > members[i].max)
			control_bad(call,
			    "%s: found %zu bytes, expected at most %zu",
			    members[i].name, len, members[i].max);
		else if (!members[i].fits(text, len))
			control_bad(call,
			    "%s: found a control character, expected %s",
			    members[i].name, members[i].expected);
		else
			continue;
		return false;
	}
	return true;
}

/* An act by a person, in the coordinator's name; NULL: answered. */
static struct act_asked *
begin(struct control_call *call, enum hub_event_kind says)
{
	const char *by = control_text(call, "by");
	struct act_asked *asked;

	if (by[strspn(by, " \t\r\n")] == '\0') {
		control_bad(call,
		    "by: is missing, expected the name of the person who acts");
		return NULL;
	}
	if (!check_members(call))
		return NULL;
	asked = calloc(1, sizeof(*asked));
	if (asked == NULL) {
		control_bad(call, "out of memory");
		return NULL;
	}
	asked->call = call;
	asked->conf = conf_hold(control_hub(call)->relay.conf);
	asked->event = hub_event_init(says);
	apply_init(&asked->apply);
	asked->apply.ledger.job.done = on_applied;
	asked->apply.ledger.weight = 4096;
	asked->apply.conf = asked->conf;
	asked->apply.actor.institution = route_coordinator(asked->conf)->key;
	asked->apply.actor.coordinator = true;
	asked->apply.actor.person = control_person(call);
	asked->apply.actor.channel = "control";
	asked->apply.events = &asked->event;
	asked->apply.count = 1;
	asked->reader.run = find;
	asked->reader.job.done = on_found;
	return asked;
}

/* A word of a closed list. */
struct word_asked {
	const char *member;
	const char *(*name)(unsigned value);
	unsigned *into;
};

/* Reads it; false: answered with the words that it may be. */
static bool
read_word(struct control_call *call, const struct word_asked *word)
{
	const char *text = control_text(call, word->member);
	struct hub_buf words;

	if (text[0] == '\0')
		return true;
	for (unsigned i = 1; word->name(i)[0] != '\0'; i++) {
		if (strcmp(word->name(i), text) != 0)
			continue;
		*word->into = i;
		return true;
	}
	hub_buf_init(&words, 1024);
	for (unsigned i = 1; word->name(i)[0] != '\0'; i++)
		hub_buf_fmt(&words, "%s%s", i == 1 ? "" : ", ", word->name(i));
	control_bad(call, "%s: found \"%.40s\", expected one of %s",
	    word->member, text, hub_buf_str(&words));
	hub_buf_release(&words);
	return false;
}

/* "yes" or "no", or nothing. */
static const char *
choice_name(unsigned value)
{
	static const char *const names[] = { "", "yes", "no" };

	return value < 3 ? names[value] : "";
}

/* What the request says, as event and act; false: answered. */
static bool
read_steer(struct act_asked *asked)
{
	struct control_call *call = asked->call;
	struct steer *steer = &asked->steer;
	const struct word_asked words[] = {
		{ "reason", hub_reason_name, &asked->event.reason },
		{ "asked", hub_asked_name, &asked->event.asked },
		{ "classification", hub_class_name, &steer->classification },
		{ "secret", choice_name, &steer->secret },
		{ "urgent", choice_name, &steer->urgent },
		{ "as", relation_name, &steer->as },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!read_word(call, &words[i]))
			return false;
	asked->event.text = control_text(call, "text");
	steer->until = control_text(call, "until");
	steer->category = control_text(call, "category");
	steer->region = control_text(call, "region");
	steer->other = asked->other_id;
	steer->undo = control_flag(call, "undo");
	steer->adopts = control_text(call, "event");
	return true;
}

void
control_steer(struct control_call *call)
{
	enum steer_verb verb;
	struct act_asked *asked;

	if (!steer_parse(control_text(call, "verb"), &verb)) {
		control_bad(call,
		    "\"%.40s\" is nothing that can be done to a "
		    "case",
		    control_text(call, "verb"));
		return;
	}
	asked = begin(call, steer_says(verb));
	if (asked == NULL)
		return;
	asked->steer = steer_init(verb);
	asked->apply.steer = &asked->steer;
	if (read_steer(asked))
		reader_submit(control_hub(call)->reader, &asked->reader);
	else
		drop(asked);
}

/* In whose name it is decided: the coordinator's unless another is named;
 * false: answered. */
static bool
read_name(struct act_asked *asked)
{
	const char *name = control_text(asked->call, "as");
	const struct conf_institution *inst = conf_find(asked->conf, name);
	struct act_actor *actor = &asked->apply.actor;

	if (name[0] == '\0')
		return true;
	if (inst == NULL) {
		control_bad(asked->call,
		    "as: \"%.64s\" is no institution; simpulctl institutions "
		    "lists them",
		    name);
		return false;
	}
	actor->coordinator = inst->key == actor->institution;
	actor->institution = inst->key;
	return true;
}

/* The same of a decision. */
static bool
read_decision(struct act_asked *asked)
{
	struct hub_event *event = &asked->event;
	const struct word_asked decision = { "decision", hub_decision_name,
		&event->decision };

	event->text = control_text(asked->call, "text");
	event->target = control_text(asked->call, "target");
	return read_word(asked->call, &decision) && read_name(asked);
}

void
control_decide(struct control_call *call)
{
	struct act_asked *asked = begin(call, HUB_EV_DECISION);

	if (asked == NULL)
		return;
	if (read_decision(asked))
		reader_submit(control_hub(call)->reader, &asked->reader);
	else
		drop(asked);
}

/* The same of one more handoff. */
static bool
read_pass(struct act_asked *asked)
{
	struct hub_handoff *h = &asked->event.handoff;
	const struct word_asked kind = { "kind", hub_kind_name, &h->kind };
	const struct word_asked reason = { "reason", hub_reason_name,
		&asked->event.reason };

	h->receiver = control_text(asked->call, "to");
	h->note = control_text(asked->call, "note");
	return read_word(asked->call, &kind) && read_word(asked->call, &reason);
}

void
control_pass(struct control_call *call)
{
	struct act_asked *asked = begin(call, HUB_EV_HANDOFF);

	if (asked == NULL)
		return;
	if (read_pass(asked))
		reader_submit(control_hub(call)->reader, &asked->reader);
	else
		drop(asked);
}
