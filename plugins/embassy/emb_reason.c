/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_reason.h"

static const struct {
	enum hub_reason reason;
	const char *clause;
} rows[] = {
	{ HUB_REASON_NONE, "" },
	{ HUB_REASON_OUTSIDE_AUTHORITY, "bukan kewenangan kami" },
	{ HUB_REASON_WRONG_ADDRESS, "salah alamat" },
	{ HUB_REASON_WRONG_REGION, "kejadian di wilayah kerja lain" },
	{ HUB_REASON_HIGHER_LEVEL, "kewenangan instansi yang lebih tinggi" },
	{ HUB_REASON_LOWER_LEVEL, "kewenangan instansi di tingkat bawah" },
	{ HUB_REASON_NATIONAL_PRIORITY,
	    "menyangkut program prioritas nasional" },
	{ HUB_REASON_UNRESOLVED_ESCALATION,
	    "belum terselesaikan di instansi sebelumnya" },
	{ HUB_REASON_SUPERVISORY_CONTENT, "berkadar pengawasan" },
	{ HUB_REASON_ABROAD, "kejadian di luar negeri, di luar wilayah kami" },
	{ HUB_REASON_STATE_ENTERPRISE, "urusan badan usaha milik negara" },
	{ HUB_REASON_CAMPUS, "urusan perguruan tinggi" },
	{ HUB_REASON_DUPLICATE, "laporan yang sama sudah ditangani" },
	{ HUB_REASON_INCOMPLETE, "keterangan tidak lengkap" },
	{ HUB_REASON_COMPLAINANT_REQUEST, "atas permintaan pelapor" },
};

#define ROWS (sizeof(rows) / sizeof(*rows))

/* By its place in the list. */
enum hub_reason
emb_reason_of(unsigned number)
{
	return number < ROWS ? rows[number].reason : HUB_REASON_NONE;
}

/* The row's words. */
const char *
emb_reason_clause(enum hub_reason reason)
{
	for (size_t i = 0; i < ROWS; i++) {
		if (rows[i].reason == reason)
			return rows[i].clause;
	}
	return "";
}

/* "   1  bukan kewenangan kami". */
void
emb_reason_list(struct hub_buf *out)
{
	for (size_t i = 1; i < ROWS; i++)
		hub_buf_fmt(out, "  %2zu  %s\n", i, rows[i].clause);
}
