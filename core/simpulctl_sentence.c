/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_sentence.h"

#include <string.h>

#include "simpulctl_ask.h"
#include "simpulctl_table.h"
#include "simpulctl_together.h"

/*
 * What is due, by the states of the case, its handoff and that one's
 * delivery; "" fits any, the first row that fits counts.  %r is the receiver,
 * %d by when it is to decide, %n how often it was tried, %w why not, %g the
 * ground of a refusal; %s since when it is disputed, %a by whom it is decided,
 * %t until when, with its preposition, or nothing; %q since when a question is
 * open, %u the end of a postponement, likewise; %j the case that it is joined
 * to.
 */
static const struct {
	const char *of_case, *handoff, *delivery;
	const char *text[2];
} phrases[] = {
	{ "needs_info", "", "",
	    { "menunggu keterangan pelapor%q",
		"the complainant's information is awaited%q" } },
	{ "disputed", "", "",
	    { "dalam sengketa sejak %s, menunggu keputusan %a%t",
		"disputed since %s, to be decided by %a%t" } },
	{ "postponed", "", "", { "ditunda%u", "postponed%u" } },
	{ "", "offered", "queued",
	    { "menunggu dikirim kepada %r, yang harus memutuskan paling "
	      "lambat %d",
		"to be sent to %r, who is to decide by %d" } },
	{ "", "offered", "composed",
	    { "menunggu dikirim kepada %r, yang harus memutuskan paling "
	      "lambat %d",
		"to be sent to %r, who is to decide by %d" } },
	{ "", "offered", "sending",
	    { "sedang dikirim kepada %r, yang harus memutuskan paling lambat "
	      "%d",
		"on its way to %r, who is to decide by %d" } },
	{ "", "offered", "waiting",
	    { "akan dikirim lagi kepada %r (percobaan ke-%n: %w), yang harus "
	      "memutuskan paling lambat %d",
		"to be sent again to %r (attempt %n: %w), who is to "
		"decide by %d" } },
	{ "", "offered", "unknown",
	    { "belum pasti sampai di %r dan sedang ditanyakan, putusan paling "
	      "lambat %d",
		"not known to have reached %r, which is being asked, decision "
		"due by %d" } },
	{ "", "offered", "parked",
	    { "tertahan sebelum sampai di %r (%w), perlu `simpulctl retry`",
		"parked before it reached %r (%w), needs `simpulctl retry`" } },
	{ "", "offered", "delivered",
	    { "sudah sampai di %r, yang harus memutuskan paling lambat %d",
		"delivered to %r, who is to decide by %d" } },
	{ "", "offered", "",
	    { "ditawarkan kepada %r, yang harus memutuskan paling lambat %d",
		"offered to %r, who is to decide by %d" } },
	{ "", "accepted", "",
	    { "diterima %r, menunggu tindak lanjut pertama",
		"accepted by %r, the first follow-up is awaited" } },
	{ "", "working", "",
	    { "sedang ditindaklanjuti %r, menunggu jawaban",
		"followed up by %r, the answer is awaited" } },
	{ "", "answered", "",
	    { "sudah dijawab %r, menunggu tanggapan pelapor",
		"answered by %r, the complainant's response is awaited" } },
	{ "", "refused", "",
	    { "%r menyatakan tidak berwenang (%g), menunggu penerusan baru",
		"not taken by %r (%g), a new handoff is awaited" } },
	{ "", "returned", "",
	    { "dikembalikan %r (%g), menunggu penerusan baru",
		"returned by %r (%g), a new handoff is awaited" } },
	{ "", "expired", "",
	    { "%r tidak memutuskan sampai batas waktu, menunggu keputusan "
	      "koordinator",
		"%r did not decide in time, the coordinator is to decide" } },
	{ "", "failed", "",
	    { "tidak dapat dikirim kepada %r, menunggu keputusan koordinator",
		"not deliverable to %r, the coordinator is to decide" } },
	{ "", "cancelled", "",
	    { "penerusan kepada %r dibatalkan, menunggu penerusan baru",
		"the handoff to %r was cancelled, a new one is awaited" } },
	{ "", "", "",
	    { "belum diteruskan, menunggu keputusan koordinator",
		"not passed on, the coordinator is to decide" } },
};

/* Of a case that another has the custody of, whatever its states. */
static const char *const joined[] = {
	[CTL_INDONESIAN] = "ditangani bersama laporan %j",
	[CTL_ENGLISH] = "handled together with case %j",
};

/* How long until it is due, or since. */
static const char *const spans[][2] = {
	[CTL_INDONESIAN] = { "%s lagi", "lewat %s" },
	[CTL_ENGLISH] = { "in %s", "%s late" },
};

/* Whether a row's word fits. */
static bool
fits(const char *word, const char *state)
{
	return word[0] == '\0' || strcmp(word, state) == 0;
}

/* The phrase for these states. */
static const char *
phrase_of(enum ctl_tongue tongue, const json_t *found)
{
	const char *of_case = ctl_text(json_object_get(found, "case"), "state");
	const char *handoff = ctl_text(json_object_get(found, "handoff"),
	    "state");
	const char *delivery = ctl_text(json_object_get(found, "delivery"),
	    "state");
	size_t i = 0;

	if (ctl_together_lead(found)[0] != '\0')
		return joined[tongue];
	while (!fits(phrases[i].of_case, of_case) ||
	    !fits(phrases[i].handoff, handoff) ||
	    !fits(phrases[i].delivery, delivery))
		i++;
	return phrases[i].text[tongue];
}

/* A pattern with a span where its %s stands. */
static void
put_span(const char *pattern, const char *span, struct hub_buf *out)
{
	const char *mark = strchr(pattern, '%');

	hub_buf_add(out, pattern, (size_t)(mark - pattern));
	hub_buf_text(out, span);
	hub_buf_text(out, mark + 2);
}

/* When the receiver is to decide, and how long that is. */
static void
put_due(const struct ctl_when *when, enum ctl_tongue tongue, int64_t due,
    struct hub_buf *out)
{
	struct hub_buf age;

	hub_buf_init(&age, 64);
	ctl_when_limit(when, tongue, due, out);
	ctl_when_age(when, tongue, due, &age);
	hub_buf_text(out, " (");
	put_span(spans[tongue][due < when->now], hub_buf_str(&age), out);
	hub_buf_char(out, ')');
	hub_buf_release(&age);
}

/* What stands for a mark about the dispute. */
static void
put_dispute(const struct ctl_when *when, enum ctl_tongue tongue, char mark,
    const json_t *found, struct hub_buf *out)
{
	const json_t *dispute = json_object_get(found, "dispute");
	int64_t due = ctl_when_of(dispute, "due_at");

	if (mark == 's')
		ctl_when_put(when, tongue, ctl_when_of(dispute, "since"), out);
	else if (mark == 'a')
		ctl_put_plain(out, ctl_text(found, "arbiter_name"));
	if (mark != 't' || due == 0)
		return;
	hub_buf_text(out, tongue == CTL_ENGLISH ? " until " : " sampai ");
	put_due(when, tongue, due, out);
}

/* What stands for a mark about the case itself. */
static void
put_case_mark(const struct ctl_when *when, enum ctl_tongue tongue, char mark,
    const json_t *found, struct hub_buf *out)
{
	const json_t *of_case = json_object_get(found, "case");
	int64_t asked = ctl_when_of(of_case, "asked_at");
	int64_t until = ctl_when_of(of_case, "postponed_until");

	if (mark == 'q' && asked != 0) {
		hub_buf_text(out,
		    tongue == CTL_ENGLISH ? " since " : " sejak ");
		ctl_when_put(when, tongue, asked, out);
	} else if (mark == 'u' && until != 0) {
		hub_buf_text(out,
		    tongue == CTL_ENGLISH ? " until " : " sampai ");
		ctl_when_limit(when, tongue, until, out);
	}
}

/* What stands for a mark of a phrase. */
static void
put_mark(const struct ctl_when *when, enum ctl_tongue tongue, char mark,
    const json_t *found, struct hub_buf *out)
{
	const json_t *handoff = json_object_get(found, "handoff");
	const json_t *delivery = json_object_get(found, "delivery");
	const json_t *ground = json_object_get(handoff, "reason_title");

	if (strchr("sat", mark) != NULL)
		put_dispute(when, tongue, mark, found, out);
	else if (mark == 'j')
		hub_buf_text(out, ctl_together_lead(found));
	else if (mark == 'r')
		ctl_put_plain(out, ctl_text(handoff, "receiver_name"));
	else if (mark == 'd')
		put_due(when, tongue, ctl_when_of(handoff, "due_at"), out);
	else if (mark == 'n')
		hub_buf_fmt(out, "%lld",
		    (long long)ctl_int(delivery, "attempt"));
	else if (mark == 'w')
		ctl_put_plain(out, ctl_text(delivery, "why"));
	else if (mark == 'g')
		ctl_put_plain(out,
		    ctl_text(ground, tongue == CTL_ENGLISH ? "en" : "id"));
	else
		put_case_mark(when, tongue, mark, found, out);
}

/* When the citizen's clock runs out, while it runs. */
static void
put_case_due(const struct ctl_when *when, enum ctl_tongue tongue,
    const json_t *of_case, struct hub_buf *out)
{
	int64_t due = ctl_when_of(of_case, "due_at");

	if (due == 0)
		return;
	hub_buf_text(out,
	    tongue == CTL_ENGLISH ? "; the case is due "
				  : "; tenggat laporan ");
	put_due(when, tongue, due, out);
}

/* The case and who holds it. */
static void
put_holder(const struct ctl_when *when, enum ctl_tongue tongue,
    const json_t *of_case, struct hub_buf *out)
{
	const char *tracking = ctl_text(of_case, "tracking_id");
	int64_t since = ctl_when_of(of_case, "holder_since");
	bool english = tongue == CTL_ENGLISH;

	hub_buf_text(out, english ? "Case " : "Laporan ");
	ctl_put_plain(out, tracking);
	hub_buf_text(out, tracking[0] == '\0' ? "" : " (");
	hub_buf_text(out, ctl_text(of_case, "id"));
	hub_buf_text(out, tracking[0] == '\0' ? "" : ")");
	hub_buf_text(out, english ? " is held by " : " dipegang ");
	ctl_put_plain(out, ctl_text(of_case, "holder_name"));
	hub_buf_text(out, english ? " since " : " sejak ");
	ctl_when_put(when, tongue, since, out);
	hub_buf_text(out, " (");
	ctl_when_age(when, tongue, since, out);
	hub_buf_text(out, "): ");
}

/* A case that has ended. */
static void
put_ended(const struct ctl_when *when, enum ctl_tongue tongue,
    const json_t *of_case, struct hub_buf *out)
{
	const json_t *title = json_object_get(of_case, "state_title");
	bool english = tongue == CTL_ENGLISH;

	hub_buf_text(out, english ? "Case " : "Laporan ");
	ctl_put_plain(out, ctl_text(of_case, "tracking_id"));
	hub_buf_fmt(out, " (%s) %s: ", ctl_text(of_case, "id"),
	    english ? "has ended" : "sudah berakhir");
	hub_buf_text(out, ctl_text(title, english ? "en" : "id"));
	hub_buf_text(out,
	    english ? "; its last holder was " : "; pemegang terakhir ");
	ctl_put_plain(out, ctl_text(of_case, "holder_name"));
	hub_buf_text(out, english ? ", since " : ", sejak ");
	ctl_when_put(when, tongue, ctl_when_of(of_case, "holder_since"), out);
	hub_buf_char(out, '.');
}

void
ctl_sentence_put(const struct ctl_when *when, enum ctl_tongue tongue,
    const json_t *found, struct hub_buf *out)
{
	const json_t *of_case = json_object_get(found, "case");
	const char *phrase = phrase_of(tongue, found);

	if (!json_is_true(json_object_get(of_case, "open"))) {
		put_ended(when, tongue, of_case, out);
		return;
	}
	put_holder(when, tongue, of_case, out);
	for (; *phrase != '\0'; phrase++) {
		if (*phrase == '%')
			put_mark(when, tongue, *++phrase, found, out);
		else
			hub_buf_char(out, *phrase);
	}
	ctl_together_put(tongue, found, out);
	put_case_due(when, tongue, of_case, out);
	hub_buf_char(out, '.');
}
