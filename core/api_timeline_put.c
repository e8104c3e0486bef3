/* SPDX-License-Identifier: Apache-2.0 */
/* A fact and a thing said as the timeline shows them. */
#include "config.h"

#include "api_timeline.h"

#include <stdio.h>
#include <string.h>

#include "api_json.h"
#include "frame_words.h"
#include "hub_time.h"
#include "ident.h"
#include "limits.h"

/* Two members of an entry as an object, if there is any. */
static void
put_change(struct hub_json_out *out, const char *key,
    const struct hub_json *entry)
{
	char from[32], to[32];

	(void)snprintf(from, sizeof(from), "data.%s.from", key);
	(void)snprintf(to, sizeof(to), "data.%s.to", key);
	if (!hub_json_has(entry, from) && !hub_json_has(entry, to))
		return;
	hub_json_open(out, key, '{');
	hub_json_put_given(out, "from", hub_json_text(entry, from));
	hub_json_put_given(out, "to", hub_json_text(entry, to));
	hub_json_close(out, '}');
}

/* "handoff.accepted" of "simpul.handoff.accepted.v1". */
static void
put_type(struct hub_json_out *out, const char *type)
{
	const char *at = strchr(type, '.'), *end = strrchr(type, '.');
	char name[65] = "";

	if (at != NULL && end > at && (size_t)(end - at) < sizeof(name))
		memcpy(name, at + 1, (size_t)(end - at) - 1);
	hub_json_put_text(out, "type", name);
}

/* Members of data that stand in a fact under the same name. */
static const char *const shown[] = { "action", "outcome", "reason", "basis",
	"handoff", "parent", "kind", "evidence", "route" };

/* One entry of the audit log. */
void
timeline_put_fact(struct hub_json_out *out, struct timeline_words *words,
    const struct hub_json *e, int64_t seq)
{
	const int64_t smtp = hub_json_int(e, "data.transport.smtp", 0);
	char path[32];

	hub_json_open(out, NULL, '{');
	hub_json_put_text(out, "at", hub_json_text(e, "time"));
	put_type(out, hub_json_text(e, "type"));
	api_put_title(out, "title",
	    api_title_fact(hub_json_text(e, "type"),
		hub_json_text(e, "data.action")));
	hub_json_put_int(out, "seq", seq);
	hub_json_put_given(out, "by", hub_json_text(e, "data.initiator"));
	hub_json_put_given(out, "to", hub_json_text(e, "data.target"));
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		(void)snprintf(path, sizeof(path), "data.%s", shown[i]);
		hub_json_put_given(out, shown[i], hub_json_text(e, path));
	}
	api_put_title(out, "reason_title",
	    api_title_ground(hub_json_text(e, "data.reason"),
		hub_json_text(e, "data.basis")));
	if (smtp != 0)
		hub_json_put_int(out, "smtp", smtp);
	put_change(out, "state", e);
	put_change(out, "holder", e);
	api_sentence_fact(out, &words->sentences, e);
	hub_json_close(out, '}');
}

/* Texts of an event. */
static void
put_words(struct hub_json_out *out, const struct hub_event *e)
{
	hub_json_put_given(out, "text",
	    e->kind == HUB_EV_HANDOFF ? e->handoff.note : e->text);
	hub_json_put_given(out, "officer", e->officer);
	hub_json_put_given(out, "reason", hub_reason_name(e->reason));
	hub_json_put_given(out, "target", e->target);
	hub_json_put_given(out, "asked", hub_asked_name(e->asked));
	hub_json_put_given(out, "decision", hub_decision_name(e->decision));
	hub_json_put_given(out, "corrects", e->corrects);
	hub_json_put_given(out, "event_id", e->their_id);
	if (e->unmapped)
		hub_json_put_given(out, "word", e->status);
	hub_json_put_time(out, "claimed_at", e->claimed_at);
	if (e->rating != 0)
		hub_json_put_int(out, "rating", (int64_t)e->rating);
}

/* Opens what was said, into the arena. */
static enum db_code
open_said(const struct timeline_words *words, const struct event_row *row,
    struct hub_event *ret)
{
	struct hub_buf plain;
	struct frame_in in;
	enum db_code code;

	if (words->key == NULL || row->content == 0)
		return DB_NONE;
	hub_buf_init(&plain, INTAKE_FRAME_MAX);
	code = content_get(words->db, words->key, row->content, &plain);
	if (code == DB_OK) {
		frame_in_init(&in,
		    arena_bytes(words->arena, plain.data, plain.len),
		    plain.len);
		if (!frame_event(&in, words->arena, ret))
			code = DB_CORRUPT;
	}
	hub_buf_release(&plain);
	return code;
}

/* One thing said. */
enum db_code
timeline_put_said(struct hub_json_out *out, const struct timeline_words *words,
    const struct event_row *row)
{
	struct hub_event event;
	char at[HUB_TIME_SIZE];
	enum db_code code;

	hub_json_open(out, NULL, '{');
	hub_time_text_ms(ident_ms(row->id), at);
	hub_json_put_text(out, "at", at);
	hub_json_put_text(out, "type", "said");
	hub_json_put_text(out, "event", hub_event_kind_name(row->kind));
	api_put_name(out, "by", words->sentences.conf, row->speaker);
	api_put_id(out, "handoff", row->handoff_id);
	hub_json_put_given(out, "audience", hub_audience_name(row->audience));
	if (row->applied == EVENT_LATE)
		hub_json_put_flag(out, "late", true);
	if (row->applied == EVENT_CORRECTED)
		hub_json_put_flag(out, "corrected", true);
	if (row->applied == EVENT_HELD)
		hub_json_put_flag(out, "held", true);
	code = open_said(words, row, &event);
	if (code == DB_OK) {
		put_words(out, &event);
		api_sentence_said(out, &words->sentences, row, &event);
	}
	hub_json_close(out, '}');
	return code == DB_NONE ? DB_OK : code;
}
