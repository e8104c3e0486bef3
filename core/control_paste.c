/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_paste.h"

#include "wording.h"

/* How each event begins; NULL: nothing is said of it. */
static const char *const headings[HUB_EV_COUNT] = {
	[HUB_EV_HANDOFF] = "Penerusan laporan",
	[HUB_EV_ACCEPTED] = "Laporan diterima",
	[HUB_EV_REFUSED] = "Bukan kewenangan",
	[HUB_EV_RETURNED] = "Laporan dikembalikan",
	[HUB_EV_OPENED] = "Laporan telah dibuka",
	[HUB_EV_PROGRESS] = "Tindak lanjut",
	[HUB_EV_ANSWERED] = "Jawaban",
	[HUB_EV_CONTRIBUTION] = "Bagian jawaban dari instansi lain",
	[HUB_EV_COMMENT] = "Keterangan",
	[HUB_EV_NEEDS_INFO] = "Pertanyaan",
	[HUB_EV_SUPPLEMENT] = "Tambahan keterangan",
	[HUB_EV_REMINDER] = "Pengingat",
	[HUB_EV_OBJECTION] = "Keberatan pelapor",
	[HUB_EV_RATING] = "Penilaian pelapor",
	[HUB_EV_WITHDRAWN] = "Laporan dicabut oleh pelapor",
	[HUB_EV_DECISION] = "Keputusan koordinator",
	[HUB_EV_CORRECTION] = "Koreksi",
	[HUB_EV_CANCELLED] = "Penerusan dibatalkan",
	[HUB_EV_GONE] = "Laporan tidak ada lagi",
};

/* A member of a case and what it is called; those of who complains are ""
 * unless they are disclosed. */
struct line {
	const char *name;
	size_t offset;
};

#define LINE(name, field) \
	{ \
		name, offsetof(struct hub_handoff, field) \
	}

static const struct line lines[] = {
	LINE("Nomor laporan", tracking_id),
	LINE("Kategori", category),
	LINE("Wilayah", region),
	LINE("Lokasi", location),
	LINE("Program prioritas", priority_program_id),
	LINE("Instansi terlapor", reported_body),
	LINE("Pengaduan sebelumnya", prior_complaint),
	LINE("Catatan pengirim", note),
	LINE("Nama pelapor", complainant.name),
	LINE("Kontak pelapor", complainant.contact),
	LINE("Telepon pelapor", complainant.phone),
	LINE("Surel pelapor", complainant.email),
	LINE("Alamat pelapor", complainant.address),
	LINE("NIK pelapor", complainant.national_id),
	LINE("Tempat lahir pelapor", complainant.birth_place),
	LINE("Tanggal lahir pelapor", complainant.birth_date),
	LINE("Status perkawinan pelapor", complainant.marital_status),
	LINE("Pekerjaan pelapor", complainant.occupation),
	LINE("Persetujuan pelapor", consent),
};

/* "Name: text", where there is a text. */
static void
put_line(struct hub_buf *out, const char *name, const char *text)
{
	if (text[0] != '\0')
		hub_buf_fmt(out, "%s: %s\n", name, text);
}

/* "Name: 3 Februari 2026 pukul 16.05 WITA", where it is given. */
static void
put_moment(struct hub_buf *out, const char *name, const struct tz *zone,
    int64_t seconds)
{
	if (seconds == 0)
		return;
	hub_buf_fmt(out, "%s: ", name);
	wording_moment(out, zone, seconds * 1000);
	hub_buf_text(out, "\n");
}

/* Files that go with the case; their bytes are fetched over the API. */
static void
put_files(struct hub_buf *out, const struct hub_handoff *h)
{
	for (size_t i = 0; i < h->attachment_count; i++) {
		const struct hub_attachment *a = &h->attachments[i];

		hub_buf_fmt(out, "Lampiran: %s (%s, %llu byte, %s)\n",
		    a->name[0] == '\0' ? a->id : a->name, a->type,
		    (unsigned long long)a->size, a->id);
	}
}

/* The case itself. */
static void
put_case(struct hub_buf *out, const struct hub_handoff *h,
    const struct tz *zone)
{
	put_line(out, "Perihal", h->subject);
	hub_buf_fmt(out, "\n%s\n\n", h->narrative);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		put_line(out, lines[i].name,
		    *(const char *const *)((const char *)h + lines[i].offset));
	put_moment(out, "Waktu kejadian", zone, h->occurred_at);
	put_moment(out, "Mohon keputusan sebelum", zone, h->due_at);
	if (h->secret)
		hub_buf_text(out, "Laporan ini rahasia.\n");
	if (h->anonymous)
		hub_buf_text(out, "Pelapor anonim.\n");
	if (h->urgent)
		hub_buf_text(out, "Laporan ini mendesak.\n");
	put_files(out, h);
}

/* What happened to it. */
static void
put_event(struct hub_buf *out, const struct parcel *p)
{
	const struct hub_event *e = &p->what.event;

	put_line(out, "Nomor laporan", p->what.handoff.tracking_id);
	put_line(out, "Nomor di sana", p->row.remote_ref);
	if (e->reason != HUB_REASON_NONE)
		put_line(out, "Alasan", wording_reason(e->reason));
	if (e->decision != HUB_DECISION_NONE)
		put_line(out, "Putusan", wording_decision(e->decision));
	put_line(out, "Instansi", e->target);
	if (e->rating != 0)
		hub_buf_fmt(out, "Nilai: %llu dari 5\n",
		    (unsigned long long)e->rating);
	if (e->text[0] != '\0')
		hub_buf_fmt(out, "\n%s\n\n", e->text);
}

void
control_paste(struct hub_buf *out, const struct parcel *parcel,
    const struct tz *zone)
{
	const char *heading = headings[parcel->row.event];

	hub_buf_fmt(out, "%s\n", heading == NULL ? "Keterangan" : heading);
	if (parcel->row.event == HUB_EV_HANDOFF)
		put_case(out, &parcel->what.handoff, zone);
	else
		put_event(out, parcel);
	hub_buf_fmt(out, "[simpul %s]\n", parcel->what.id);
}
