/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_news.h"

#include <string.h>

#include "hub_time.h"
#include "omb_file.h"
#include "omb_notice.h"
#include "omb_out.h"

#define LIMIT 100u /* items of one answer */
#define THEIRS "c:"
#define OURS "t:"

void
omb_news_ask(struct hub_buf *out, const struct ombudsman_conf *conf,
    const struct hub_at *at, const char *from)
{
	int64_t since = at->now;

	if (strncmp(from, THEIRS, strlen(THEIRS)) == 0) {
		omb_out_text(out, "cursor", from + strlen(THEIRS));
	} else {
		if (strncmp(from, OURS, strlen(OURS)) == 0)
			(void)hub_time_parse(from + strlen(OURS), &since);
		omb_out_time(out, "since", since - conf->lookback);
	}
	omb_out_count(out, "limit", LIMIT);
}

/* The word in an item: its last child. */
static const struct hub_xml_node *
word_in(const struct hub_xml_node *item)
{
	const struct hub_xml_node *node = hub_xml_child(item);

	while (hub_xml_next(node) != NULL)
		node = hub_xml_next(node);
	return node;
}

/* One item.  One that names no handoff, or does not read, holds up nothing;
 * one without an id of its own is known by what it is about. */
static void
tell(const struct omb_in *item, const struct hub_mail *mail,
    struct hub_events *events)
{
	const struct omb_word *word = omb_word_named(hub_xml_name(item->node));
	struct hub_buf note, id;
	struct hub_event e;

	hub_buf_init(&note, OMB_NOTE_MAX);
	hub_buf_init(&id, 4096);
	if (omb_notice_get(word, item, &note, &e, NULL) == HUB_OK &&
	    omb_file_get(item, mail, NULL, NULL) == HUB_OK) {
		hub_buf_fmt(&id, "%s %s %s %s", word->name, e.handoff_id,
		    e.remote_ref, omb_in_text(item, "claimedAt"));
		if (e.their_id[0] == '\0')
			e.their_id = hub_buf_str(&id);
		hub_emit(events, &e);
		(void)omb_file_get(item, mail, events, NULL);
	}
	hub_buf_release(&note);
	hub_buf_release(&id);
}

/* Where the next step or the next poll starts. */
static void
emit_cursor(const struct omb_in *answer, const struct hub_at *at,
    struct hub_events *events)
{
	const char *theirs = omb_in_text(answer, "cursor");
	struct hub_event e = hub_event_init(HUB_EV_CURSOR);
	char now[HUB_TIME_SIZE];
	struct hub_buf cursor;

	hub_buf_init(&cursor, HUB_CARRY_MAX);
	hub_time_text(at->now, now);
	if (theirs[0] != '\0')
		hub_buf_fmt(&cursor, THEIRS "%s", theirs);
	else
		hub_buf_fmt(&cursor, OURS "%s", now);
	if (theirs[0] != '\0' && omb_in_flag(answer, "more"))
		e.kind = HUB_EV_NEXT_STEP;
	e.carry = hub_buf_str(&cursor);
	hub_emit(events, &e);
	hub_buf_release(&cursor);
}

void
omb_news(const struct omb_in *answer, const struct hub_mail *mail,
    const struct hub_at *at, struct hub_events *events)
{
	struct omb_in item = omb_in_at(answer, "item");

	for (;
	     item.node != NULL && strcmp(hub_xml_name(item.node), "item") == 0;
	     item.node = hub_xml_next(item.node)) {
		struct omb_in word = { answer->doc, word_in(item.node) };

		tell(&word, mail, events);
	}
	emit_cursor(answer, at, events);
}
