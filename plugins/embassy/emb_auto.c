/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_auto.h"

#include <string.h>
#include <strings.h>

#include "emb_verb.h"

#define COUNT_OF(a) (sizeof(a) / sizeof(*(a)))
#define HEAD 600 /* bytes at the start in which a machine says that it is one */

/* Fields of a header that only machines write; value "" is any. */
static const struct {
	const char *name, *value;
} fields[] = {
	{ "X-Autoreply", "" },
	{ "X-Autorespond", "" },
	{ "X-Autoresponder", "" },
	{ "X-Auto-Reply", "" },
	{ "X-Auto-Reply-From", "" },
	{ "X-Mail-Autoreply", "" },
	{ "X-Vacation", "" },
	{ "X-POST-MessageClass", "9; Autoresponder" },
	{ "X-FC-MachineGenerated", "true" },
	{ "X-Cron-Env", "" },
	{ "Delivered-To", "Autoresponder" },
	{ "Preference", "auto_reply" },
	{ "Precedence", "auto_reply" },
	{ "Precedence", "auto-reply" },
	{ "Precedence", "bulk" },
	{ "Precedence", "junk" },
	{ "Precedence", "list" },
	{ "X-Precedence", "auto_reply" },
	{ "X-Precedence", "bulk" },
	{ "X-Precedence", "junk" },
	{ "X-Auto-Response-Suppress", "All" },
	{ "Return-Path", "<>" },
};

/* How subjects of theirs begin. */
static const char *const subjects[] = { "Automatic reply", "Auto reply",
	"Auto-reply", "Autoreply", "Auto response", "Auto-response",
	"Auto:", "[Auto", "(Auto", "Out of office", "Out of the office",
	"Away from", "Vacation", "On leave", "Balasan otomatis",
	"Jawaban otomatis", "Respon otomatis", "Respons otomatis",
	"Pesan otomatis", "Otomatis:", "Tidak di kantor", "Di luar kantor",
	"Di luar jam kerja", "Sedang cuti", "Cuti:", "OOO",
	"Read:", "Dibaca:", "Not read:", "Automatische Antwort",
	"Abwesenheitsnotiz", "R\xc3\xa9ponse automatique", "Respuesta autom",
	"Risposta automatica", "Automatisch antwoord",
	"\xe8\x87\xaa\xe5\x8b\x95" };

/* What stands in the first sentences of those without any mark. */
static const char *const phrases[] = { "this is an automated",
	"this is an automatic", "this is an auto", "automatically generated",
	"automated response", "automatic response", "auto-generated",
	"i am out of the office", "i'm out of the office",
	"i am currently out of", "i will be out of the office",
	"i am away from", "i am on leave", "i am on annual leave",
	"out of office until", "do not reply to this", "balasan otomatis",
	"jawaban otomatis", "pesan otomatis", "dijawab secara otomatis",
	"dibuat secara otomatis", "dikirim secara otomatis", "saya sedang cuti",
	"saya sedang tidak di kantor", "saya sedang tidak berada di",
	"sedang dinas luar", "saya sedang dinas",
	"sedang berada di luar kantor", "mohon tidak membalas",
	"jangan membalas", "kantor kami tutup", "di luar jam kerja" };

/* Whether a text begins with a word, compared without case. */
static bool
begins(const char *text, const char *word)
{
	return strncasecmp(text, word, strlen(word)) == 0;
}

/* Whether one of the fields says so. */
static bool
by_field(const struct hub_mail *mail)
{
	const char *sent = hub_mail_header(mail, "Auto-Submitted");

	if (sent[0] != '\0' && !begins(sent, "no"))
		return true;
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		const char *value = hub_mail_header(mail, fields[i].name);

		if (value[0] != '\0' && begins(value, fields[i].value))
			return true;
	}
	return false;
}

/* Whether the subject does. */
static bool
by_subject(const char *subject)
{
	for (size_t i = 0; i < COUNT_OF(subjects); i++) {
		if (begins(subject, subjects[i]))
			return true;
	}
	return false;
}

/* Whether the first sentences do. */
static bool
by_text(const char *text)
{
	for (size_t at = 0; at < HEAD && text[at] != '\0'; at++) {
		for (size_t i = 0; i < COUNT_OF(phrases); i++) {
			if (begins(text + at, phrases[i]))
				return true;
		}
	}
	return false;
}

/* Whether the first line that is not empty is an act. */
static bool
is_act(const char *text)
{
	text += strspn(text, " \t\n");
	return emb_verb_read(text, strcspn(text, "\n")).verb != EMB_NO_VERB;
}

/* Whether it went to the address of a verb: no letter of ours comes from one,
 * so no machine answers there. */
static bool
is_aimed(const char *to)
{
	const char *dash = strchr(to, '-');

	for (; dash != NULL; dash = strchr(dash + 1, '-')) {
		size_t len = strcspn(dash + 1, "@ ,;<>\"");

		if (dash[1 + len] == '@' &&
		    emb_verb_named(dash + 1, len) != EMB_NO_VERB)
			return true;
	}
	return false;
}

/* From what is surest on. */
bool
emb_auto_is(const struct hub_mail *mail, const char *text)
{
	if (by_field(mail) || by_subject(hub_mail_header(mail, "Subject")))
		return true;
	return !is_act(text) && !is_aimed(hub_mail_header(mail, "To")) &&
	    by_text(text);
}
