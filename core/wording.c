/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "wording.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "civil.h"
#include "wording_id.h"

#define DAY_S 86400
#define HOUR_S 3600
#define MINUTE_S 60

/* Seconds of a time in milliseconds, also before 1970. */
static int64_t
seconds_of(int64_t ms)
{
	return ms >= 0 ? ms / 1000 : -((999 - ms) / 1000);
}

/* A day with its month's name. */
static void
put_date(struct hub_buf *out, int64_t day)
{
	struct civil date = civil_date(day);

	hub_buf_fmt(out, "%d %s %" PRId64, date.day,
	    wording_id_months[date.month - 1], date.year);
}

/* " WITA", by how far the zone is from UTC. */
static void
put_zone(struct hub_buf *out, int32_t offset)
{
	static const char *const names[] = { "WIB", "WITA", "WIT" };
	int32_t minutes = offset / MINUTE_S;

	if (offset % HOUR_S == 0 && offset >= 7 * HOUR_S &&
	    offset <= 9 * HOUR_S) {
		hub_buf_fmt(out, " %s", names[offset / HOUR_S - 7]);
		return;
	}
	hub_buf_text(out, " UTC");
	if (minutes == 0)
		return;
	hub_buf_char(out, minutes < 0 ? '-' : '+');
	minutes = minutes < 0 ? -minutes : minutes;
	hub_buf_fmt(out, "%d", minutes / 60);
	if (minutes % 60 != 0)
		hub_buf_fmt(out, ".%02d", minutes % 60);
}

void
wording_day(struct hub_buf *out, const struct tz *zone, int64_t ms)
{
	put_date(out, tz_local_day(zone, seconds_of(ms)));
}

void
wording_moment(struct hub_buf *out, const struct tz *zone, int64_t ms)
{
	int64_t at = seconds_of(ms), day = tz_local_day(zone, at);
	int32_t offset = tz_offset(zone, at);
	int64_t minutes = (at + offset - day * DAY_S) / MINUTE_S;

	put_date(out, day);
	hub_buf_fmt(out, " pukul %02" PRId64 ".%02" PRId64, minutes / 60,
	    minutes % 60);
	put_zone(out, offset);
}

/* A limit; one that ends with a day is that day. */
static void
put_limit(struct hub_buf *out, const struct tz *zone, int64_t ms)
{
	int64_t last = seconds_of(ms) - 1;

	if (tz_local_day(zone, last) == tz_local_day(zone, last + 1)) {
		wording_moment(out, zone, ms);
		return;
	}
	put_date(out, tz_local_day(zone, last));
	put_zone(out, tz_offset(zone, last));
}

const char *
wording_reason(enum hub_reason reason)
{
	return wording_id_reasons[reason < WORDING_REASONS ? reason : 0];
}

const char *
wording_decision(enum hub_decision decision)
{
	return wording_id_decisions[decision < WORDING_DECISIONS ? decision
								 : 0];
}

/* What fills a name: appends nothing where it was not given. */
typedef void fill_fn(struct hub_buf *out, const struct wording_args *a);

/* The name of the institution that a sentence is about. */
static void
fill_institution(struct hub_buf *out, const struct wording_args *a)
{
	hub_buf_text(out, a->institution);
}

/* Another institution. */
static void
fill_other(struct hub_buf *out, const struct wording_args *a)
{
	hub_buf_text(out, a->other);
}

/* The case's number. */
static void
fill_case(struct hub_buf *out, const struct wording_args *a)
{
	hub_buf_text(out, a->case_ref);
}

/* A person's own text. */
static void
fill_text(struct hub_buf *out, const struct wording_args *a)
{
	hub_buf_text(out, a->text);
}

/* Names, or what is missing. */
static void
fill_list(struct hub_buf *out, const struct wording_args *a)
{
	hub_buf_text(out, a->list);
}

/* Why. */
static void
fill_reason(struct hub_buf *out, const struct wording_args *a)
{
	hub_buf_text(out, wording_reason(a->reason));
}

/* What was decided. */
static void
fill_decision(struct hub_buf *out, const struct wording_args *a)
{
	hub_buf_text(out, wording_decision(a->decision));
}

/* When it was. */
static void
fill_at(struct hub_buf *out, const struct wording_args *a)
{
	if (a->at_ms != 0 && a->zone != NULL)
		wording_moment(out, a->zone, a->at_ms);
}

/* When it is over. */
static void
fill_until(struct hub_buf *out, const struct wording_args *a)
{
	if (a->until_ms != 0 && a->zone != NULL)
		put_limit(out, a->zone, a->until_ms);
}

/* How many. */
static void
fill_number(struct hub_buf *out, const struct wording_args *a)
{
	if (a->number != 0)
		hub_buf_fmt(out, "%" PRId64, a->number);
}

/* The names that a template may use; absent stands outside of brackets for
 * what was not given. */
static const struct {
	const char *name, *absent;
	fill_fn *fill;
} names[] = {
	{ "instansi", "instansi yang berwenang", fill_institution },
	{ "lainnya", "instansi sebelumnya", fill_other },
	{ "nomor", "ini", fill_case },
	{ "isi", "-", fill_text },
	{ "daftar", "-", fill_list },
	{ "alasan", "", fill_reason },
	{ "keputusan", "", fill_decision },
	{ "waktu", "-", fill_at },
	{ "batas", "-", fill_until },
	{ "jumlah", "-", fill_number },
};

#define NAMES (sizeof(names) / sizeof(names[0]))

/* The row of the name that begins behind a brace, NAMES for none. */
static size_t
name_at(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < NAMES; i++)
		if (strlen(names[i].name) == len &&
		    strncmp(names[i].name, text, len) == 0)
			break;
	return i;
}

/* Writes part of a template; whether all its names were given. */
static bool
put_part(struct hub_buf *out, const char *at, const char *end,
    const struct wording_args *args)
{
	bool given = true;

	while (at < end) {
		size_t before = out->len, len, row;

		if (*at != '{') {
			hub_buf_char(out, *at++);
			continue;
		}
		len = strcspn(++at, "}");
		row = name_at(at, len);
		at += len + 1;
		if (row == NAMES)
			continue;
		names[row].fill(out, args);
		if (out->len > before)
			continue;
		given = false;
		hub_buf_text(out, names[row].absent);
	}
	return given;
}

/* Takes back what was written behind a length. */
static void
cut(struct hub_buf *out, size_t len)
{
	if (!hub_buf_ok(out) || out->data == NULL)
		return;
	out->len = len;
	out->data[len] = '\0';
}

void
wording_make(struct hub_buf *out, enum wording which,
    const struct wording_args *args)
{
	const char *at = wording_template(which);

	while (*at != '\0') {
		bool optional = *at == '[';
		size_t before = out->len, len;

		at += optional ? 1 : 0;
		len = strcspn(at, optional ? "]" : "[");
		if (!put_part(out, at, at + len, args) && optional)
			cut(out, before);
		at += len + (optional ? 1 : 0);
	}
}

struct wording_args
wording_args_init(void)
{
	return (struct wording_args){ .institution = "",
		.other = "",
		.case_ref = "",
		.text = "",
		.list = "" };
}

enum hub_audience
wording_audience(enum wording which)
{
	return wording_id_rows[which].audience;
}

const char *
wording_name(enum wording which)
{
	return wording_id_rows[which].name;
}

const char *
wording_template(enum wording which)
{
	return wording_id_rows[which].text;
}
