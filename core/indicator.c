/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "indicator.h"

#include <string.h>

/* clang-format off */
#define PLAIN { RATIO_HALF_UP, 1, 1, false, '.' }
#define PERCENT { RATIO_HALF_UP, 1, 1, true, '.' }
/* As two provinces print them. */
#define TRUNCATED { RATIO_TRUNCATE, 1, 1, true, '.' }
#define PADDED { RATIO_HALF_UP, 1, 2, true, '.' }

#define COUNT(n, title, title_en, sum, unit, at) \
	{ n, title, title_en, SUM_##sum, SUM_NONE, UNIT_##unit, \
	  POPULATION_PERIOD, AT_##at, PLAIN }
#define SHARE(n, title, title_en, sum, of, at) \
	{ n, title, title_en, SUM_##sum, SUM_##of, UNIT_PERCENT, \
	  POPULATION_PERIOD, AT_##at, PERCENT }
#define MEAN(n, title, title_en, sum, of, unit, at) \
	{ n, title, title_en, SUM_##sum, SUM_##of, UNIT_##unit, \
	  POPULATION_PERIOD, AT_##at, PLAIN }
#define REASON(n, title, title_en, reason) \
	{ "refusals_" n, title, title_en, SUM_REASON + HUB_REASON_##reason, \
	  SUM_REFUSALS, UNIT_PERCENT, POPULATION_PERIOD, AT_RECEIVER, PERCENT }

static const struct indicator rows[] = {
	COUNT("received", "Laporan diterima",
	    "Cases received", RECEIVED, CASES, HOLDER),
	COUNT("completed", "Laporan selesai",
	    "Cases completed", COMPLETED, CASES, HOLDER),
	COUNT("in_process", "Laporan dalam proses",
	    "Cases in process", IN_PROCESS, CASES, HOLDER),
	COUNT("waiting", "Laporan belum ditindaklanjuti",
	    "Cases that nobody works on yet", WAITING, CASES, HOLDER),
	COUNT("archived", "Laporan diarsipkan",
	    "Cases archived", ARCHIVED, CASES, HOLDER),
	COUNT("withdrawn", "Laporan dicabut pelapor",
	    "Cases withdrawn", WITHDRAWN, CASES, HOLDER),
	COUNT("reopened", "Laporan dibuka kembali",
	    "Cases reopened", REOPENED, CASES, HOLDER),
	{ "follow_up_rate", "Persentase tindak lanjut", "Follow-up rate",
	  SUM_FOLLOWED_UP, SUM_RECEIVED, UNIT_PERCENT, POPULATION_PERIOD,
	  AT_HOLDER, TRUNCATED },
	{ "completion_rate", "Persentase penyelesaian", "Completion rate",
	  SUM_COMPLETED, SUM_RECEIVED, UNIT_PERCENT, POPULATION_PERIOD,
	  AT_HOLDER, PADDED },
	{ "connectivity", "Keterhubungan instansi", "Institutions linked",
	  SUM_LINKED, SUM_INSTITUTIONS, UNIT_PERCENT, POPULATION_NOW,
	  AT_ITSELF, PERCENT },
	{ "activity", "Keaktifan instansi", "Institutions active",
	  SUM_ACTIVE, SUM_INSTITUTIONS, UNIT_PERCENT, POPULATION_MONTH,
	  AT_ITSELF, PERCENT },
	MEAN("follow_up_days", "Rata-rata waktu tindak lanjut (RTL)",
	    "Mean follow-up time", FOLLOW_DAYS, FOLLOWED, DAYS, RECEIVER),
	SHARE("timely_follow_up", "Tindak lanjut pertama tepat waktu",
	    "First follow-up in time", FIRST_IN_TIME, FIRST_DUE, RECEIVER),
	SHARE("timely_answer", "Jawaban tepat waktu",
	    "Answered in time", ANSWER_IN_TIME, ANSWER_DUE, HOLDER),
	SHARE("timely_answer_reopened",
	    "Jawaban tepat waktu setelah dibuka kembali",
	    "Answered in time after reopening", AGAIN_IN_TIME, AGAIN_DUE,
	    HOLDER),
	SHARE("accept_rate", "Persentase penerusan yang diterima",
	    "Handoffs accepted", ACCEPTED, DECIDED, RECEIVER),
	COUNT("deemed", "Penerusan dianggap diterima",
	    "Handoffs deemed accepted", DEEMED, HANDOFFS, RECEIVER),
	COUNT("expired", "Penerusan lewat tenggat",
	    "Handoffs expired", EXPIRED, HANDOFFS, RECEIVER),
	COUNT("refusals", "Penerusan dikembalikan atau bukan wewenang",
	    "Handoffs refused or returned", REFUSALS, HANDOFFS, RECEIVER),
	REASON("outside_authority", "- bukan wewenang instansi",
	    "- outside authority", OUTSIDE_AUTHORITY),
	REASON("wrong_address", "- salah alamat",
	    "- wrong address", WRONG_ADDRESS),
	REASON("wrong_region", "- salah wilayah",
	    "- wrong region", WRONG_REGION),
	REASON("higher_level", "- wewenang instansi yang lebih tinggi",
	    "- for a higher level", HIGHER_LEVEL),
	REASON("lower_level", "- wewenang instansi di bawahnya",
	    "- for a lower level", LOWER_LEVEL),
	REASON("national_priority", "- program prioritas nasional",
	    "- a national priority", NATIONAL_PRIORITY),
	REASON("unresolved_escalation", "- belum selesai, dinaikkan",
	    "- unresolved, escalated", UNRESOLVED_ESCALATION),
	REASON("supervisory_content", "- berkadar pengawasan",
	    "- needs examination", SUPERVISORY_CONTENT),
	REASON("abroad", "- terjadi di luar negeri", "- abroad", ABROAD),
	REASON("state_enterprise", "- urusan BUMN",
	    "- a state enterprise's matter", STATE_ENTERPRISE),
	REASON("campus", "- urusan perguruan tinggi",
	    "- a university's matter", CAMPUS),
	REASON("duplicate", "- sudah pernah dilaporkan",
	    "- duplicate", DUPLICATE),
	REASON("incomplete", "- belum lengkap", "- incomplete", INCOMPLETE),
	REASON("complainant_request", "- atas permintaan pelapor",
	    "- at the complainant's request", COMPLAINANT_REQUEST),
	MEAN("mean_hops", "Rata-rata penerusan sampai pemegang",
	    "Mean hops", HOPS, HANDED, HOPS, HOLDER),
	SHARE("ping_pong_rate", "Persentase laporan yang dilempar-lempar",
	    "Ping-pong rate", PING_PONG, RECEIVED, HOLDER),
	COUNT("disputes", "Sengketa kewenangan",
	    "Disputes", DISPUTES, DISPUTES, ARBITER),
	MEAN("decision_days", "Rata-rata waktu memutus sengketa",
	    "Mean time to decide a dispute", DISPUTE_DAYS, DISPUTES_DECIDED,
	    DAYS, ARBITER),
	MEAN("mean_days_lost", "Rata-rata hari hilang sebelum pemegang benar",
	    "Mean days lost before the right holder", CASE_LOST, RECEIVED,
	    DAYS, HOLDER),
	COUNT("days", "Hari kerja laporan",
	    "Working days of the cases", DAYS, DAYS, CHARGED),
	COUNT("days_holder", "- pada pemegang",
	    "- with the holder", DAYS_HOLDER, DAYS, CHARGED),
	COUNT("days_lost_sender", "- hilang: salah alamat oleh pengirim",
	    "- lost: wrongly addressed by the sender", DAYS_SENDER, DAYS,
	    CHARGED),
	COUNT("days_lost_refuser",
	    "- hilang: pengembalian yang dibatalkan keputusan",
	    "- lost: a refusal that was overturned", DAYS_REFUSER, DAYS,
	    CHARGED),
	COUNT("days_lost_receiver", "- hilang: penerima diam",
	    "- lost: the receiver was silent", DAYS_RECEIVER, DAYS, CHARGED),
	COUNT("days_lost_arbiter", "- hilang: menunggu keputusan",
	    "- lost: a decision was awaited", DAYS_ARBITER, DAYS, CHARGED),
	SHARE("days_lost_rate", "Persentase hari kerja yang hilang",
	    "Days lost of the working days", DAYS_LOST, DAYS, CHARGED),
	COUNT("days_question", "Hari kerja menunggu keterangan pelapor",
	    "Working days that waited for the complainant", DAYS_QUESTION,
	    DAYS, HOLDER),
	COUNT("test_cases", "Tidak dihitung: laporan uji",
	    "Left out: test cases", TEST, CASES, HOLDER),
	COUNT("joined_cases", "Tidak dihitung: digabung ke laporan lain",
	    "Left out: joined to another case", JOINED, CASES, HOLDER),
};
/* clang-format on */

#define ROWS (sizeof(rows) / sizeof(rows[0]))

const struct indicator *
indicator_rows(size_t *ret_count)
{
	*ret_count = ROWS;
	return rows;
}

const struct indicator *
indicator_find(const char *id)
{
	for (size_t i = 0; i < ROWS; i++)
		if (strcmp(rows[i].id, id) == 0)
			return &rows[i];
	return NULL;
}

/* The word for what is counted. */
const char *
unit_name(enum unit unit)
{
	static const char *const names[] = {
		[UNIT_CASES] = "cases",
		[UNIT_HANDOFFS] = "handoffs",
		[UNIT_DISPUTES] = "disputes",
		[UNIT_DAYS] = "days",
		[UNIT_HOPS] = "hops",
		[UNIT_PERCENT] = "percent",
	};

	return names[unit];
}

/* The word for whom it counts. */
const char *
population_name(enum population population)
{
	static const char *const names[] = {
		[POPULATION_PERIOD] = "period",
		[POPULATION_MONTH] = "month",
		[POPULATION_NOW] = "now",
	};

	return names[population];
}

/* The word for whose name it counts under. */
const char *
counted_at_name(enum counted_at at)
{
	static const char *const names[] = {
		[AT_HOLDER] = "holder",
		[AT_RECEIVER] = "receiver",
		[AT_CHARGED] = "charged",
		[AT_ARBITER] = "arbiter",
		[AT_ITSELF] = "itself",
	};

	return names[at];
}
