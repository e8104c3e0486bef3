/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "notice.h"

#include "tell.h"

/* One line of a notice. */
#define NOTICE_MAX 1024u

/* What is said, as which word, and for whose ears. */
static const struct notice_row {
	enum hub_event_kind kind;
	enum hub_audience audience;
	const char *before, *after; /* around the institution's name */
} rows[NOTICE_COUNT] = {
	[NOTICE_ACCEPT_SOON] = { HUB_EV_REMINDER, HUB_AUDIENCE_PARTIES,
	    "Pengingat: laporan ini menunggu keputusan ",
	    " untuk menerima atau mengembalikannya; batasnya satu hari kerja "
	    "lagi." },
	[NOTICE_ACCEPT_OVER] = { HUB_EV_COMMENT, HUB_AUDIENCE_COORDINATOR, "",
	    " belum memutuskan menerima laporan ini sampai batas waktunya." },
	[NOTICE_DEEMED] = { HUB_EV_REMINDER, HUB_AUDIENCE_PARTIES,
	    "Sesuai perjanjian, laporan yang tidak dijawab sampai batas "
	    "waktunya dianggap diterima; pemegangnya sekarang ",
	    "." },
	[NOTICE_FOLLOW_SOON] = { HUB_EV_REMINDER, HUB_AUDIENCE_PARTIES,
	    "Pengingat: laporan ini menunggu tindak lanjut pertama ",
	    "; batasnya satu hari kerja lagi." },
	[NOTICE_FOLLOW_OVER] = { HUB_EV_COMMENT, HUB_AUDIENCE_COORDINATOR,
	    "Belum ada tindak lanjut dari ",
	    " atas laporan ini sampai batas waktunya." },
	[NOTICE_ANSWER_SOON] = { HUB_EV_REMINDER, HUB_AUDIENCE_PARTIES,
	    "Pengingat: laporan ini menunggu jawaban ",
	    "; batasnya satu hari kerja lagi." },
	[NOTICE_ANSWER_OVER] = { HUB_EV_COMMENT, HUB_AUDIENCE_COORDINATOR,
	    "Batas waktu penyelesaian laporan ini terlewati; pemegangnya ",
	    "." },
	[NOTICE_PARKED] = { HUB_EV_COMMENT, HUB_AUDIENCE_PARTIES,
	    "Laporan ini belum dapat disampaikan ke ",
	    "; petugas hub memeriksanya." },
	[NOTICE_FAILED] = { HUB_EV_COMMENT, HUB_AUDIENCE_PARTIES,
	    "Laporan ini tidak dapat disampaikan ke ",
	    " lewat sistemnya; jalan lain ditempuh." },
	[NOTICE_OUTAGE] = { HUB_EV_COMMENT, HUB_AUDIENCE_COORDINATOR,
	    "Keterhubungan terganggu; selama itu batas waktu berhenti bagi ",
	    "." },
	[NOTICE_QUESTION_OVER] = { HUB_EV_COMMENT, HUB_AUDIENCE_PARTIES,
	    "Pelapor tidak menjawab pertanyaan selama 30 hari; batas waktu "
	    "berjalan lagi bagi ",
	    "." },
	[NOTICE_RESUMED] = { HUB_EV_COMMENT, HUB_AUDIENCE_PARTIES,
	    "Penundaan laporan ini berakhir; tindak lanjutnya pada ", "." },
};

/* Keeps it as an event of the case. */
static enum db_code
keep(struct act *act, const struct notice *notice, struct hub_event *event)
{
	const struct notice_row *row = &rows[notice->what];
	const struct conf_institution *of = conf_by_key(act->conf,
	    notice->institution);
	struct hub_buf text;
	enum db_code code;

	hub_buf_init(&text, NOTICE_MAX);
	hub_buf_text(&text, row->before);
	hub_buf_text(&text,
	    of != NULL ? of->name : act_name(act, notice->institution));
	hub_buf_text(&text, row->after);
	*event = hub_event_init(row->kind);
	event->audience = row->audience;
	event->text = hub_buf_str(&text);
	act->event = event;
	code = act_store(act, EVENT_APPLIED);
	hub_buf_release(&text);
	event->text = "";
	return code;
}

enum db_code
notice_give(struct act *act, const struct notice *notice)
{
	struct act own = *act;
	struct hub_event event;
	enum db_code code = keep(&own, notice, &event);

	for (size_t i = 0; i < NOTICE_TO_MAX && code == DB_OK; i++) {
		bool told = notice->to[i] == 0;

		for (size_t j = 0; j < i; j++)
			told = told || notice->to[j] == notice->to[i];
		if (told)
			continue;
		act_wake(act->wake, notice->to[i]);
		code = tell_one(&own, notice->to[i], event.kind, own.said);
	}
	return code;
}
