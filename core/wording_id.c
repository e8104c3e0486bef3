/* SPDX-License-Identifier: Apache-2.0 */
/* Every sentence that the hub says by itself to citizens and officers. */
#include "config.h"

#include "wording_id.h"

#define CITIZEN HUB_AUDIENCE_COMPLAINANT
#define PARTIES HUB_AUDIENCE_PARTIES
#define COORDINATOR HUB_AUDIENCE_COORDINATOR

const struct wording_row wording_id_rows[WORDING_COUNT] = {
	[WORDING_RECEIVED] = { "received", CITIZEN,
	    "Laporan[ {nomor}] telah kami terima[ pada {waktu}][ dan "
	    "diteruskan ke {instansi}]." },
	[WORDING_VERIFIED] = { "verified", CITIZEN,
	    "Laporan[ {nomor}] telah diverifikasi[ pada {waktu}]." },
	[WORDING_HELD] = { "held", CITIZEN,
	    "Laporan[ {nomor}] ditangani oleh {instansi}[ sejak {waktu}]." },
	[WORDING_JOINED] = { "joined", CITIZEN,
	    "{instansi} ikut menangani laporan[ {nomor}][ sejak {waktu}]." },
	[WORDING_WATCHED] = { "watched", CITIZEN,
	    "{instansi} ikut memantau laporan[ {nomor}][ sejak {waktu}]." },
	[WORDING_QUESTION] = { "question", CITIZEN,
	    "{instansi} memerlukan keterangan tambahan[: {isi}]" },
	[WORDING_SUPPLIED] = { "supplied", CITIZEN,
	    "Keterangan tambahan untuk laporan[ {nomor}] telah "
	    "disampaikan ke {instansi}." },
	[WORDING_PROGRESS] = { "progress", CITIZEN,
	    "Laporan[ {nomor}] sedang ditindaklanjuti oleh "
	    "{instansi}[: {isi}]" },
	[WORDING_ANSWER] = { "answer", CITIZEN,
	    "Jawaban dari {instansi}[: {isi}]" },
	[WORDING_PASSED] = { "passed", CITIZEN,
	    "Laporan[ {nomor}] diteruskan ke {instansi} karena {alasan}." },
	[WORDING_NOT_IN_TIME] = { "not_in_time", CITIZEN,
	    "Laporan[ {nomor}] diteruskan ke {instansi} karena belum ada "
	    "tanggapan[ dari {lainnya}] sampai batas waktu." },
	[WORDING_NOT_REACHED] = { "not_reached", CITIZEN,
	    "Laporan[ {nomor}] diteruskan ke {instansi} karena belum dapat "
	    "disampaikan[ ke {lainnya}]." },
	[WORDING_DISPUTED] = { "disputed", CITIZEN,
	    "Instansi yang berwenang atas laporan[ {nomor}] sedang "
	    "diputuskan koordinator." },
	[WORDING_DECIDED] = { "decided", CITIZEN,
	    "Koordinator memutuskan: {keputusan} {instansi}." },
	[WORDING_POSTPONED] = { "postponed", CITIZEN,
	    "Tindak lanjut laporan[ {nomor}] ditunda[ sampai {batas}].[ "
	    "Alasan: {isi}]" },
	[WORDING_RESUMED] = { "resumed", CITIZEN,
	    "Tindak lanjut laporan[ {nomor}] dilanjutkan." },
	[WORDING_ARCHIVED] = { "archived", CITIZEN,
	    "Laporan[ {nomor}] diarsipkan.[ Alasan: {isi}]" },
	[WORDING_WITHDRAWN] = { "withdrawn", CITIZEN,
	    "Laporan[ {nomor}] dicabut atas permintaan pelapor." },
	[WORDING_REOPENED] = { "reopened", CITIZEN,
	    "Laporan[ {nomor}] dibuka kembali[ dan ditangani oleh "
	    "{instansi}][ sejak {waktu}]." },
	[WORDING_COMPLETED_BY_SILENCE] = { "completed_by_silence", CITIZEN,
	    "Laporan[ {nomor}] selesai karena tidak ada tanggapan atas "
	    "jawaban[ sampai {batas}]." },
	[WORDING_COMPLETED_BY_RATING] = { "completed_by_rating", CITIZEN,
	    "Laporan[ {nomor}] selesai. Terima kasih atas penilaian "
	    "Anda[: {jumlah} dari 5]." },
	[WORDING_ESCALATED] = { "escalated", CITIZEN,
	    "Laporan[ {nomor}] juga disampaikan ke {instansi} untuk "
	    "dipantau karena {alasan}." },
	[WORDING_CORRECTED] = { "corrected", CITIZEN,
	    "{instansi} memperbaiki keterangannya[: {isi}]" },
	[WORDING_RELATED] = { "related", CITIZEN,
	    "Laporan ini ditangani bersama laporan {nomor} yang sama "
	    "pokoknya[ oleh {instansi}]." },
	[WORDING_MISSING] = { "missing", CITIZEN,
	    "Agar laporan[ {nomor}] dapat disampaikan ke {instansi}, mohon "
	    "lengkapi: {daftar}." },
	[WORDING_SUCCEEDED] = { "succeeded", CITIZEN,
	    "Tugas[ {lainnya}] dilanjutkan oleh {instansi}; laporan[ "
	    "{nomor}] ditangani di sana[ sejak {waktu}]." },
	[WORDING_RECLASSIFIED] = { "reclassified", CITIZEN,
	    "Klasifikasi laporan[ {nomor}] diubah menjadi {daftar}[, dengan "
	    "batas waktu {batas}]." },
	[WORDING_RETURNED] = { "returned", PARTIES,
	    "{instansi} mengembalikan laporan[ {nomor}] karena {alasan}.[ "
	    "Keterangan: {isi}]" },
	[WORDING_REMINDER] = { "reminder", PARTIES,
	    "Pengingat: laporan[ {nomor}] menunggu tindakan {instansi}[, "
	    "paling lambat {batas}]." },
	[WORDING_BREACH] = { "breach", COORDINATOR,
	    "Batas waktu laporan[ {nomor}] pada {instansi} terlewati[, "
	    "seharusnya paling lambat {batas}]." },
	[WORDING_EXPIRED] = { "expired", PARTIES,
	    "{instansi} belum menyatakan menerima atau tidak berwenang atas "
	    "laporan[ {nomor}][ sampai {batas}]." },
	[WORDING_DEEMED] = { "deemed", PARTIES,
	    "Tanpa tanggapan[ sampai {batas}], laporan[ {nomor}] sesuai "
	    "perjanjian ditangani oleh {instansi}[ sejak {waktu}]." },
	[WORDING_OUTAGE] = { "outage", PARTIES,
	    "Keterhubungan dengan {instansi} terganggu[ sejak {waktu}]; "
	    "batas waktu tidak berjalan selama gangguan." },
	[WORDING_OUTAGE_OVER] = { "outage_over", PARTIES,
	    "Keterhubungan dengan {instansi} pulih[ pada {waktu}]; batas "
	    "waktu berjalan kembali." },
	[WORDING_PARKED] = { "parked", PARTIES,
	    "Laporan[ {nomor}] belum dapat disampaikan ke {instansi}; "
	    "operator memeriksanya." },
	[WORDING_FAILED] = { "failed", PARTIES,
	    "Laporan[ {nomor}] tidak dapat disampaikan ke {instansi}; mohon "
	    "keputusan koordinator." },
	[WORDING_SECOND] = { "second", PARTIES,
	    "Laporan[ {nomor}] untuk {instansi} tidak dapat disampaikan lewat "
	    "sistemnya. Mohon sambungannya diperiksa dan koordinator "
	    "dihubungi; tanpa kabar, koordinator yang memutuskan." },
	[WORDING_TO_DECIDE] = { "to_decide", COORDINATOR,
	    "Laporan[ {nomor}] menunggu keputusan {instansi} tentang "
	    "instansi yang berwenang[, paling lambat {batas}]." },
	[WORDING_DECISION] = { "decision", PARTIES,
	    "Keputusan koordinator atas laporan[ {nomor}]: {keputusan} "
	    "{instansi}.[ Alasan: {isi}]" },
	[WORDING_BOUND] = { "bound", PARTIES,
	    "Laporan[ {nomor}] telah diputuskan koordinator[ pada {waktu}]: "
	    "{keputusan} {instansi}. Keputusan ini mengikat." },
	[WORDING_PARTS_OPEN] = { "parts_open", PARTIES,
	    "Jawaban bersama laporan[ {nomor}] menunggu bagian dari: "
	    "{daftar}." },
	[WORDING_NOT_YOURS] = { "not_yours", PARTIES,
	    "Laporan[ {nomor}] tidak lagi ditangani instansi Anda." },
	[WORDING_ABOVE] = { "above", COORDINATOR,
	    "Mohon keputusan atas laporan[ {nomor}]: belum ada instansi "
	    "yang menanganinya[ sejak {waktu}]." },
	[WORDING_DUPLICATE] = { "duplicate", COORDINATOR,
	    "{instansi} menyatakan laporan[ {nomor}] sama dengan laporan "
	    "lain.[ Keterangan: {isi}] Bila benar, keduanya dapat "
	    "digabungkan." },
	[WORDING_LACKING] = { "lacking", COORDINATOR,
	    "Laporan[ {nomor}] tidak disampaikan ke {instansi} menurut aturan "
	    "penerusan; belum ada: {daftar}." },
	[WORDING_UNTOLD] = { "untold", COORDINATOR,
	    "Kabar tentang laporan[ {nomor}] belum dapat disampaikan ke "
	    "{instansi}; mohon diperiksa." },
	[WORDING_NOT_FETCHED] = { "not_fetched", PARTIES,
	    "Berkas pada tautan itu tidak diambil[: {isi}]" },
	[WORDING_LATE] = { "late", COORDINATOR,
	    "Tanggapan {instansi} atas laporan[ {nomor}] terlambat; "
	    "tersimpan dan dapat dipakai koordinator." },
};

const char *const wording_id_reasons[WORDING_REASONS] = {
	[HUB_REASON_NONE] = "perlu ditangani instansi tersebut",
	[HUB_REASON_OUTSIDE_AUTHORITY] = "bukan kewenangan instansi sebelumnya",
	[HUB_REASON_WRONG_ADDRESS] = "alamat penerusan sebelumnya keliru",
	[HUB_REASON_WRONG_REGION] = "kejadian berada di wilayah lain",
	[HUB_REASON_HIGHER_LEVEL] =
	    "merupakan kewenangan instansi yang lebih tinggi",
	[HUB_REASON_LOWER_LEVEL] =
	    "merupakan kewenangan instansi di tingkat bawahnya",
	[HUB_REASON_NATIONAL_PRIORITY] =
	    "menyangkut program prioritas nasional",
	[HUB_REASON_UNRESOLVED_ESCALATION] =
	    "belum terselesaikan di instansi sebelumnya",
	[HUB_REASON_SUPERVISORY_CONTENT] = "berkadar pengawasan",
	[HUB_REASON_ABROAD] = "kejadian berada di luar negeri",
	[HUB_REASON_STATE_ENTERPRISE] = "menyangkut badan usaha milik negara",
	[HUB_REASON_CAMPUS] = "merupakan urusan perguruan tinggi",
	[HUB_REASON_DUPLICATE] = "laporan yang sama sudah ditangani",
	[HUB_REASON_INCOMPLETE] = "keterangannya belum lengkap",
	[HUB_REASON_COMPLAINANT_REQUEST] = "diminta oleh pelapor",
};

const char *const wording_id_decisions[WORDING_DECISIONS] = {
	[HUB_DECISION_NONE] = "laporan ditangani",
	[HUB_DECISION_TO] = "laporan ditangani oleh",
	[HUB_DECISION_JOINT] = "laporan ditangani bersama, dipimpin oleh",
	[HUB_DECISION_SPLIT] = "laporan dibagi, dengan bagian utama pada",
	[HUB_DECISION_STAYS] = "laporan tetap ditangani oleh",
	[HUB_DECISION_PROVISIONAL] = "laporan untuk sementara ditangani oleh",
};

const char *const wording_id_months[12] = { "Januari", "Februari", "Maret",
	"April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
	"November", "Desember" };
