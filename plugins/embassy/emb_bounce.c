/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_bounce.h"

#include <string.h>
#include <strings.h>

#include "emb_line.h"

#define COUNT_OF(a) (sizeof(a) / sizeof(*(a)))
#define SENTENCE 300 /* bytes kept of the line that says why */

/* Names before the "@" of who sends such letters. */
static const char *const senders[] = { "mailer-daemon", "postmaster",
	"mail-daemon", "mailerdaemon", "mail.daemon", "mdaemon" };

/* How their subjects begin, or what is in them. */
static const char *const subjects[] = { "undeliver", "returned mail",
	"delivery status notification", "mail delivery failed",
	"delivery failure", "failure notice", "mail delivery system",
	"delivery has failed", "delivery notification", "mail could not be",
	"message could not be delivered", "mail delivery problem",
	"tidak terkirim", "gagal terkirim", "pengiriman gagal",
	"tidak dapat dikirim", "surat kembali" };

/* Words of one that is not given up yet. */
static const char *const later[] = { "delayed", "will be retried", "will retry",
	"still trying", "not yet been delivered", "no action is required",
	"do not need to resend", "tertunda", "akan dicoba lagi", "warning:" };

/* Words of one that is. */
static const char *const never[] = { "this is a permanent error",
	"permanent failure", "could not be delivered", "giving up",
	"did not reach", "couldn't be delivered", "wasn't delivered",
	"was not delivered", "undeliverable", "user unknown", "unknown user",
	"no such user", "mailbox unavailable", "does not exist",
	"address rejected", "mailbox is full", "mailbox full", "quota exceeded",
	"over quota", "fatal errors", "permanent fatal", "unrouteable",
	"tidak ditemukan", "tidak terkirim", "tidak dapat disampaikan" };

/* Whether a text has one of the words, compared without case. */
static const char *
find(const char *text, const char *const *words, size_t count)
{
	for (; *text != '\0'; text++) {
		for (size_t i = 0; i < count; i++) {
			if (strncasecmp(text, words[i], strlen(words[i])) == 0)
				return text;
		}
	}
	return NULL;
}

/* Whether a From is a mail server's. */
static bool
is_server(const char *from)
{
	const char *at = find(from, senders, COUNT_OF(senders));

	return at != NULL && strchr(at, '@') != NULL;
}

/* Whether it comes from a server: nobody answers to it, or its name says so;
 * or it names whom it failed. */
static bool
is_bounce(const struct hub_mail *mail)
{
	const char *path = hub_mail_header(mail, "Return-Path");
	bool null_path = strcmp(path, "<>") == 0;
	bool server = is_server(hub_mail_header(mail, "From"));
	bool subject = find(hub_mail_header(mail, "Subject"), subjects,
			   COUNT_OF(subjects)) != NULL;

	if (hub_mail_header(mail, "X-Failed-Recipients")[0] != '\0')
		return true;
	return (server && (null_path || subject)) || (null_path && subject);
}

/* Whether "550" or "5.1.1" begins here, as a reply of SMTP. */
static bool
is_code(const char *at, const char *text)
{
	if (at > text && ((at[-1] >= '0' && at[-1] <= '9') || at[-1] == '.'))
		return false;
	if (at[0] != '5' || at[1] == '\0')
		return false;
	if (at[1] == '.')
		return at[2] >= '0' && at[2] <= '9' &&
		    strchr(at + 2, '.') != NULL &&
		    strspn(at + 2, "0123456789.") >= 3;
	return at[1] >= '0' && at[1] <= '5' && at[2] >= '0' && at[2] <= '9' &&
	    (at[3] == ' ' || at[3] == '-');
}

/* The first reply of SMTP that says never, or NULL. */
static const char *
find_code(const char *text)
{
	for (const char *at = text; *at != '\0'; at++) {
		if (is_code(at, text))
			return at;
	}
	return NULL;
}

/* The line that says why, as a sentence. */
static void
put_why(const char *why, struct hub_buf *note)
{
	struct emb_line line = { why, strcspn(why, "\n") };

	emb_line_cut(&line, SENTENCE);
	emb_line_trim(&line);
	hub_buf_text(note, "Surat tidak sampai: ");
	hub_buf_add(note, line.at, line.len);
}

/* Whether it is given up, and why. */
bool
emb_bounce_read(const struct hub_mail *mail, const char *text,
    enum emb_sort *ret_sort, struct hub_buf *note)
{
	const char *why;

	if (!is_bounce(mail))
		return false;
	why = find_code(text);
	if (why == NULL)
		why = find(text, never, COUNT_OF(never));
	if (find(hub_mail_header(mail, "Subject"), later, COUNT_OF(later)) !=
		NULL ||
	    (why == NULL && find(text, later, COUNT_OF(later)) != NULL)) {
		*ret_sort = EMB_DELAYED;
		return true;
	}
	*ret_sort = EMB_FAILED;
	put_why(why != NULL ? why : hub_mail_header(mail, "Subject"), note);
	return true;
}
