/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_bounce.h"

#include <string.h>
#include <strings.h>

#include "emb_line.h"

#define COUNT_OF(a) (sizeof(a) / sizeof(*(a)))
#define SENTENCE 300 /* bytes kept of the line that says why */

/* Names of who sends such letters. */
static const char *const senders[] = { "mailer-daemon", "mailer daemon",
	"postmaster", "mail-daemon", "mailerdaemon", "mail.daemon", "mdaemon",
	"mail delivery s", "mail.delivery.s", "mailserver@",
	"mail administrator", "system administrator" };

/* What is in their subjects. */
static const char *const subjects[] = { "undeliver", "returned mail",
	"delivery status notification", "mail delivery failed", "delivery fail",
	"failure delivery", "failure notice", "mail delivery system",
	"delivery has failed", "delivery notification",
	"could not be delivered", "not delivered", "non-delivery",
	"nondelivery", "non remis", "mail delivery problem",
	"mail delivery warning", "delayed mail", "delivery delayed",
	"tidak terkirim", "gagal terkirim", "pengiriman gagal",
	"tidak dapat dikirim", "surat kembali" };

/* Words of one that is not given up yet. */
static const char *const later[] = { "warning: could not send",
	"warning: message", "delivery delayed", "delayed mail",
	"will be retried", "will retry", "still trying", "still being retried",
	"not yet been delivered", "no action is required",
	"do not need to resend", "do not need to take any action",
	"do not resend", "attempts will continue", "continue to attempt",
	"continue to try", "has been postponed", "has been delayed",
	"pengiriman tertunda", "akan dicoba lagi" };

/* Words of one that is. */
static const char *const never[] = { "this is a permanent error",
	"permanent failure", "failed permanently", "could not be delivered",
	"could not deliver", "unable to deliver", "giving up",
	"not going to try again", "did not reach", "couldn't be delivered",
	"wasn't able to deliver", "wasn't delivered", "was not delivered",
	"not been delivered", "undeliverable", "user unknown", "unknown user",
	"user not found", "no such user", "mailbox unavailable",
	"invalid mailbox", "does not exist", "no longer valid",
	"address rejected", "mailbox is full", "mailbox full", "quota exceeded",
	"over quota", "fatal errors", "permanent fatal", "unrouteable",
	"error code 5", "tidak ditemukan", "tidak terkirim",
	"tidak dapat disampaikan" };

#define HEAD 2000u /* bytes of a text in which a server says what it has to */

/* Where the first of the words stands near the beginning of a text, compared
 * without case, or NULL. */
static const char *
find(const char *text, const char *const *words, size_t count)
{
	for (size_t at = 0; at < HEAD && text[at] != '\0'; at++) {
		for (size_t i = 0; i < count; i++) {
			if (strncasecmp(text + at, words[i],
				strlen(words[i])) == 0)
				return text + at;
		}
	}
	return NULL;
}

/* Whether a subject is such a letter's, and not that of an answer to one. */
static bool
is_subject(const char *subject)
{
	return strncasecmp(subject, "re:", 3) != 0 &&
	    strncasecmp(subject, "fw", 2) != 0 &&
	    find(subject, subjects, COUNT_OF(subjects)) != NULL;
}

/* Whether a mail server wrote it: its name says so, or it names whom it
 * failed, or nobody can answer to what is called a failure. */
static bool
by_server(const struct hub_mail *mail, bool named)
{
	return (named &&
		   strcmp(hub_mail_header(mail, "Return-Path"), "<>") == 0) ||
	    hub_mail_header(mail, "X-Failed-Recipients")[0] != '\0' ||
	    find(hub_mail_header(mail, "From"), senders, COUNT_OF(senders)) !=
	    NULL;
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

/* A server's word and what it says is a failure; one of the two alone is for
 * a person to judge. */
bool
emb_bounce_read(const struct hub_mail *mail, const char *text,
    enum emb_sort *ret_sort, struct hub_buf *note)
{
	const char *subject = hub_mail_header(mail, "Subject");
	bool named = is_subject(subject), server = by_server(mail, named);
	const char *why = find_code(text);

	if (!server && !named)
		return false;
	if (why == NULL)
		why = find(text, never, COUNT_OF(never));
	if (find(subject, later, COUNT_OF(later)) != NULL ||
	    find(text, later, COUNT_OF(later)) != NULL) {
		*ret_sort = EMB_DELAYED;
		return true;
	}
	*ret_sort = server && (why != NULL || named) ? EMB_FAILED
						     : EMB_DOUBTFUL;
	put_why(why != NULL ? why : subject, note);
	return true;
}
