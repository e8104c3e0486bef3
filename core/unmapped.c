/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "unmapped.h"

#include <string.h>

#include "brought.h"
#include "route.h"
#include "tell.h"

struct hub_event
unmapped_meant(const struct hub_event *said, const struct word_row *word,
    enum handoff_state state)
{
	struct hub_event e = *said;

	e.unmapped = false;
	if (e.reason == HUB_REASON_NONE)
		e.reason = word->reason;
	if (said->kind != HUB_EV_COMMENT)
		return e;
	e.kind = (enum hub_event_kind)word->meaning;
	e.audience = HUB_AUDIENCE_NONE;
	/* A no to what was taken before gives it back. */
	if (e.kind == HUB_EV_REFUSED && handoff_open(state) &&
	    state != HANDOFF_OFFERED)
		e.kind = HUB_EV_RETURNED;
	/* An answer needs a text of its own. */
	if (e.kind == HUB_EV_ANSWERED && e.text[0] == '\0')
		e.kind = HUB_EV_PROGRESS;
	if (e.kind == HUB_EV_PROGRESS && e.text[0] == '\0')
		e.text = e.status;
	return e;
}

/* The coordinator reads the word beside the text. */
static enum db_code
tell_coordinator(struct act *act)
{
	struct hub_event noted = *act->event;
	int64_t to = route_coordinator(act->conf)->key;
	struct hub_buf text;
	enum db_code code;

	if (to == act->actor->institution)
		return DB_OK;
	hub_buf_init(&text, HUB_TEXT_MAX + WORD_MAX + 16);
	hub_buf_fmt(&text, "%s%s[%s]", noted.text,
	    noted.text[0] == '\0' ? "" : "\n", noted.status);
	noted.text = hub_buf_ok(&text) ? hub_buf_str(&text) : noted.text;
	code = tell_said(act, to, &noted);
	hub_buf_release(&text);
	return code;
}

/* Keeps it, with an entry, and moves nothing. */
static enum db_code
keep(struct act *act, bool held)
{
	struct audit_note base = audit_note_init("");
	enum db_code code;

	code = act_store(act, held ? EVENT_HELD : EVENT_MAPPED);
	if (code == DB_OK)
		code = brought_keep(act);
	base.entry.action = held ? "hold" : "ignore";
	act->base = &base;
	act->step = NULL;
	if (code == DB_OK)
		code = act_audit(act, held ? "pending" : "success", "");
	act->base = NULL;
	if (code == DB_OK && held)
		code = tell_coordinator(act);
	if (code != DB_OK)
		return code;
	return act_end(act, HUB_APPLIED,
	    held ? "held as a comment for the coordinator: the hub does not "
		   "know this word yet"
		 : "this word means nothing to the hub");
}

enum db_code
unmapped_hear(struct act *act, struct hub_event *room, bool *ret_done)
{
	const struct hub_event *said = act->event;
	struct word_row word;
	enum db_code code;
	bool comment = said->kind == HUB_EV_COMMENT;

	*room = *said;
	*ret_done = false;
	if (said->status[0] == '\0')
		return DB_OK;
	code = words_hear(act->room->db, act->actor->institution, said->status,
	    act->room->now_ms, &word);
	if (code != DB_OK)
		return code;
	*ret_done = comment &&
	    (word.meaning == WORD_OPEN || word.meaning == WORD_IGNORED);
	if (*ret_done)
		return keep(act, word.meaning == WORD_OPEN);
	if (word.meaning != WORD_OPEN)
		*room = unmapped_meant(said, &word, act->handoff.state);
	return DB_OK;
}
