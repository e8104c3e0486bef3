/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_act.h"
#include "emb_html.h"
#include "fuzz_seed.h"
#include "utf8.h"

/* A first byte of 'H' means HTML; anything else is a letter. */
const char *const fuzz_seeds[] = {
	"To: a+t-tolak@h\nContent-Type: multipart/alternative; boundary=b\n\n"
	"--b\n\n*TOLAK 3*\nKE: x\n\nOn Mon a@b\nwrote:\n> x\n--b\n"
	"Content-Type: text/html\n\n<p>TERIMA</p>\n--b--\n",
	"From: =?utf-8?q?=C3=A9?= <a@b>\n\nJAWAB\n\nx\n-----Pesan Asli-----\n"
	"Dari: a\nDikirim: b\nKepada: c\n",
	"Return-Path: <>\nFrom: MAILER-DAEMON@a\nSubject: failure notice\n\n"
	"550 5.1.1 no such user\n",
	"Content-Type: multipart/report; boundary=r\n\n--r\nContent-Type: "
	"message/delivery-status\n\nFinal-Recipient: rfc822; a\nAction: "
	"failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550\n more\n--r--\n",
	"Content-Type: multipart/report; boundary=r\n\n--r\nContent-Type: "
	"message/disposition-notification\n\nDisposition: a/b; displayed\n",
	"Auto-Submitted: auto-replied\nContent-Type: text/html\n\n<br>a",
	"H<div class=\"gmail_quote\"><blockquote>&eacute;&#x41;</blockquote>"
	"<pre>a\n b</pre><!-- x --><script>y</script><li>z</div>",
	NULL,
};

/* HTML becomes text. */
static void
try_html(const char *bytes, size_t len)
{
	struct hub_buf out;

	hub_buf_init(&out, 16 * len + 1024);
	emb_html_text(bytes, len, &out);
	fuzz_must(hub_buf_ok(&out), "room for the text");
	fuzz_must(!utf8_is_valid(bytes, len) ||
		utf8_is_valid(hub_buf_str(&out), out.len),
	    "UTF-8 of UTF-8");
	hub_buf_release(&out);
}

/* What holds for whatever a letter means. */
static void
try_act(const struct emb_letter *letter)
{
	struct hub_at at = { .reply_to = "a+t@h", .handoff_id = "0h1" };
	struct emb_act act;

	emb_act_read(letter, &at, &act);
	fuzz_must(utf8_is_text(act.event.text, strlen(act.event.text)),
	    "a text of the hub's");
	fuzz_must(utf8_is_line(act.officer, strlen(act.officer)),
	    "an officer on a line");
	fuzz_must((act.event.kind == HUB_EV_COMMENT) ==
		(act.lack != EMB_LACKS_NOTHING),
	    "a comment iff it is no act");
	fuzz_must(act.event.kind != HUB_EV_REFUSED ||
		act.event.reason != HUB_REASON_NONE,
	    "a refusal with its reason");
	emb_act_release(&act);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct hub_error err = { "" };
	struct emb_letter letter;

	hub_mail_warm();
	if (len > 0 && bytes[0] == 'H') {
		try_html((const char *)bytes + 1, len - 1);
		return 0;
	}
	if (emb_letter_read((const char *)bytes, len, &letter, &err) ==
	    HUB_OK) {
		fuzz_must(utf8_is_text(hub_buf_str(&letter.note),
			      letter.note.len),
		    "a note of the hub's");
		if (letter.sort == EMB_PERSON)
			try_act(&letter);
	}
	emb_letter_release(&letter);
	return 0;
}
