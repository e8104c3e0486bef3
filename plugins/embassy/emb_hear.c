/* SPDX-License-Identifier: Apache-2.0 */
/* What a letter tells, and the letter that confirms it. */
#include "config.h"

#include "embassy.h"

#include <stdio.h>
#include <string.h>

#include "emb_act.h"
#include "emb_line.h"
#include "emb_reply.h"

#define COMMENT_MAX 2000u /* bytes kept of a machine's letter */
#define NAME_MAX_LEN 255u
#define TYPE_MAX_LEN 127u
#define FILES 60u			  /* taken of a letter */
#define FILES_BYTES (22u * 1024u * 1024u) /* of all together */

/* One file, under a name of ours where theirs is none that can be kept. */
static void
tell_file(const struct hub_mail_part *part, unsigned number,
    struct hub_events *events)
{
	const char *given = part->filename, *type = part->type;
	char name[32];

	(void)snprintf(name, sizeof(name), "lampiran-%u%s", number,
	    strcmp(type, "message/rfc822") == 0 ? ".eml" : "");
	if (given[0] == '\0' || strlen(given) > NAME_MAX_LEN)
		given = name;
	if (strlen(type) > TYPE_MAX_LEN)
		type = "application/octet-stream";
	hub_emit_attachment(events, given, type, part->data, part->len);
}

/* The files that came along, as many as the hub takes of a message. */
static void
tell_files(const struct hub_mail *mail, struct hub_events *events)
{
	size_t bytes = 0;
	unsigned count = 0;

	for (size_t i = 0; i < hub_mail_count(mail); i++) {
		const struct hub_mail_part *part = hub_mail_part(mail, i);

		if (!emb_letter_is_file(part) || count == FILES ||
		    part->len > FILES_BYTES - bytes)
			continue;
		bytes += part->len;
		count++;
		tell_file(part, count, events);
	}
}

/* What a person said. */
static void
tell_act(const struct emb_letter *letter, const struct hub_at *at,
    struct hub_events *events)
{
	struct emb_act act;

	emb_act_read(letter, at, &act);
	hub_emit(events, &act.event);
	if (act.verb != EMB_SETUJU)
		tell_files(letter->mail, events);
	emb_act_release(&act);
}

/* A comment for the coordinator on what a machine said. */
static void
tell_comment(const struct hub_at *at, const char *before, const char *text,
    struct hub_events *events)
{
	struct hub_event e = hub_event_init(HUB_EV_COMMENT);
	struct emb_line said = { text, strlen(text) };
	struct hub_buf buf;

	hub_buf_init(&buf, COMMENT_MAX + 64);
	emb_line_cut(&said, COMMENT_MAX);
	hub_buf_text(&buf, before);
	hub_buf_add(&buf, said.at, said.len);
	e.handoff_id = at->handoff_id;
	e.audience = HUB_AUDIENCE_COORDINATOR;
	e.text = hub_buf_str(&buf);
	hub_emit(events, &e);
	hub_buf_release(&buf);
}

/* An event that is a fact of transport. */
static void
tell_fact(const struct hub_at *at, enum hub_event_kind kind, const char *text,
    struct hub_events *events)
{
	struct hub_event e = hub_event_init(kind);

	e.handoff_id = at->handoff_id;
	e.text = text;
	hub_emit(events, &e);
}

/* The first call: understand. */
static void
hear(const struct emb_letter *letter, const struct hub_at *at,
    struct hub_events *events)
{
	const char *note = hub_buf_str(&letter->note);

	switch (letter->sort) {
	case EMB_PERSON:
		tell_act(letter, at, events);
		break;
	case EMB_AUTO:
		tell_fact(at, HUB_EV_DELIVERED, "", events);
		tell_comment(at, "[Balasan otomatis] ",
		    hub_buf_str(&letter->text), events);
		break;
	case EMB_FAILED:
		tell_fact(at, HUB_EV_GONE, note, events);
		break;
	case EMB_DOUBTFUL:
		tell_comment(at, "[Surat dari sistem] ", note, events);
		break;
	case EMB_ARRIVED:
		tell_fact(at, HUB_EV_DELIVERED, "", events);
		break;
	case EMB_SEEN:
		tell_fact(at, HUB_EV_OPENED, "", events);
		break;
	case EMB_UNSEEN:
		tell_comment(at, "", note, events);
		break;
	case EMB_OWN:
	case EMB_DELAYED:
	default:
		break;
	}
}

/* Whether a letter is nobody's: no handoff is named, and a person must see
 * it. */
static enum hub_status
check_named(const struct emb_letter *letter, const struct hub_at *at,
    struct hub_error *err)
{
	if (at->handoff_id[0] != '\0')
		return HUB_OK;
	if (letter->sort == EMB_OWN)
		return hub_fail(err, HUB_UNSAYABLE,
		    "another hub wrote the letter: it names no handoff of "
		    "this one");
	return hub_fail(err, HUB_UNSAYABLE,
	    "the letter names no handoff: it came neither to the address of "
	    "one nor with its mark in the subject%s",
	    letter->sort == EMB_FAILED ? "; it says that one did not arrive"
				       : "");
}

/* What they tell, and the letter that confirms it. */
enum hub_status
emb_receive(const void *conf, const struct hub_message *message,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply, struct hub_error *err)
{
	struct emb_letter letter;
	enum hub_status status = emb_letter_read(message->body,
	    message->body_len, &letter, err);
	bool machine = letter.sort == EMB_AUTO || letter.sort == EMB_DELAYED;

	letter.headers = message->headers;
	if (status == HUB_OK && !(machine && at->handoff_id[0] == '\0'))
		status = check_named(&letter, at, err);
	if (status == HUB_OK && results != NULL)
		emb_reply(conf, &letter, at, results, reply);
	else if (status == HUB_OK && at->handoff_id[0] != '\0')
		hear(&letter, at, events);
	emb_letter_release(&letter);
	return status;
}
