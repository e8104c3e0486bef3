/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "steer_words.h"

#include "hub_time.h"

/* %c is who coordinates, %u the last day of a postponement, %k what a case
 * was reclassified as; the reason follows behind. */
static const char *const sentences[STEER_COUNT] = {
	[STEER_NONE] = "",
	[STEER_VERIFY] = "Laporan sudah diverifikasi oleh %c.",
	[STEER_ARCHIVE] = "Laporan diarsipkan oleh %c.",
	[STEER_POSTPONE] = "Penanganan laporan ditunda oleh %c sampai %u.",
	[STEER_RESUME] = "Penanganan laporan dilanjutkan kembali oleh %c.",
	[STEER_REOPEN] = "Laporan dibuka kembali oleh %c.",
	[STEER_RECLASSIFY] = "Klasifikasi laporan diubah oleh %c: %k.",
	[STEER_HOLD] = "Data laporan ditahan dari penghapusan oleh %c.",
	[STEER_RELEASE] = "Penahanan data laporan diakhiri oleh %c.",
	[STEER_ASK] = "",
	[STEER_REMIND] = "Mohon laporan ini segera ditindaklanjuti.",
	[STEER_WITHDRAW] = "Laporan dicabut atas permintaan pelapor.",
};

static const char *const months[] = { "Januari", "Februari", "Maret", "April",
	"Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
	"Desember" };

static const char *const classes[] = {
	[HUB_CLASS_NONE] = "pengaduan",
	[HUB_CLASS_INFORMATION_REQUEST] = "permintaan informasi",
	[HUB_CLASS_COMPLAINT] = "pengaduan",
	[HUB_CLASS_SUPERVISORY] = "pengaduan berkadar pengawasan",
	[HUB_CLASS_ASPIRATION] = "aspirasi",
};

/* A date with the name of its month. */
static void
put_date(const char *date, struct hub_buf *out)
{
	char instant[HUB_TIME_SIZE];
	unsigned month, day;
	int64_t seconds;
	int year;

	(void)snprintf(instant, sizeof(instant), "%.10sT00:00:00Z", date);
	if (!hub_time_parse(instant, &seconds))
		return;
	hub_civil_from_days(seconds / 86400, &year, &month, &day);
	hub_buf_fmt(out, "%u %s %d", day, months[month - 1], year);
}

/* What the case is now. */
static void
put_class(const struct case_row *c, struct hub_buf *out)
{
	hub_buf_text(out, classes[c->classification]);
	if (c->category[0] != '\0')
		hub_buf_fmt(out, ", kategori %s", c->category);
	if (c->region[0] != '\0')
		hub_buf_fmt(out, ", wilayah %s", c->region);
	if ((c->flags & CASE_URGENT) != 0)
		hub_buf_text(out, ", mendesak");
	if ((c->flags & CASE_SECRET) != 0)
		hub_buf_text(out, ", rahasia");
}

/* What stands for a mark. */
static void
put_mark(char mark, const struct act *act, const struct steer *steer,
    struct hub_buf *out)
{
	const struct conf_institution *by = conf_by_key(act->conf,
	    act->actor->institution);

	if (mark == 'c')
		hub_buf_text(out, by == NULL ? "koordinator" : by->name);
	else if (mark == 'u')
		put_date(steer->until, out);
	else if (mark == 'k')
		put_class(&act->of_case, out);
}

void
steer_words(const struct act *act, const struct steer *steer,
    struct hub_buf *out)
{
	const char *at = sentences[steer->verb];
	bool alone = at[0] == '\0';

	for (; *at != '\0'; at++) {
		if (*at == '%')
			put_mark(*++at, act, steer, out);
		else
			hub_buf_char(out, *at);
	}
	if (act->event->text[0] == '\0')
		return;
	hub_buf_text(out, alone ? "" : " Alasan: ");
	hub_buf_text(out, act->event->text);
}
