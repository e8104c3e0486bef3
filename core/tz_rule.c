/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tz_rule.h"

#include "civil.h"

#define HOUR 3600
#define DAY 86400
#define ABBREVIATION_MIN 3
#define HOURS_MAX 167 /* RFC 8536 section 3.3.1 */

/* Reads digits; *text moves past them. */
static bool
number(const char **text, int max, int *ret)
{
	const char *at = *text;
	int value = 0;

	for (; *at >= '0' && *at <= '9' && value <= max; at++)
		value = value * 10 + (*at - '0');
	if (at == *text || value > max)
		return false;
	*text = at;
	*ret = value;
	return true;
}

/* Reads a sign, if there is one: -1 or 1. */
static int
sign(const char **text)
{
	if (**text != '-' && **text != '+')
		return 1;
	return *(*text)++ == '-' ? -1 : 1;
}

/* Reads "[+-]hh[:mm[:ss]]" as seconds. */
static bool
duration(const char **text, int32_t *ret)
{
	int direction = sign(text), hours, minutes = 0, seconds = 0;

	if (!number(text, HOURS_MAX, &hours))
		return false;
	if (**text == ':') {
		(*text)++;
		if (!number(text, 59, &minutes))
			return false;
	}
	if (**text == ':') {
		(*text)++;
		if (!number(text, 59, &seconds))
			return false;
	}
	*ret = direction * (hours * HOUR + minutes * 60 + seconds);
	return true;
}

/* Whether c may stand in an abbreviation. */
static bool
is_letter(char c, bool quoted)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return true;
	return quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-');
}

/* Reads "CET" or "<+0430>". */
static bool
abbreviation(const char **text)
{
	bool quoted = **text == '<';
	const char *start = *text + quoted, *at = start;

	while (is_letter(*at, quoted))
		at++;
	if (at - start < ABBREVIATION_MIN || (quoted && *at != '>'))
		return false;
	*text = at + quoted;
	return true;
}

/* Reads "3.5.0", the M before it being read. */
static bool
month_week_day(const char **text, struct tz_rule_day *ret)
{
	if (!number(text, 12, &ret->month) || *(*text)++ != '.' ||
	    !number(text, 5, &ret->week) || *(*text)++ != '.' ||
	    !number(text, 6, &ret->day))
		return false;
	return ret->month >= 1 && ret->week >= 1;
}

/* Reads ",M3.5.0/2", ",J60" or ",59". */
static bool
rule_day(const char **text, struct tz_rule_day *ret)
{
	struct tz_rule_day day = { .kind = '0', .seconds = 2 * HOUR };
	bool ok;

	if (*(*text)++ != ',')
		return false;
	if (**text == 'M' || **text == 'J')
		day.kind = *(*text)++;
	if (day.kind == 'M')
		ok = month_week_day(text, &day);
	else
		ok = number(text, 365, &day.day) &&
		    (day.kind == '0' || day.day >= 1);
	if (ok && **text == '/') {
		(*text)++;
		ok = duration(text, &day.seconds);
	}
	*ret = day;
	return ok;
}

/* Reads the part about summer time. */
static bool
summer(const char **text, struct tz_rule *rule)
{
	rule->has_summer = true;
	rule->summer = rule->standard + HOUR;
	if (!abbreviation(text))
		return false;
	if (**text != ',') {
		if (!duration(text, &rule->summer))
			return false;
		rule->summer = -rule->summer;
	}
	return rule_day(text, &rule->start) && rule_day(text, &rule->end);
}

/* Reads a whole footer. */
bool
tz_rule_parse(const char *text, struct tz_rule *ret_rule)
{
	struct tz_rule rule = { .has_summer = false };

	if (!abbreviation(&text) || !duration(&text, &rule.standard))
		return false;
	rule.standard = -rule.standard; /* POSIX counts westward */
	if (*text != '\0' && !summer(&text, &rule))
		return false;
	if (*text != '\0')
		return false;
	*ret_rule = rule;
	return true;
}

/* Whether a year has 366 days. */
static bool
is_leap(int64_t year)
{
	return civil_days(year + 1, 1, 1) - civil_days(year, 1, 1) == 366;
}

/* The n-th given weekday of a month, 5 being the last. */
static int64_t
weekday_of_month(int64_t year, const struct tz_rule_day *rule)
{
	int64_t first = civil_days(year, rule->month, 1), day, next;

	/* 1970-01-01 was a Thursday, and Sunday is 0. */
	day = first + (rule->day - (first + 4) % 7 + 7) % 7 +
	    7 * (rule->week - 1);
	next = rule->month == 12 ? civil_days(year + 1, 1, 1)
				 : civil_days(year, rule->month + 1, 1);
	return day < next ? day : day - 7;
}

/* When the rule's day strikes in a year, on the clock of that offset. */
static int64_t
strikes(const struct tz_rule_day *rule, int64_t year, int32_t offset)
{
	int64_t day;

	if (rule->kind == 'M')
		day = weekday_of_month(year, rule);
	else if (rule->kind == 'J')
		day = civil_days(year, 1, 1) + rule->day - 1 +
		    (rule->day >= 60 && is_leap(year));
	else
		day = civil_days(year, 1, 1) + rule->day;
	return day * DAY + rule->seconds - offset;
}

/* The offset in force. */
int32_t
tz_rule_offset(const struct tz_rule *rule, int64_t seconds)
{
	int64_t year, start, end;
	bool is_summer;

	if (!rule->has_summer)
		return rule->standard;
	year = civil_date(civil_day_of(seconds + rule->standard)).year;
	start = strikes(&rule->start, year, rule->standard);
	end = strikes(&rule->end, year, rule->summer);
	if (start < end)
		is_summer = seconds >= start && seconds < end;
	else
		is_summer = seconds >= start || seconds < end;
	return is_summer ? rule->summer : rule->standard;
}
