/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "import_when.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "civil.h"

#define DAY 86400
#define NOON (12 * 3600)
#define EXPECTED \
	"expected a date such as 2026-04-03 or 3 April 2026, or a time such " \
	"as 2026-04-03T10:15:00+08:00 or 3 April 2026 10.15 WITA"

/* Names and what they are shortened to, by month. */
static const struct {
	const char *name;
	int month;
} months[] = {
	{ "januari", 1 },
	{ "jan", 1 },
	{ "februari", 2 },
	{ "pebruari", 2 },
	{ "feb", 2 },
	{ "peb", 2 },
	{ "maret", 3 },
	{ "mar", 3 },
	{ "april", 4 },
	{ "apr", 4 },
	{ "mei", 5 },
	{ "juni", 6 },
	{ "jun", 6 },
	{ "juli", 7 },
	{ "jul", 7 },
	{ "agustus", 8 },
	{ "agt", 8 },
	{ "agu", 8 },
	{ "ags", 8 },
	{ "september", 9 },
	{ "sep", 9 },
	{ "sept", 9 },
	{ "oktober", 10 },
	{ "okt", 10 },
	{ "november", 11 },
	{ "nopember", 11 },
	{ "nov", 11 },
	{ "nop", 11 },
	{ "desember", 12 },
	{ "des", 12 },
};

static const struct {
	const char *name;
	int hours; /* east of UTC */
} zones[] = {
	{ "Z", 0 },
	{ "UTC", 0 },
	{ "WIB", 7 },
	{ "WITA", 8 },
	{ "WIT", 9 },
};

/* A text on its way to be an instant. */
struct when {
	const char *at;
	int64_t year;
	int month, day;
	bool has_time, has_zone;
	int64_t second; /* of the day */
	int64_t offset; /* seconds east of UTC */
};

/* From least to most digits; -1 for anything else, and then stays there. */
static int64_t
take_number(struct when *w, int least, int most)
{
	int64_t value = 0;
	int count = 0;

	while (count <= most && w->at[count] >= '0' && w->at[count] <= '9')
		value = value * 10 + (w->at[count++] - '0');
	if (count < least || count > most)
		return -1;
	w->at += count;
	return value;
}

/* Spaces, perhaps none. */
static void
skip_spaces(struct when *w)
{
	w->at += strspn(w->at, " ");
}

/* One of those bytes. */
static bool
take_one(struct when *w, const char *bytes)
{
	if (*w->at == '\0' || strchr(bytes, *w->at) == NULL)
		return false;
	w->at++;
	return true;
}

/* How many letters stand here. */
static size_t
letters(const struct when *w)
{
	return strspn(w->at,
	    "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

/* The month whose name stands here; 0: none. */
static int
take_month(struct when *w)
{
	size_t len = letters(w);

	for (size_t i = 0; i < sizeof(months) / sizeof(*months); i++) {
		if (strlen(months[i].name) != len ||
		    strncasecmp(months[i].name, w->at, len) != 0)
			continue;
		w->at += len;
		(void)take_one(w, ".");
		return months[i].month;
	}
	return 0;
}

/* "2026-02-03" */
static bool
take_iso(struct when *w)
{
	w->year = take_number(w, 4, 4);
	if (w->year < 0 || !take_one(w, "-"))
		return false;
	w->month = (int)take_number(w, 2, 2);
	if (w->month < 0 || !take_one(w, "-"))
		return false;
	w->day = (int)take_number(w, 2, 2);
	return w->day >= 0;
}

/* "3 Februari 2026" */
static bool
take_indonesian(struct when *w)
{
	w->day = (int)take_number(w, 1, 2);
	if (w->day < 0 || *w->at != ' ')
		return false;
	skip_spaces(w);
	w->month = take_month(w);
	if (w->month == 0 || *w->at != ' ')
		return false;
	skip_spaces(w);
	w->year = take_number(w, 4, 4);
	return w->year >= 0;
}

/* Whether there is such a day. */
static bool
is_real(const struct when *w)
{
	struct civil back;

	if (w->month < 1 || w->month > 12 || w->day < 1 || w->day > 31)
		return false;
	back = civil_date(civil_days(w->year, w->month, w->day));
	return back.month == w->month && back.day == w->day;
}

/* "10:15", "10.15:30.5"; a comma may stand in front. */
static bool
take_time(struct when *w)
{
	int64_t hour, minute, second = 0;

	hour = take_number(w, 2, 2);
	if (hour < 0 || hour > 23 || !take_one(w, ":."))
		return false;
	minute = take_number(w, 2, 2);
	if (minute < 0 || minute > 59)
		return false;
	if (take_one(w, ":.")) {
		second = take_number(w, 2, 2);
		if (second < 0 || second > 59)
			return false;
		if (take_one(w, ".") && take_number(w, 1, 9) < 0)
			return false;
	}
	w->has_time = true;
	w->second = hour * 3600 + minute * 60 + second;
	return true;
}

/* "+08:00", "+0800" or "+08" */
static bool
take_offset(struct when *w)
{
	int64_t sign = *w->at == '-' ? -1 : 1, hours, minutes = 0;

	w->at++;
	hours = take_number(w, 2, 2);
	if (hours < 0) { /* "+0800" has no colon */
		hours = take_number(w, 4, 4);
		minutes = hours % 100;
		hours /= 100;
	} else if (take_one(w, ":")) {
		minutes = take_number(w, 2, 2);
	}
	if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
		return false;
	w->has_zone = true;
	w->offset = sign * (hours * 3600 + minutes * 60);
	return true;
}

/* A zone behind a time. */
static bool
take_zone(struct when *w)
{
	size_t len;

	if (*w->at == '+' || *w->at == '-')
		return take_offset(w);
	len = letters(w);
	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		if (strlen(zones[i].name) != len ||
		    strncasecmp(zones[i].name, w->at, len) != 0)
			continue;
		w->at += len;
		w->has_zone = true;
		w->offset = (int64_t)zones[i].hours * 3600;
		return true;
	}
	return false;
}

/* What stands behind a date: nothing, a time, a time and a zone. */
static bool
take_rest(struct when *w, bool iso)
{
	if (*w->at == '\0')
		return true;
	if (!(iso && take_one(w, "Tt"))) {
		(void)take_one(w, ",");
		if (!take_one(w, " "))
			return false;
		skip_spaces(w);
	}
	if (!take_time(w))
		return false;
	skip_spaces(w);
	return *w->at == '\0' || (take_zone(w) && *w->at == '\0');
}

/* Whether it is a date in digits alone, as 03/04/2026. */
static bool
is_digits(const char *text)
{
	size_t len = strspn(text, "0123456789/.-");

	return strpbrk(text, "/.-") != NULL && len >= 6 &&
	    (text[len] == '\0' || text[len] == ' ');
}

/* The instant of a local time; the zone as it is at that day's noon. */
static int64_t
instant(const struct when *w, const struct tz *zone)
{
	int64_t local = civil_days(w->year, w->month, w->day) * DAY, offset;

	local += w->has_time ? w->second : NOON;
	if (w->has_zone)
		return local - w->offset;
	offset = tz_offset(zone, local - tz_offset(zone, local));
	return local - offset;
}

const char *
import_when(const struct tz *zone, const char *text, int64_t *ret_seconds)
{
	struct when iso = { .at = text }, id = { .at = text };
	struct when *w = take_iso(&iso) ? &iso : &id;

	if (w == &id && !take_indonesian(&id))
		return is_digits(text)
		    ? "found a date in digits alone, whose order one would "
		      "have to guess; " EXPECTED
		    : "found another text; " EXPECTED;
	if (!is_real(w))
		return "found a day that is not in the calendar; " EXPECTED;
	if (!take_rest(w, w == &iso))
		return "found something behind the date; " EXPECTED;
	*ret_seconds = instant(w, zone);
	return "";
}
