/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_act.h"

#include <string.h>
#include <strings.h>

#include "emb_line.h"
#include "emb_reason.h"
#include "hub_message.h"

#define TEXT_MAX (192u * 1024u) /* of an event; the rest is in the letter */
#define CUT_NOTE "\n[dipotong; selengkapnya dalam surat aslinya]"

/* Fields of a header that a verb's own address may stand in. */
static const char *const addressed[] = { "To", "Delivered-To", "X-Original-To",
	"Envelope-To", "Cc" };

/* A field as the hub has it, no words in it decoded. */
static const char *
field_of(const struct emb_letter *letter, const char *name)
{
	return letter->headers != NULL ? hub_header(letter->headers, name)
				       : hub_mail_header(letter->mail, name);
}

/* The verb of the address that it came to. */
static enum emb_verb
verb_by_address(const struct emb_letter *letter, const struct hub_at *at,
    bool *ret_confirm)
{
	enum emb_verb verb = EMB_NO_VERB;

	for (size_t i = 0; i < sizeof(addressed) / sizeof(*addressed); i++) {
		enum emb_verb found = emb_verb_address(field_of(letter,
							   addressed[i]),
		    at->reply_to, ret_confirm);

		if (verb == EMB_NO_VERB)
			verb = found;
	}
	return verb;
}

/* The next line that is not empty, trimmed; *rest is behind it. */
static bool
next_line(struct emb_line *rest, struct emb_line *ret_line)
{
	while (emb_line_next(rest, ret_line)) {
		emb_line_trim(ret_line);
		if (ret_line->len > 0)
			return true;
	}
	return false;
}

/* "KE: pemkab-badung" on the line behind the verb. */
static void
read_target(struct emb_line *rest, struct emb_act *act)
{
	struct emb_line behind = *rest, line;

	if (!next_line(&behind, &line) || line.len < 3 ||
	    strncasecmp(line.at, "KE", 2) != 0 ||
	    (line.at[2] != ':' && line.at[2] != ' '))
		return;
	line.at += 3;
	line.len -= 3;
	emb_line_trim(&line);
	if (line.len == 0 || line.len >= sizeof(act->target) ||
	    strspn(line.at, "abcdefghijklmnopqrstuvwxyz0123456789-_.") <
		line.len)
		return;
	memcpy(act->target, line.at, line.len);
	act->target[line.len] = '\0';
	*rest = behind;
}

/* What is left as the event's text. */
static void
keep_text(struct hub_buf *text, struct emb_line rest)
{
	bool cut;

	emb_line_trim(&rest);
	while (rest.len > 0 && *rest.at == '\n') {
		rest.at++;
		rest.len--;
		emb_line_trim(&rest);
	}
	while (rest.len > 0 && rest.at[rest.len - 1] == '\n') {
		rest.len--;
		emb_line_end(&rest);
	}
	cut = rest.len > TEXT_MAX;
	emb_line_cut(&rest, TEXT_MAX);
	hub_buf_add(text, rest.at, rest.len);
	if (cut)
		hub_buf_text(text, CUT_NOTE);
}

/* Whether files came along. */
static bool
has_files(const struct hub_mail *mail)
{
	for (size_t i = 0; i < hub_mail_count(mail); i++) {
		if (emb_letter_is_file(hub_mail_part(mail, i)))
			return true;
	}
	return false;
}

/* The verb, by address or first line; *rest is what follows. */
static enum emb_lack
read_verb(const struct emb_letter *letter, const struct hub_at *at,
    struct emb_line *rest, struct emb_act *act)
{
	enum emb_verb own = verb_by_address(letter, at, &act->to_confirm);
	struct emb_line behind = *rest, line = { "", 0 };
	bool first = !letter->empty && next_line(&behind, &line);

	if (first)
		act->said = emb_verb_read(line.at, line.len);
	if (act->said.verb == EMB_NO_VERB && own == EMB_NO_VERB)
		return EMB_LACKS_VERB;
	act->verb = act->said.verb != EMB_NO_VERB ? act->said.verb : own;
	if (own != EMB_NO_VERB && own != act->verb)
		return EMB_LACKS_SENSE;
	if (act->said.verb != EMB_NO_VERB) {
		*rest = behind;
	} else if (first) {
		act->said.number = emb_verb_number(line.at, line.len);
		if (act->said.number != 0)
			*rest = behind;
	}
	return EMB_LACKS_NOTHING;
}

/* What the verb needs. */
static enum emb_lack
check_needs(const struct emb_letter *letter, struct emb_act *act)
{
	unsigned needs = emb_verb_row(act->verb)->needs;

	if ((needs & EMB_NUMBER) &&
	    emb_reason_of(act->said.number) == HUB_REASON_NONE)
		return EMB_LACKS_NUMBER;
	if (!(needs & EMB_TEXT) || act->text.len > 0)
		return EMB_LACKS_NOTHING;
	if (!has_files(letter->mail))
		return EMB_LACKS_TEXT;
	hub_buf_text(&act->text, "Lihat lampiran.");
	return EMB_LACKS_NOTHING;
}

/* The event of an act. */
static void
fill_event(struct emb_act *act)
{
	struct hub_event *e = &act->event;

	e->kind = emb_verb_row(act->verb)->kind;
	e->target = act->target;
	if (emb_verb_row(act->verb)->needs & EMB_NUMBER)
		e->reason = emb_reason_of(act->said.number);
	if (e->reason != HUB_REASON_NONE && act->text.len == 0)
		hub_buf_text(&act->text, emb_reason_clause(e->reason));
	if (act->verb == EMB_BATAL && act->text.len == 0)
		hub_buf_text(&act->text, "Dibatalkan oleh pengirimnya.");
	if (e->kind == HUB_EV_NEEDS_INFO)
		e->asked = HUB_ASKED_COMPLAINANT;
	if (e->kind == HUB_EV_CONFIRMED)
		e->corrects = act->said.code;
}

/* A comment: all that they wrote, or that it cannot be read. */
static void
fill_comment(const struct emb_letter *letter, struct emb_act *act)
{
	struct emb_line all = { hub_buf_str(&letter->text), letter->text.len };

	act->event.kind = HUB_EV_COMMENT;
	act->event.audience = HUB_AUDIENCE_COORDINATOR;
	hub_buf_clear(&act->text);
	if (letter->forwarded)
		hub_buf_text(&act->text, "[Surat terusan]\n");
	keep_text(&act->text, all);
	if (act->text.len > 0)
		return;
	act->lack = EMB_LACKS_WORDS;
	hub_buf_text(&act->text,
	    letter->sealed ? "[Surat terenkripsi; isinya tidak terbaca]"
			   : "[Surat tanpa isi yang terbaca]");
}

/* Who writes, as they call themselves. */
static void
name_officer(const struct hub_mail *mail, struct emb_act *act)
{
	struct emb_line from = { hub_mail_header(mail, "From"), 0 };

	from.len = strlen(from.at);
	emb_line_cut(&from, sizeof(act->officer) - 1);
	memcpy(act->officer, from.at, from.len);
	act->officer[from.len] = '\0';
	act->event.officer = act->officer;
}

/* Verb, needs, event. */
void
emb_act_read(const struct emb_letter *letter, const struct hub_at *at,
    struct emb_act *ret)
{
	struct emb_line rest = { hub_buf_str(&letter->text), letter->text.len };

	*ret = (struct emb_act){ .event = hub_event_init(HUB_EV_COMMENT) };
	hub_buf_init(&ret->text, TEXT_MAX + 256);
	ret->lack = read_verb(letter, at, &rest, ret);
	if (ret->lack == EMB_LACKS_NOTHING) {
		if (emb_verb_row(ret->verb)->needs & EMB_NUMBER)
			read_target(&rest, ret);
		if (!letter->empty)
			keep_text(&ret->text, rest);
		ret->lack = check_needs(letter, ret);
	}
	if (ret->lack == EMB_LACKS_NOTHING)
		fill_event(ret);
	else
		fill_comment(letter, ret);
	ret->event.handoff_id = at->handoff_id;
	name_officer(letter->mail, ret);
	ret->event.text = hub_buf_str(&ret->text);
}

/* Its text. */
void
emb_act_release(struct emb_act *act)
{
	hub_buf_release(&act->text);
}
