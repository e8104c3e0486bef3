/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_word.h"

#include "emb_guide.h"

#define V(verb) EMB_VERB(EMB_##verb)
#define WORKING (V(LAPORAN) | V(JAWAB) | V(TANYA) | V(KEMBALIKAN) | V(BATAL))
#define OFFERED \
	(V(TERIMA) | V(TOLAK) | V(TANYA) | V(LAPORAN) | V(JAWAB) | \
	    V(KEMBALIKAN) | V(BATAL))

/* Of a handoff by its kind. */
static const struct emb_word handoffs[] = {
	[HUB_KIND_NONE] = { HUB_EV_HANDOFF, "Penerusan laporan",
	    "Mohon nyatakan menerima atau menolak laporan di bawah ini.",
	    OFFERED, true },
	[HUB_KIND_TRANSFER] = { HUB_EV_HANDOFF, "Penerusan laporan",
	    "Mohon nyatakan menerima atau menolak laporan di bawah ini. "
	    "Dengan TERIMA, instansi Anda menjadi pemegangnya.",
	    OFFERED, true },
	[HUB_KIND_COPY] = { HUB_EV_HANDOFF, "Tembusan laporan",
	    "Tembusan untuk diketahui. Tidak ada yang harus Anda lakukan.", 0,
	    false },
	[HUB_KIND_JOINT] = { HUB_EV_HANDOFF, "Penanganan bersama laporan",
	    "Mohon ikut menangani laporan di bawah ini bersama instansi lain. "
	    "Nyatakan menerima atau menolak bagian Anda.",
	    OFFERED | V(BAGIAN), true },
	[HUB_KIND_ESCALATE] = { HUB_EV_HANDOFF, "Eskalasi laporan",
	    "Mohon memantau laporan di bawah ini. Pemegangnya tetap instansi "
	    "yang menanganinya sekarang.",
	    V(TERIMA) | V(TOLAK) | V(LAPORAN) | V(BATAL), true },
};

static const struct emb_word events[] = {
	{ HUB_EV_ACCEPTED, "Laporan diterima",
	    "Laporan ini telah diterima instansi yang dituju.", 0, false },
	{ HUB_EV_REFUSED, "Laporan ditolak instansi",
	    "Instansi yang dituju menyatakan tidak menangani laporan ini.", 0,
	    false },
	{ HUB_EV_RETURNED, "Laporan dikembalikan",
	    "Instansi yang menangani mengembalikan laporan ini.", 0, false },
	{ HUB_EV_OPENED, "Laporan dibuka",
	    "Laporan ini telah dibuka di instansi yang dituju.", 0, false },
	{ HUB_EV_PROGRESS, "Tindak lanjut laporan",
	    "Ada tindak lanjut atas laporan ini.", 0, false },
	{ HUB_EV_ANSWERED, "Jawaban atas laporan", "Laporan ini telah dijawab.",
	    0, false },
	{ HUB_EV_CONTRIBUTION, "Bagian dari jawaban bersama",
	    "Instansi lain telah menyampaikan bagiannya dari jawaban "
	    "bersama.",
	    WORKING, false },
	{ HUB_EV_COMMENT, "Catatan atas laporan",
	    "Ada catatan atas laporan ini.", 0, false },
	{ HUB_EV_NEEDS_INFO, "Pertanyaan atas laporan",
	    "Mohon jawab pertanyaan berikut.",
	    V(KETERANGAN) | V(LAPORAN) | V(BATAL), false },
	{ HUB_EV_SUPPLEMENT, "Keterangan tambahan",
	    "Ada keterangan tambahan untuk laporan ini.", OFFERED, false },
	{ HUB_EV_REMINDER, "Pengingat", "Laporan ini menunggu tindakan Anda.",
	    OFFERED, false },
	{ HUB_EV_OBJECTION, "Keberatan pelapor",
	    "Pelapor keberatan atas jawaban; laporan ini kembali ditangani "
	    "instansi Anda.",
	    V(LAPORAN) | V(JAWAB) | V(TANYA) | V(BATAL), false },
	{ HUB_EV_RATING, "Penilaian pelapor",
	    "Pelapor menilai jawaban; laporan ini selesai.", 0, false },
	{ HUB_EV_WITHDRAWN, "Laporan dicabut",
	    "Pelapor mencabut laporan ini. Tidak ada lagi yang harus Anda "
	    "lakukan.",
	    0, false },
	{ HUB_EV_DECISION, "Keputusan koordinator",
	    "Koordinator memutuskan siapa yang menangani laporan ini.", WORKING,
	    false },
	{ HUB_EV_CORRECTION, "Perbaikan keterangan",
	    "Keterangan yang disampaikan sebelumnya diperbaiki.", 0, false },
	{ HUB_EV_CANCELLED, "Laporan ditarik kembali",
	    "Laporan ini ditarik kembali dan tidak lagi ditujukan kepada "
	    "Anda. Tidak ada lagi yang harus Anda lakukan.",
	    0, false },
	{ HUB_EV_GONE, "Laporan tidak lagi ada",
	    "Instansi yang dituju tidak lagi memiliki laporan ini.", 0, false },
};

static const char *const decisions[] = {
	[HUB_DECISION_NONE] = "",
	[HUB_DECISION_TO] = "laporan ditangani oleh",
	[HUB_DECISION_JOINT] = "laporan ditangani bersama, dipimpin oleh",
	[HUB_DECISION_SPLIT] = "laporan dibagi, bagian utama pada",
	[HUB_DECISION_STAYS] = "laporan tetap ditangani oleh",
	[HUB_DECISION_PROVISIONAL] = "untuk sementara ditangani oleh",
};

#define COUNT_OF(a) (sizeof(a) / sizeof(*(a)))

/* The row. */
const struct emb_word *
emb_word_of(enum hub_event_kind event, enum hub_kind kind)
{
	if (event == HUB_EV_HANDOFF)
		return &handoffs[kind < COUNT_OF(handoffs) ? kind : 0];
	for (size_t i = 0; i < COUNT_OF(events); i++) {
		if (events[i].kind == event)
			return &events[i];
	}
	return NULL;
}

/* The clause. */
const char *
emb_word_decision(enum hub_decision decision)
{
	return decisions[decision < COUNT_OF(decisions) ? decision : 0];
}
