/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_time.h"

#include <stdio.h>

#define DAY 86400
#define DAYS_OF_ERA 146097 /* 400 years */

/* A year counts from March here, so that a leap day is its last. */
int64_t
hub_days_from_civil(int year, unsigned month, unsigned day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year =
	    (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 -
	    year_of_era / 100 + day_of_year;

	return era * DAYS_OF_ERA + day_of_era - 719468;
}

/* The inverse: year, month and day of a day since 1970. */
void
hub_civil_from_days(int64_t days, int *ret_year, unsigned *ret_month,
    unsigned *ret_day)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - (DAYS_OF_ERA - 1)) / DAYS_OF_ERA;
	int64_t day_of_era = z - era * DAYS_OF_ERA;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 +
				  day_of_era / 36524 - day_of_era / 146096) /
	    365;
	int64_t day_of_year = day_of_era -
	    (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t from_march = (5 * day_of_year + 2) / 153;

	*ret_day = (unsigned)(day_of_year - (153 * from_march + 2) / 5 + 1);
	*ret_month = (unsigned)(from_march < 10 ? from_march + 3
						: from_march - 9);
	*ret_year = (int)(year_of_era + era * 400 + (*ret_month <= 2));
}

/* The text up to the seconds, without zone; false outside year 0 to 9999. */
static bool
put_civil(int64_t seconds, char buf[HUB_TIME_SIZE])
{
	int64_t days = seconds / DAY, rest = seconds % DAY;
	unsigned month, day;
	int year;

	if (rest < 0) {
		rest += DAY;
		days--;
	}
	buf[0] = '\0';
	if (days < hub_days_from_civil(0, 1, 1) ||
	    days > hub_days_from_civil(9999, 12, 31))
		return false;
	hub_civil_from_days(days, &year, &month, &day);
	snprintf(buf, HUB_TIME_SIZE, "%04d-%02u-%02uT%02u:%02u:%02u", year,
	    month, day, (unsigned)rest / 3600, (unsigned)rest / 60 % 60,
	    (unsigned)rest % 60);
	return true;
}

/* An instant to the second, in UTC. */
void
hub_time_text(int64_t seconds, char buf[HUB_TIME_SIZE])
{
	if (put_civil(seconds, buf))
		snprintf(buf + 19, HUB_TIME_SIZE - 19, "Z");
}

/* An instant to the millisecond, in UTC. */
void
hub_time_text_ms(int64_t ms, char buf[HUB_TIME_SIZE])
{
	int64_t seconds = ms / 1000, rest = ms % 1000;

	if (rest < 0) {
		rest += 1000;
		seconds--;
	}
	if (put_civil(seconds, buf))
		snprintf(buf + 19, HUB_TIME_SIZE - 19, ".%03uZ",
		    (unsigned)rest);
}

/* Exactly `digits` digits from *at, which moves behind them; -1 if there are
 * fewer. */
static int
take_number(const char **at, int digits)
{
	int value = 0;

	for (int i = 0; i < digits; i++) {
		char c = (*at)[i];

		if (c < '0' || c > '9')
			return -1;
		value = value * 10 + (c - '0');
	}
	*at += digits;
	return value;
}

/* A number between a mark in front and a ceiling. */
static bool
take_field(const char **at, const char *marks, int max, int *ret_value)
{
	int value;

	if (**at == '\0' || (**at != marks[0] && **at != marks[1]))
		return false;
	(*at)++;
	value = take_number(at, 2);
	if (value < 0 || value > max)
		return false;
	*ret_value = value;
	return true;
}

/* "2026-02-02" as days since 1970. */
static bool
take_date(const char **at, int64_t *ret_days)
{
	int year = take_number(at, 4), month, day, real_year;
	unsigned real_month, real_day;
	int64_t days;

	if (year < 0 || !take_field(at, "--", 12, &month) ||
	    !take_field(at, "--", 31, &day) || month == 0 || day == 0)
		return false;
	days = hub_days_from_civil(year, (unsigned)month, (unsigned)day);
	hub_civil_from_days(days, &real_year, &real_month, &real_day);
	if (real_day != (unsigned)day)
		return false;
	*ret_days = days;
	return true;
}

/* "T08:00:00" as seconds of the day, 60 seconds allowed. */
static bool
take_clock(const char **at, int *ret_seconds)
{
	int hour, minute, second;

	if (!take_field(at, "Tt", 23, &hour) ||
	    !take_field(at, "::", 59, &minute) ||
	    !take_field(at, "::", 60, &second))
		return false;
	*ret_seconds = hour * 3600 + minute * 60 + second;
	return true;
}

/* "Z" or "+08:00", and nothing behind it. */
static bool
take_zone(const char *at, int *ret_east)
{
	int hour, minute, sign = *at == '-' ? -1 : 1;

	if ((*at == 'Z' || *at == 'z') && at[1] == '\0') {
		*ret_east = 0;
		return true;
	}
	if (!take_field(&at, "+-", 23, &hour) ||
	    !take_field(&at, "::", 59, &minute) || *at != '\0')
		return false;
	*ret_east = sign * (hour * 3600 + minute * 60);
	return true;
}

/* ".25" as 250 milliseconds, further decimals dropped; nothing as 0. */
static bool
take_fraction(const char **at, int *ret_ms)
{
	int ms = 0, unit = 100;

	*ret_ms = 0;
	if (**at != '.')
		return true;
	for ((*at)++; **at >= '0' && **at <= '9'; (*at)++, unit /= 10)
		ms += (**at - '0') * unit;
	*ret_ms = ms;
	return (*at)[-1] != '.';
}

/* An instant out of its text. */
bool
hub_time_parse_ms(const char *text, int64_t *ret_ms)
{
	int64_t days, seconds;
	int clock, east, ms;
	bool leap;

	if (!take_date(&text, &days) || !take_clock(&text, &clock))
		return false;
	leap = text[-1] == '0' && text[-2] == '6';
	if (!take_fraction(&text, &ms) || !take_zone(text, &east))
		return false;
	seconds = days * DAY + clock - east;
	if (leap && seconds % DAY != 0) /* only ever the last of a UTC day */
		return false;
	*ret_ms = seconds * 1000 + ms;
	return true;
}

/* The second in which it lies. */
bool
hub_time_parse(const char *text, int64_t *ret_seconds)
{
	int64_t ms;

	if (!hub_time_parse_ms(text, &ms))
		return false;
	*ret_seconds = (ms - (ms % 1000 + 1000) % 1000) / 1000;
	return true;
}
