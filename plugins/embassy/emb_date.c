/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_date.h"

#include <inttypes.h>

#include "hub_time.h"

#define DAY INT64_C(86400)
#define HOUR INT64_C(3600)
#define MINUTE INT64_C(60)

static const char *const weekdays[] = { "Kamis", "Jumat", "Sabtu", "Minggu",
	"Senin", "Selasa", "Rabu" };
static const char *const months[] = { "Januari", "Februari", "Maret", "April",
	"Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
	"Desember" };

/* The local day of a local instant, also before 1970. */
static int64_t
day_of(int64_t local)
{
	return local >= 0 ? local / DAY : -((DAY - 1 - local) / DAY);
}

/* "Jumat, 6 Februari 2026". */
static void
put_day(struct hub_buf *out, int64_t day)
{
	unsigned month = 1, date = 1;
	int year = 1970;

	hub_civil_from_days(day, &year, &month, &date);
	hub_buf_fmt(out, "%s, %u %s %d", weekdays[((day % 7) + 7) % 7], date,
	    months[month - 1], year);
}

/* "WITA/UTC+8", or "UTC+1" where Indonesia is not. */
static void
put_zone(struct hub_buf *out, int64_t offset)
{
	static const char *const names[] = { "WIB", "WITA", "WIT" };
	int64_t minutes = (offset < 0 ? -offset : offset) / MINUTE;
	bool here = offset % HOUR == 0 && offset >= 7 * HOUR &&
	    offset <= 9 * HOUR;

	if (here)
		hub_buf_fmt(out, "%s/", names[offset / HOUR - 7]);
	hub_buf_text(out, "UTC");
	if (minutes != 0)
		hub_buf_fmt(out, "%c%" PRId64, offset < 0 ? '-' : '+',
		    minutes / 60);
	if (minutes % 60 != 0)
		hub_buf_fmt(out, ".%02" PRId64, minutes % 60);
}

/* With its hour. */
void
emb_date_moment(struct hub_buf *out, int64_t seconds, int64_t offset)
{
	int64_t local = seconds + offset, day = day_of(local);
	int64_t minutes = (local - day * DAY) / MINUTE;

	put_day(out, day);
	hub_buf_fmt(out, " pukul %02" PRId64 ".%02" PRId64 " ", minutes / 60,
	    minutes % 60);
	put_zone(out, offset);
}

/* The day, if it is one. */
void
emb_date_limit(struct hub_buf *out, int64_t seconds, int64_t offset)
{
	int64_t local = seconds + offset;

	if (local != day_of(local) * DAY) {
		emb_date_moment(out, seconds, offset);
		return;
	}
	put_day(out, day_of(local - 1));
	hub_buf_text(out, " (akhir hari kerja, ");
	put_zone(out, offset);
	hub_buf_char(out, ')');
}
