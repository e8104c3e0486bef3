/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_case.h"

#include "emb_date.h"
#include "emb_name.h"
#include "emb_reason.h"

static const char *const classes[] = {
	[HUB_CLASS_NONE] = "",
	[HUB_CLASS_INFORMATION_REQUEST] = "permintaan informasi",
	[HUB_CLASS_COMPLAINT] = "pengaduan",
	[HUB_CLASS_SUPERVISORY] = "pengaduan berkadar pengawasan",
	[HUB_CLASS_ASPIRATION] = "aspirasi",
};

/* Why it comes to them, as the one who passes it on sees it. */
static const char *const because[] = {
	[HUB_REASON_NONE] = "",
	[HUB_REASON_OUTSIDE_AUTHORITY] = "bukan kewenangan instansi "
					 "sebelumnya",
	[HUB_REASON_WRONG_ADDRESS] = "alamat penerusan sebelumnya keliru",
	[HUB_REASON_WRONG_REGION] = "kejadian berada di wilayah Anda",
	[HUB_REASON_HIGHER_LEVEL] = "kewenangan instansi yang lebih tinggi",
	[HUB_REASON_LOWER_LEVEL] = "kewenangan instansi di tingkat bawah",
	[HUB_REASON_NATIONAL_PRIORITY] = "program prioritas nasional",
	[HUB_REASON_UNRESOLVED_ESCALATION] = "belum terselesaikan di instansi "
					     "sebelumnya",
	[HUB_REASON_SUPERVISORY_CONTENT] = "berkadar pengawasan",
	[HUB_REASON_ABROAD] = "kejadian berada di luar negeri",
	[HUB_REASON_STATE_ENTERPRISE] = "menyangkut badan usaha milik negara",
	[HUB_REASON_CAMPUS] = "urusan perguruan tinggi",
	[HUB_REASON_DUPLICATE] = "laporan yang sama sudah ditangani",
	[HUB_REASON_INCOMPLETE] = "keterangan belum lengkap",
	[HUB_REASON_COMPLAINANT_REQUEST] = "diminta oleh pelapor",
};

#define COUNT_OF(a) (sizeof(a) / sizeof(*(a)))

/* "  Nomor laporan  : 0c1", where it is given. */
static void
put_line(struct hub_buf *out, const char *name, const char *value)
{
	if (value[0] != '\0')
		hub_buf_fmt(out, "  %-16s: %s\n", name, value);
}

/* An institution, where it is given. */
static void
put_institution(struct hub_buf *out, const char *what, const char *name,
    const char *id)
{
	struct hub_buf text;

	hub_buf_init(&text, 16384);
	emb_name_put(&text, name, id);
	put_line(out, what, hub_buf_str(&text));
	hub_buf_release(&text);
}

/* A moment, where it is given. */
static void
put_moment(struct hub_buf *out, const char *name, int64_t seconds,
    int64_t offset)
{
	struct hub_buf text;

	if (seconds == 0)
		return;
	hub_buf_init(&text, 128);
	emb_date_moment(&text, seconds, offset);
	put_line(out, name, hub_buf_str(&text));
	hub_buf_release(&text);
}

/* Whoever complains, as far as it is disclosed. */
static void
put_person(struct hub_buf *out, const struct hub_complainant *who)
{
	put_line(out, "Pelapor", who->name);
	put_line(out, "Kontak", who->contact);
	put_line(out, "Telepon", who->phone);
	put_line(out, "Surel", who->email);
	put_line(out, "Alamat", who->address);
	put_line(out, "NIK", who->national_id);
	put_line(out, "Tempat lahir", who->birth_place);
	put_line(out, "Tanggal lahir", who->birth_date);
	put_line(out, "Status", who->marital_status);
	put_line(out, "Pekerjaan", who->occupation);
}

/* Who complains, where that may stand in this letter. */
static void
put_complainant(struct hub_buf *out, const struct hub_handoff *h, bool sealed)
{
	if (h->anonymous)
		put_line(out, "Pelapor", "anonim");
	else if (!sealed)
		put_line(out, "Pelapor",
		    "tidak dicantumkan dalam surat yang tidak terenkripsi");
	else
		put_person(out, &h->complainant);
}

/* The numbers. */
static void
put_numbers(struct hub_buf *out, const struct hub_handoff *h)
{
	hub_buf_text(out, "\nLAPORAN\n");
	put_line(out, "Nomor laporan", h->case_id);
	put_line(out, "Nomor penerusan", h->id);
	put_line(out, "Tracking ID", h->tracking_id);
	put_line(out, "Perihal", h->subject);
}

/* The numbers, and whom an officer may ask. */
void
emb_case_short(struct hub_buf *out, const struct hub_handoff *h,
    const struct hub_at *at)
{
	put_numbers(out, h);
	if (at->sealed && !h->anonymous)
		put_person(out, &h->complainant);
}

/* Everything. */
void
emb_case_text(struct hub_buf *out, const struct hub_dispatch *what,
    const struct hub_at *at)
{
	const struct hub_handoff *h = &what->handoff;

	put_numbers(out, h);
	put_institution(out, "Diteruskan oleh", what->names.sender, h->sender);
	put_line(out, "Alasan",
	    because[h->reason < COUNT_OF(because) ? h->reason : 0]);
	put_institution(out, "Asal", what->names.source, h->source);
	put_line(out, "Klasifikasi",
	    classes[h->classification < COUNT_OF(classes) ? h->classification
							  : 0]);
	put_line(out, "Kategori", h->category);
	put_line(out, "Kode wilayah", h->region);
	put_line(out, "Lokasi", h->location);
	put_institution(out, "Instansi terlapor", what->names.reported_body,
	    h->reported_body);
	put_line(out, "Aduan sebelumnya", h->prior_complaint);
	put_line(out, "Sifat", h->secret ? "RAHASIA" : "");
	put_line(out, "Kemendesakan", h->urgent ? "MENDESAK" : "");
	put_line(out, "Percobaan", h->test ? "ya, bukan laporan nyata" : "");
	put_moment(out, "Kejadian", h->occurred_at, at->offset);
	put_moment(out, "Diterima", h->received_at, at->offset);
	put_complainant(out, h, at->sealed);
	if (h->note[0] != '\0')
		hub_buf_fmt(out, "\nCATATAN UNTUK ANDA\n%s\n", h->note);
	hub_buf_fmt(out, "\nISI LAPORAN\n%s\n", h->narrative);
}
