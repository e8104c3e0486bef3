/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_reply.h"

#include <string.h>

#include "emb_act.h"
#include "emb_guide.h"
#include "emb_quote.h"
#include "emb_reason.h"

#define LETTER_MAX (64u * 1024u)
#define PLAIN "text/plain; charset=UTF-8"

/* What an act that was done means for them. */
static const char *const done[EMB_VERBS] = {
	[EMB_TERIMA] = "Laporan ini sekarang ditangani instansi Anda.",
	[EMB_TOLAK] = "Penolakan dicatat dengan alasannya; laporan "
		      "diteruskan ke instansi lain atau koordinator.",
	[EMB_KEMBALIKAN] = "Pengembalian dicatat dengan alasannya. Laporan "
			   "tetap pada Anda sampai instansi lain menerimanya.",
	[EMB_TANYA] = "Pertanyaan diteruskan kepada pelapor.",
	[EMB_LAPORAN] = "Tindak lanjut dicatat dan diteruskan kepada pelapor.",
	[EMB_JAWAB] = "Jawaban dicatat dan diteruskan kepada pelapor.",
	[EMB_BAGIAN] = "Bagian Anda dari jawaban bersama dicatat.",
	[EMB_KETERANGAN] = "Keterangan Anda diteruskan kepada yang bertanya.",
	[EMB_BATAL] = "Perintah Anda yang terakhir dibatalkan.",
	[EMB_SETUJU] = "",
};

/* What a letter lacks that is no act. */
static const char *const lacking[] = {
	[EMB_LACKS_NOTHING] = "",
	[EMB_LACKS_VERB] =
	    "Surat Anda disimpan sebagai keterangan untuk koordinator. Surat "
	    "itu BUKAN keputusan: tidak ada perintah sendirian pada baris "
	    "pertamanya.",
	[EMB_LACKS_NUMBER] =
	    "Surat Anda disimpan sebagai keterangan, tetapi BELUM dijalankan: "
	    "di belakang perintah harus ada nomor alasan dari daftar di bawah.",
	[EMB_LACKS_TEXT] =
	    "Surat Anda disimpan sebagai keterangan, tetapi BELUM dijalankan: "
	    "perintah itu memerlukan isi pada baris berikutnya.",
	[EMB_LACKS_SENSE] =
	    "Surat Anda disimpan sebagai keterangan, tetapi BELUM dijalankan: "
	    "alamat tujuannya dan baris pertamanya menyebut perintah yang "
	    "berbeda.",
	[EMB_LACKS_WORDS] =
	    "Isi surat Anda tidak dapat dibaca; surat aslinya disimpan untuk "
	    "koordinator. Mohon kirim sebagai teks biasa.",
};

/* What is said of an act that was not done. */
static const char *const undone[] = {
	[HUB_APPLIED] = "",
	[HUB_DUPLICATE] = "Perintah ini sudah diterima sebelumnya; tidak ada "
			  "yang berubah.",
	[HUB_ILLEGAL] = "Perintah ini TIDAK dapat dijalankan pada keadaan "
			"laporan sekarang.",
	[HUB_UNKNOWN] = "Perintah ini TIDAK dijalankan: yang dimaksud tidak "
			"ditemukan atau sudah tidak berlaku.",
	[HUB_FORBIDDEN] = "Perintah ini TIDAK dijalankan: bukan instansi Anda "
			  "yang dapat menyatakannya atas laporan ini.",
	[HUB_BOUND] = "Perintah ini TIDAK dijalankan: keputusan koordinator "
		      "atas laporan ini mengikat.",
	[HUB_LATE] = "Surat Anda disimpan, tetapi laporan ini sekarang pada "
		     "instansi lain.",
	[HUB_INVALID] = "Perintah ini TIDAK dijalankan: isinya tidak lengkap "
			"atau tidak benar.",
	[HUB_HELD] = "Perintah ini DITAHAN, karena surat Anda tidak terbukti "
		     "berasal dari alamat instansi Anda.",
};

/* The same of a confirmation. */
static const char no_such_code[] =
    "Perintah ini TIDAK dijalankan: kode itu salah, atau sudah dipakai. "
    "Salinlah baris\nSETUJU dari surat \"Mohon konfirmasi\" yang terakhir.";

/* Of a correction that comes too late. */
static const char no_way_back[] =
    "Perintah Anda yang terakhir TIDAK dapat dibatalkan lagi: sudah "
    "dibatalkan, sudah\nlewat satu hari kerja, atau sudah ada yang "
    "melanjutkannya.";

/* The states of a handoff for people. */
static const struct {
	const char *state, *means;
} states[] = {
	{ "offered", "menunggu Anda menerima atau menolak" },
	{ "accepted", "diterima" },
	{ "working", "sedang ditindaklanjuti" },
	{ "answered", "dijawab" },
	{ "closed", "selesai" },
	{ "refused", "ditolak" },
	{ "returned", "dikembalikan" },
	{ "expired", "lewat batas waktu" },
	{ "failed", "tidak dapat disampaikan" },
	{ "cancelled", "ditarik kembali" },
};

/* "Keadaan laporan: ..." and who holds it. */
static void
put_standing(struct hub_buf *out, const struct hub_result *r)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		if (strcmp(states[i].state, r->state) == 0)
			hub_buf_fmt(out, "Keadaan penerusan : %s\n",
			    states[i].means);
	}
	if (r->holder[0] != '\0')
		hub_buf_fmt(out, "Instansi pemegang : %s\n", r->holder);
	if (r->case_id[0] != '\0')
		hub_buf_fmt(out, "Nomor laporan     : %s\n", r->case_id);
}

/* The reason and the institution that were understood: whoever confirms an act,
 * or takes it back, sees which one it is. */
static void
put_meant(struct hub_buf *out, const struct emb_act *act)
{
	if (act->event.reason != HUB_REASON_NONE)
		hub_buf_fmt(out, "Alasan            : %s\n",
		    emb_reason_clause(act->event.reason));
	if (act->target[0] != '\0')
		hub_buf_fmt(out, "Instansi diusulkan: %s\n", act->target);
}

/* What is held, and how it is confirmed. */
static void
put_held(struct hub_buf *out, const struct emb_act *act,
    const struct hub_result *r)
{
	hub_buf_fmt(out, "\nNomor penerusan   : %s\n", act->event.handoff_id);
	put_meant(out, act);
	hub_buf_fmt(out,
	    "\nBila benar dari instansi Anda, balas surat ini dengan baris "
	    "pertama ini\nSENDIRIAN, dengan huruf besar:\n\n    SETUJU %s\n\n"
	    "Bila tidak, abaikan surat ini dan beri tahu koordinator. "
	    "Koordinator juga melihat surat yang ditahan.\n",
	    r->detail);
}

/* An act that was done. */
static void
put_done(struct hub_buf *out, const struct emb_act *act,
    const struct hub_result *r)
{
	hub_buf_fmt(out,
	    "Surat Anda dibaca sebagai %s dan sudah dijalankan.\n"
	    "%s\n\n",
	    emb_verb_row(act->verb)->word, done[act->verb]);
	put_standing(out, r);
	put_meant(out, act);
	if (act->verb != EMB_BATAL && act->verb != EMB_TANYA)
		hub_buf_text(out,
		    "\nKeliru? Balas surat ini dengan baris pertama BATAL "
		    "dalam satu hari\nkerja; perintah di atas dibatalkan "
		    "selama belum ada yang melanjutkannya.\n");
}

/* Why an act was not done, in their words. */
static const char *
why_undone(const struct emb_act *act, enum hub_applied applied)
{
	if (act->verb == EMB_SETUJU && applied == HUB_UNKNOWN)
		return no_such_code;
	if (act->verb == EMB_BATAL && applied == HUB_ILLEGAL)
		return no_way_back;
	return applied < sizeof(undone) / sizeof(*undone) ? undone[applied]
							  : undone[HUB_INVALID];
}

/* An act that was not. */
static void
put_undone(struct hub_buf *out, const struct emb_act *act,
    const struct hub_result *r)
{
	bool plain = r->applied == HUB_ILLEGAL || r->applied == HUB_FORBIDDEN;

	hub_buf_fmt(out, "Surat Anda dibaca sebagai %s.\n%s\n",
	    emb_verb_row(act->verb)->word, why_undone(act, r->applied));
	if (r->applied == HUB_HELD) {
		put_held(out, act, r);
		return;
	}
	if (r->decision[0] != '\0')
		hub_buf_fmt(out, "Keputusan: %s\n", r->decision);
	if (r->detail[0] != '\0' && !plain)
		hub_buf_fmt(out, "Keterangan sistem: %s\n", r->detail);
	if (r->state[0] != '\0' || r->case_id[0] != '\0')
		hub_buf_char(out, '\n');
	put_standing(out, r);
	emb_guide_allowed(out, r->allowed);
}

/* What was done with what Outlook or another program hid. */
static void
put_hidden(struct hub_buf *out, const struct emb_letter *letter)
{
	if (letter->tnef)
		hub_buf_text(out,
		    "\nLampiran winmail.dat tidak dapat dibuka di sini. Mohon "
		    "kirim ulang\nlampirannya dengan format HTML atau teks "
		    "biasa, bukan Rich Text.\n");
	if (letter->sealed)
		hub_buf_text(out,
		    "\nSurat Anda terenkripsi untuk penerima lain, sehingga "
		    "tidak terbaca.\n");
}

/* The whole letter. */
static void
put_letter(struct hub_buf *out, const struct embassy_conf *conf,
    const struct emb_letter *letter, const struct emb_act *act,
    const struct hub_result *r)
{
	hub_buf_text(out, EMB_QUOTE_MARK "\n\n");
	if (act->lack != EMB_LACKS_NOTHING) {
		hub_buf_fmt(out, "%s\n\n", lacking[act->lack]);
		put_standing(out, r);
		emb_guide_allowed(out, r->allowed);
		emb_guide_short(out, act->lack == EMB_LACKS_NUMBER);
	} else if (r->applied == HUB_APPLIED) {
		put_done(out, act, r);
	} else {
		put_undone(out, act, r);
	}
	put_hidden(out, letter);
	emb_guide_foot(out, conf);
}

/* The subject says the verb and what came of it. */
static const char *
subject_of(const struct emb_act *act, const struct hub_result *r)
{
	if (act->lack != EMB_LACKS_NOTHING)
		return "Surat Anda disimpan, bukan keputusan";
	if (r->applied == HUB_HELD)
		return "Mohon konfirmasi: perintah Anda ditahan";
	if (r->applied == HUB_APPLIED)
		return "Perintah Anda sudah dijalankan";
	return r->applied == HUB_DUPLICATE ? "Perintah Anda sudah diterima"
					   : "Perintah Anda TIDAK dijalankan";
}

/* A person is told once; a machine never. */
void
emb_reply(const struct embassy_conf *conf, const struct emb_letter *letter,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_reply *reply)
{
	struct hub_buf out;
	struct emb_act act;
	bool silent;

	if (letter->sort != EMB_PERSON || results->count == 0) {
		hub_reply_set(reply, 204, "", "", 0);
		return;
	}
	emb_act_read(letter, at, &act);
	/* What was held says itself what became of it. */
	silent = act.lack != EMB_LACKS_NOTHING
	    ? act.to_confirm
	    : act.verb == EMB_SETUJU && results->rows[0].applied == HUB_APPLIED;
	if (silent) {
		hub_reply_set(reply, 204, "", "", 0);
		emb_act_release(&act);
		return;
	}
	hub_buf_init(&out, LETTER_MAX);
	put_letter(&out, conf, letter, &act, &results->rows[0]);
	hub_reply_header(reply, "Subject", subject_of(&act, &results->rows[0]));
	hub_reply_set(reply, 200, PLAIN, hub_buf_str(&out), out.len);
	hub_buf_release(&out);
	emb_act_release(&act);
}
