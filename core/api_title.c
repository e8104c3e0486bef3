/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_title.h"

#include <string.h>

static const struct api_title cases[] = {
	[CASE_RECEIVED] = { "Diterima", "Received" },
	[CASE_VERIFIED] = { "Terverifikasi", "Verified" },
	[CASE_FORWARDED] = { "Diteruskan", "Forwarded" },
	[CASE_IN_PROGRESS] = { "Ditindaklanjuti", "In progress" },
	[CASE_ANSWERED] = { "Dijawab", "Answered" },
	[CASE_NEEDS_INFO] = { "Menunggu keterangan", "Needs information" },
	[CASE_POSTPONED] = { "Ditunda", "Postponed" },
	[CASE_REOPENED] = { "Dibuka kembali", "Reopened" },
	[CASE_DISPUTED] = { "Disengketakan", "Disputed" },
	[CASE_COMPLETED] = { "Selesai", "Completed" },
	[CASE_ARCHIVED] = { "Diarsipkan", "Archived" },
	[CASE_WITHDRAWN] = { "Dicabut pelapor", "Withdrawn" },
};

static const struct api_title handoffs[] = {
	[HANDOFF_OFFERED] = { "Ditawarkan", "Offered" },
	[HANDOFF_ACCEPTED] = { "Diterima", "Accepted" },
	[HANDOFF_WORKING] = { "Dikerjakan", "Working" },
	[HANDOFF_ANSWERED] = { "Dijawab", "Answered" },
	[HANDOFF_CLOSED] = { "Ditutup", "Closed" },
	[HANDOFF_REFUSED] = { "Bukan wewenang penerima", "Refused" },
	[HANDOFF_RETURNED] = { "Dikembalikan", "Returned" },
	[HANDOFF_EXPIRED] = { "Lewat tenggat", "Expired" },
	[HANDOFF_FAILED] = { "Gagal dikirim", "Failed" },
	[HANDOFF_CANCELLED] = { "Dibatalkan pengirim", "Cancelled" },
};

static const struct api_title reasons[] = {
	[HUB_REASON_OUTSIDE_AUTHORITY] = { "Bukan wewenang instansi",
	    "Outside the institution's authority" },
	[HUB_REASON_WRONG_ADDRESS] = { "Salah alamat", "Wrong address" },
	[HUB_REASON_WRONG_REGION] = { "Salah wilayah", "Wrong region" },
	[HUB_REASON_HIGHER_LEVEL] = { "Wewenang instansi yang lebih tinggi",
	    "For a higher level" },
	[HUB_REASON_LOWER_LEVEL] = { "Wewenang instansi di bawahnya",
	    "For a lower level" },
	[HUB_REASON_NATIONAL_PRIORITY] = { "Program prioritas nasional",
	    "A national priority programme" },
	[HUB_REASON_UNRESOLVED_ESCALATION] = { "Belum selesai, dinaikkan",
	    "Unresolved, escalated" },
	[HUB_REASON_SUPERVISORY_CONTENT] = { "Berkadar pengawasan",
	    "Needs examination" },
	[HUB_REASON_ABROAD] = { "Terjadi di luar negeri", "Abroad" },
	[HUB_REASON_STATE_ENTERPRISE] = { "Urusan BUMN",
	    "A state enterprise's matter" },
	[HUB_REASON_CAMPUS] = { "Urusan perguruan tinggi",
	    "A university's matter" },
	[HUB_REASON_DUPLICATE] = { "Sudah pernah dilaporkan", "Duplicate" },
	[HUB_REASON_INCOMPLETE] = { "Belum lengkap", "Incomplete" },
	[HUB_REASON_COMPLAINANT_REQUEST] = { "Atas permintaan pelapor",
	    "At the complainant's request" },
};

/* Grounds that are no code of an institution's: what the hub answered a
 * party, by what custody changed, why a delivery came to nothing. */
static const struct ground {
	const char *code;
	struct api_title title;
} grounds[] = {
	{ "bound", { "Keputusan koordinator mengikat", "The decision binds" } },
	{ "late", { "Terlambat", "Too late" } },
	{ "decided", { "Keputusan koordinator", "By decision" } },
	{ "deemed",
	    { "Tanpa tanggapan, sesuai perjanjian", "By silence, as agreed" } },
	{ "unsayable",
	    { "Tidak dapat disampaikan dalam sistem instansi",
		"Cannot be said in the institution's system" } },
	{ "mail_refused",
	    { "Server surat menolak surat",
		"The mail server refused the letter" } },
	{ "unreachable",
	    { "Sistem instansi tidak dapat dihubungi",
		"The institution's system is out of reach" } },
	{ "turned_away",
	    { "Sistem instansi tidak melayani",
		"The institution's system turns us away" } },
	{ "deferred",
	    { "Instansi terus meminta dikirim nanti",
		"The institution keeps saying later" } },
	{ "unanswered",
	    { "Belum ada jawaban dari sistem instansi",
		"The institution's system did not answer" } },
	{ "malformed",
	    { "Jawaban sistem instansi tidak dapat dibaca",
		"The institution's answer cannot be read" } },
	{ "no_access",
	    { "Sistem instansi menolak akses simpul",
		"The institution's system denies us access" } },
	{ "fault",
	    { "Gangguan pada simpul; perlu petugas",
		"A fault of the hub's; needs a person" } },
	{ "not_entered",
	    { "Belum dimasukkan petugas pada waktunya",
		"Not entered by a person in time" } },
};

struct fact {
	const char *type;
	struct api_title title;
};

static const struct fact facts[] = {
	{ "handoff.received", { "Laporan diterima", "Case received" } },
	{ "handoff.queued", { "Diteruskan", "Passed on" } },
	{ "handoff.dispatching", { "Dikirim", "Sent" } },
	{ "handoff.delivered", { "Sampai di instansi", "Delivered" } },
	{ "handoff.accepted", { "Diterima instansi", "Accepted" } },
	{ "handoff.refused", { "Bukan wewenang instansi", "Refused" } },
	{ "handoff.returned", { "Dikembalikan instansi", "Returned" } },
	{ "handoff.opened", { "Dibuka instansi", "Opened" } },
	{ "handoff.working", { "Ditindaklanjuti", "Followed up" } },
	{ "handoff.answered", { "Dijawab", "Answered" } },
	{ "handoff.closed", { "Ditutup", "Closed" } },
	{ "handoff.cancelled", { "Dibatalkan pengirim", "Cancelled" } },
	{ "handoff.expired", { "Lewat tenggat", "Expired" } },
	{ "handoff.failed", { "Gagal dikirim", "Failed" } },
	{ "handoff.parked", { "Pengiriman tertahan", "Delivery parked" } },
	{ "handoff.retried", { "Pengiriman diulang", "Delivery retried" } },
	{ "handoff.unknown",
	    { "Pengiriman belum pasti", "Delivery unconfirmed" } },
	{ "handoff.late", { "Terlambat disampaikan", "Said too late" } },
	{ "handoff.escalated", { "Diminta memantau", "Escalated" } },
	{ "handoff.bounced", { "Pengiriman kembali", "Delivery bounced" } },
	{ "handoff.recomposed",
	    { "Pengiriman disusun ulang", "Delivery composed again" } },
	{ "message.received", { "Pesan diterima", "Message received" } },
	{ "message.relayed", { "Pesan disampaikan", "Message relayed" } },
	{ "clock.started", { "Batas waktu berjalan", "Clock started" } },
	{ "clock.paused", { "Batas waktu dijeda", "Clock paused" } },
	{ "clock.resumed", { "Batas waktu berjalan lagi", "Clock resumed" } },
	{ "clock.breached", { "Batas waktu terlewati", "Limit passed" } },
	{ "case.withdrawn", { "Dicabut pelapor", "Withdrawn" } },
	{ "case.verified", { "Diverifikasi", "Verified" } },
	{ "case.archived", { "Diarsipkan", "Archived" } },
	{ "case.postponed", { "Ditunda", "Postponed" } },
	{ "case.resumed", { "Dilanjutkan kembali", "Resumed" } },
	{ "case.reopened", { "Dibuka kembali", "Reopened" } },
	{ "case.reclassified", { "Diklasifikasi ulang", "Reclassified" } },
	{ "case.disputed", { "Disengketakan", "Disputed" } },
	{ "case.completed", { "Selesai", "Completed" } },
	{ "hold.placed", { "Data ditahan", "Held from erasure" } },
	{ "hold.released", { "Penahanan data diakhiri", "Hold released" } },
	{ "custody.decided", { "Diputuskan koordinator", "Decided" } },
	{ "access.content_viewed", { "Isi dilihat", "Content viewed" } },
	{ "access.disclosed",
	    { "Identitas diperlihatkan", "Identity disclosed" } },
	{ "access.revoked", { "Tautan berkas dicabut", "File links revoked" } },
};

/* What was said, by its action, of types that stand for several things. */
static const struct {
	const char *action;
	struct api_title title;
} said[] = {
	{ "ask", { "Keterangan diminta", "Information asked for" } },
	{ "supplement", { "Keterangan diberikan", "Information given" } },
	{ "remind", { "Diingatkan", "Reminded" } },
	{ "object", { "Pelapor berkeberatan", "Objected to" } },
	{ "correct", { "Pernyataan dikoreksi", "Statement corrected" } },
	{ "comment", { "Catatan disampaikan", "Comment made" } },
	{ "contribute", { "Bagian disampaikan", "Part contributed" } },
	{ "hold",
	    { "Jawaban menunggu penangan bersama", "Answer awaits parts" } },
	{ "gone",
	    { "Tidak sampai, atau tidak lagi ada di instansi",
		"Did not arrive, or is no longer there" } },
};

/* A value's title, or none. */
static struct api_title
title_at(const struct api_title *titles, size_t count, size_t index)
{
	if (index >= count || titles[index].id == NULL)
		return (struct api_title){ "", "" };
	return titles[index];
}

/* A case's state. */
struct api_title
api_title_case(enum case_state state)
{
	return title_at(cases, sizeof(cases) / sizeof(cases[0]), state);
}

/* A handoff's state. */
struct api_title
api_title_handoff(enum handoff_state state)
{
	return title_at(handoffs, sizeof(handoffs) / sizeof(handoffs[0]),
	    state);
}

/* A reason's code. */
struct api_title
api_title_reason(enum hub_reason reason)
{
	return title_at(reasons, sizeof(reasons) / sizeof(reasons[0]), reason);
}

struct api_title
api_title_ground(const char *reason, const char *basis)
{
	const size_t count = sizeof(grounds) / sizeof(grounds[0]);
	enum hub_reason code;

	if (hub_reason_parse(reason, &code) && code != HUB_REASON_NONE)
		return api_title_reason(code);
	for (size_t i = 0; i < count; i++)
		if (strcmp(reason, grounds[i].code) == 0)
			return grounds[i].title;
	for (size_t i = 0; i < count; i++)
		if (strcmp(basis, grounds[i].code) == 0)
			return grounds[i].title;
	return (struct api_title){ "", "" };
}

/* The title of what was said; none: an action without one. */
static const struct api_title *
title_said(const char *type, const char *action)
{
	if (strcmp(type, "simpul.message.received.v1") != 0 &&
	    strcmp(type, "simpul.handoff.returned.v1") != 0)
		return NULL;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		if (strcmp(action, said[i].action) == 0)
			return &said[i].title;
	return NULL;
}

struct api_title
api_title_fact(const char *type, const char *action)
{
	const struct api_title *title = title_said(type, action);
	const char *at = strchr(type, '.');

	if (title != NULL)
		return *title;
	for (size_t i = 0; at != NULL && i < sizeof(facts) / sizeof(facts[0]);
	     i++) {
		size_t len = strlen(facts[i].type);

		if (strncmp(at + 1, facts[i].type, len) == 0 &&
		    at[1 + len] == '.')
			return facts[i].title;
	}
	return (struct api_title){ "", "" };
}
