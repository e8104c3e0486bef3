/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_when.h"

#include <string.h>

#include "civil.h"
#include "hub_time.h"
#include "simpulctl_ask.h"

#define DAY 86400

static const char *const months[][12] = {
	[CTL_INDONESIAN] = { "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul",
	    "Agu", "Sep", "Okt", "Nov", "Des" },
	[CTL_ENGLISH] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
	    "Aug", "Sep", "Oct", "Nov", "Dec" },
};

/* Zones with a name of their own. */
static const struct {
	const char *zone, *name;
} zones[] = {
	{ "Asia/Jakarta", "WIB" },
	{ "Asia/Pontianak", "WIB" },
	{ "Asia/Makassar", "WITA" },
	{ "Asia/Ujung_Pandang", "WITA" },
	{ "Asia/Jayapura", "WIT" },
};

/* Units of a span, the largest first. */
static const struct {
	int64_t seconds;
	const char *names[2], *many; /* many: of the English one */
} units[] = {
	{ DAY, { "hari", "day" }, "days" },
	{ 3600, { "jam", "hour" }, "hours" },
	{ 60, { "menit", "minute" }, "minutes" },
	{ 1, { "detik", "second" }, "seconds" },
};
#define UNITS (sizeof(units) / sizeof(units[0]))

void
ctl_when_init(struct ctl_when *when, const json_t *answer)
{
	when->zone = ctl_text(answer, "timezone");
	when->tz = tz_open(when->zone);
	when->now = ctl_when_of(answer, "now");
}

void
ctl_when_release(struct ctl_when *when)
{
	tz_free(when->tz);
	when->tz = NULL;
}

int64_t
ctl_when_of(const json_t *object, const char *name)
{
	int64_t seconds;

	return hub_time_parse(ctl_text(object, name), &seconds) ? seconds : 0;
}

/* "WITA", or how far it is from UTC. */
static void
put_zone(const struct ctl_when *when, int32_t offset, struct hub_buf *out)
{
	int minutes = (int)(offset < 0 ? -offset : offset) / 60;

	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		if (strcmp(when->zone, zones[i].zone) == 0) {
			hub_buf_text(out, zones[i].name);
			return;
		}
	hub_buf_text(out, "UTC");
	if (minutes != 0)
		hub_buf_fmt(out, "%c%02d:%02d", offset < 0 ? '-' : '+',
		    minutes / 60, minutes % 60);
}

void
ctl_when_put(const struct ctl_when *when, enum ctl_tongue tongue,
    int64_t seconds, struct hub_buf *out)
{
	int32_t offset = when->tz == NULL ? 0 : tz_offset(when->tz, seconds);
	int64_t day = civil_day_of(seconds + offset);
	int minute = (int)(seconds + offset - day * DAY) / 60;
	struct civil date = civil_date(day);

	if (seconds == 0) {
		hub_buf_char(out, '-');
		return;
	}
	hub_buf_fmt(out, "%d %s %lld %02d%c%02d ", date.day,
	    months[tongue][date.month - 1], (long long)date.year, minute / 60,
	    tongue == CTL_ENGLISH ? ':' : '.', minute % 60);
	put_zone(when, offset, out);
}

void
ctl_when_limit(const struct ctl_when *when, enum ctl_tongue tongue,
    int64_t seconds, struct hub_buf *out)
{
	int32_t offset = when->tz == NULL ? 0 : tz_offset(when->tz, seconds);
	bool midnight = (seconds + offset) % DAY == 0;

	ctl_when_put(when, tongue,
	    midnight && seconds != 0 ? seconds - 1 : seconds, out);
}

/* So many of one unit. */
static void
put_unit(enum ctl_tongue tongue, size_t unit, int64_t count,
    struct hub_buf *out)
{
	hub_buf_fmt(out, "%lld %s", (long long)count,
	    tongue == CTL_ENGLISH && count != 1 ? units[unit].many
						: units[unit].names[tongue]);
}

void
ctl_when_span(enum ctl_tongue tongue, int64_t seconds, struct hub_buf *out)
{
	int64_t hours = seconds % DAY / 3600;
	size_t i = 0;

	while (i + 1 < UNITS && seconds < units[i].seconds)
		i++;
	put_unit(tongue, i, seconds / units[i].seconds, out);
	if (i > 0 || seconds >= 7 * DAY || hours == 0)
		return;
	hub_buf_char(out, ' ');
	put_unit(tongue, 1, hours, out);
}

void
ctl_when_age(const struct ctl_when *when, enum ctl_tongue tongue,
    int64_t seconds, struct hub_buf *out)
{
	int64_t age = when->now - seconds;

	if (seconds == 0)
		hub_buf_char(out, '-');
	else
		ctl_when_span(tongue, age < 0 ? -age : age, out);
}

void
ctl_when_cell(const struct ctl_when *when, struct ctl_table *table,
    const json_t *row, const char *name)
{
	struct hub_buf text;

	hub_buf_init(&text, 128);
	ctl_when_put(when, CTL_INDONESIAN, ctl_when_of(row, name), &text);
	ctl_table_buf(table, &text);
	hub_buf_release(&text);
}
