/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_letter.h"

#include <string.h>
#include <strings.h>

#include "emb_auto.h"
#include "emb_bounce.h"
#include "emb_html.h"
#include "emb_line.h"
#include "emb_notice.h"
#include "emb_quote.h"

/* Read of a letter as text, and of a part in HTML; nobody writes more. */
#define TEXT_MAX (512u * 1024u)
#define HTML_MAX (4u * 1024u * 1024u)
#define BUFFER_MAX (TEXT_MAX + 8u * HTML_MAX)
#define NOTE_MAX 2048u

/* Types that carry a signature or a mail program's own data. */
static const char *const machinery[] = { "application/pkcs7-signature",
	"application/x-pkcs7-signature", "application/pgp-signature",
	"application/pgp-encrypted", "message/delivery-status",
	"message/disposition-notification", "message/global-delivery-status",
	"message/global-disposition-notification", "text/rfc822-headers",
	"text/x-amp-html" };

/* Whether a part is of that type. */
static bool
is_type(const struct hub_mail_part *part, const char *type)
{
	return strcasecmp(part->type, type) == 0;
}

/* Whether a part is text to be read. */
static bool
is_text(const struct hub_mail_part *part)
{
	return strncasecmp(part->type, "text/", 5) == 0 &&
	    part->filename[0] == '\0' &&
	    strcasecmp(part->disposition, "attachment") != 0;
}

/* Whether a part is Outlook's bag of files and Rich Text. */
static bool
is_tnef(const struct hub_mail_part *part)
{
	return is_type(part, "application/ms-tnef") ||
	    is_type(part, "application/vnd.ms-tnef") ||
	    strcasecmp(part->filename, "winmail.dat") == 0;
}

/* Not read, and no machinery. */
bool
emb_letter_is_file(const struct hub_mail_part *part)
{
	for (size_t i = 0; i < sizeof(machinery) / sizeof(*machinery); i++) {
		if (is_type(part, machinery[i]))
			return false;
	}
	return !is_tnef(part) && (!is_text(part) || part->undecoded) &&
	    part->len > 0;
}

/* Whether there is anything but white space. */
static bool
is_blank(const struct hub_buf *buf)
{
	const char *text = hub_buf_str(buf);

	return text[strspn(text, " \t\n")] == '\0';
}

/* Adds the text of every part of a type. */
static void
add_texts(struct emb_letter *letter, const char *type, struct hub_buf *out)
{
	for (size_t i = 0; i < hub_mail_count(letter->mail); i++) {
		const struct hub_mail_part *part = hub_mail_part(letter->mail,
		    i);

		struct emb_line text = { part->data, part->len };

		if (!is_text(part) || !is_type(part, type) ||
		    out->len >= TEXT_MAX)
			continue;
		if (part->undecoded) {
			letter->unread = true;
			continue;
		}
		if (is_type(part, "text/html")) {
			emb_line_cut(&text, HTML_MAX);
			emb_html_text(text.at, text.len, out);
		} else {
			emb_line_cut(&text, TEXT_MAX - out->len);
			hub_buf_add(out, text.at, text.len);
		}
		if (out->len > 0 && out->data[out->len - 1] != '\n')
			hub_buf_char(out, '\n');
	}
}

/* What can be read: plain text, or what HTML says where there is none. */
static void
read_texts(struct emb_letter *letter, struct hub_buf *out)
{
	add_texts(letter, "text/plain", out);
	if (is_blank(out)) {
		hub_buf_clear(out);
		add_texts(letter, "text/html", out);
	}
	if (is_blank(out)) {
		hub_buf_clear(out);
		add_texts(letter, "text/enriched", out);
	}
}

/* What hides in the parts. */
static void
read_parts(struct emb_letter *letter)
{
	for (size_t i = 0; i < hub_mail_count(letter->mail); i++) {
		const struct hub_mail_part *part = hub_mail_part(letter->mail,
		    i);

		letter->tnef = letter->tnef || is_tnef(part);
		letter->sealed = letter->sealed ||
		    is_type(part, "application/pkcs7-mime") ||
		    is_type(part, "application/x-pkcs7-mime") ||
		    is_type(part, "application/pgp-encrypted");
	}
}

/* What it is, from what is surest to what only looks so; all: what is quoted
 * in it, too. */
static enum emb_sort
sort_of(struct emb_letter *letter, const char *all)
{
	enum emb_sort sort;

	if (hub_mail_header(letter->mail, "X-Simpul")[0] != '\0')
		return EMB_OWN;
	if (emb_notice_read(letter->mail, &sort, &letter->note) ||
	    emb_bounce_read(letter->mail, all, &sort, &letter->note))
		return sort;
	return emb_auto_is(letter->mail, hub_buf_str(&letter->text))
	    ? EMB_AUTO
	    : EMB_PERSON;
}

/* Parts, then text, then what it is. */
enum hub_status
emb_letter_read(const char *bytes, size_t len, struct emb_letter *ret,
    struct hub_error *err)
{
	enum hub_status status;
	struct emb_line theirs;
	struct hub_buf all;

	*ret = (struct emb_letter){ .sort = EMB_PERSON };
	hub_buf_init(&ret->text, BUFFER_MAX);
	hub_buf_init(&ret->note, NOTE_MAX);
	status = hub_mail_read(bytes, len, &ret->mail, err);
	if (status != HUB_OK)
		return status;
	hub_buf_init(&all, BUFFER_MAX);
	read_parts(ret);
	read_texts(ret, &all);
	theirs = (struct emb_line){ hub_buf_str(&all), all.len };
	emb_line_cut(&theirs, TEXT_MAX);
	emb_quote_cut(theirs.at, theirs.len, &ret->text, &ret->forwarded);
	if (is_blank(&ret->text)) {
		/* Nothing of their own: what they pass on is what they say. */
		ret->empty = true;
		hub_buf_clear(&ret->text);
		hub_buf_add(&ret->text, theirs.at, theirs.len);
	}
	ret->sort = sort_of(ret, hub_buf_str(&all));
	if (!hub_buf_ok(&all) || !hub_buf_ok(&ret->text))
		status = hub_fail(err, HUB_FAULT,
		    "no memory to read a letter of %zu bytes", len);
	hub_buf_release(&all);
	return status;
}

/* All that it holds. */
void
emb_letter_release(struct emb_letter *letter)
{
	hub_mail_free(letter->mail);
	hub_buf_release(&letter->text);
	hub_buf_release(&letter->note);
}
