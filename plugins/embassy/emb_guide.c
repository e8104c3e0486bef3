/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_guide.h"

#include <string.h>

#include "emb_reason.h"

#define RULE \
	"Balas surat ini. Tulis satu perintah SENDIRIAN pada baris pertama, " \
	"dengan\nhuruf besar; isinya mulai baris berikutnya. Surat tanpa " \
	"perintah disimpan\nsebagai keterangan untuk koordinator dan tidak " \
	"pernah menjadi keputusan.\n"

/* What an officer who wrote a verb has to wait for. */
#define CONFIRMED \
	"\nSetiap perintah dijawab dengan satu surat. Bila surat itu meminta " \
	"SETUJU,\nperintah Anda belum berlaku sampai Anda membalasnya.\n"

/* One verb: what it means, an example, its address. */
static void
put_verb(struct hub_buf *out, enum emb_verb verb, const char *reply_to)
{
	const struct emb_verb_row *row = emb_verb_row(verb);
	const char *host = strchr(reply_to, '@');

	hub_buf_fmt(out, "\n  %s: %s.\n%s    Contoh:\n      %s\n", row->shown,
	    row->means, row->more, row->example);
	if (host == NULL || row->own[0] == '\0')
		return;
	hub_buf_fmt(out, "    Atau kirim ke: %.*s-%s%s%s\n",
	    (int)(host - reply_to), reply_to, row->own, host,
	    row->needs & EMB_NUMBER ? "\n    dengan n saja pada baris pertama"
				    : "");
}

/* "NOMOR ALASAN" and the list. */
static void
put_reasons(struct hub_buf *out)
{
	hub_buf_text(out, "\nNOMOR ALASAN (n)\n");
	emb_reason_list(out);
}

/* Rule, verbs, reasons. */
void
emb_guide_full(struct hub_buf *out, unsigned verbs, const char *reply_to)
{
	unsigned needs = 0;

	hub_buf_text(out, "\nCARA MENJAWAB\n" RULE CONFIRMED);
	for (unsigned i = EMB_NO_VERB + 1; i < EMB_VERBS; i++) {
		if (!(verbs & EMB_VERB(i)))
			continue;
		put_verb(out, (enum emb_verb)i, reply_to);
		needs |= emb_verb_row((enum emb_verb)i)->needs;
	}
	if (needs & EMB_NUMBER)
		put_reasons(out);
}

/* Rule and verbs, a line each. */
void
emb_guide_brief(struct hub_buf *out, unsigned verbs)
{
	hub_buf_text(out, "\nCARA MENJAWAB\n" RULE "\n");
	for (unsigned i = EMB_NO_VERB + 1; i < EMB_VERBS; i++) {
		const struct emb_verb_row *row = emb_verb_row((enum emb_verb)i);

		if (verbs & EMB_VERB(i))
			hub_buf_fmt(out, "  %-12s %s\n", row->shown,
			    row->means);
	}
	hub_buf_text(out,
	    "\nContoh dan nomor alasan (n) ada pada surat penerusan.\n");
}

/* For who wrote no verb. */
void
emb_guide_short(struct hub_buf *out, bool numbers)
{
	hub_buf_text(out, "\n" RULE);
	if (numbers)
		put_reasons(out);
	else
		hub_buf_text(out,
		    "\nPerintah, contoh dan nomor alasan (n) ada pada surat "
		    "penerusan.\n");
}

/* Whether a list of names with spaces between has one. */
static bool
has_name(const char *names, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = names; *at != '\0';) {
		size_t size = strcspn(at, " ");

		if (size == len && memcmp(at, name, len) == 0)
			return true;
		at += size;
		at += strspn(at, " ");
	}
	return false;
}

/* "Yang dapat dilakukan sekarang: TERIMA, TOLAK n". */
void
emb_guide_allowed(struct hub_buf *out, const char *allowed)
{
	unsigned count = 0;

	for (unsigned i = EMB_NO_VERB + 1; i < EMB_SETUJU; i++) {
		const struct emb_verb_row *row = emb_verb_row((enum emb_verb)i);

		if (!has_name(allowed, hub_event_kind_name(row->kind)))
			continue;
		hub_buf_fmt(out, "%s%s",
		    count++ == 0 ? "Perintah sekarang : " : ", ", row->shown);
	}
	if (count > 0)
		hub_buf_char(out, '\n');
}

/* The foot. */
void
emb_guide_foot(struct hub_buf *out, const struct embassy_conf *conf)
{
	hub_buf_fmt(out, "\n-- \n%s\n", conf->signature);
	if (conf->contact[0] != '\0')
		hub_buf_fmt(out, "Pertanyaan tentang surat ini: %s\n",
		    conf->contact);
	hub_buf_text(out, "Surat ini dibuat oleh sistem penerusan laporan.");
}
