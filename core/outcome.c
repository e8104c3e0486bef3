/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "outcome.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "hub_time.h"
#include "limits.h"

/* An HTTP date by its parts (RFC 9110 5.6.7). */
struct date {
	int year, month, day, hour, minute, second;
};

/* Answers that the core handles itself: they say "not now", or that whoever
 * was to answer has not. */
static const struct {
	int status;
	enum outcome_class class;
} handled[] = {
	{ 408, OUTCOME_RETRY },
	{ 425, OUTCOME_RETRY },
	{ 429, OUTCOME_RETRY },
	{ 502, OUTCOME_UNKNOWN },
	{ 503, OUTCOME_RETRY },
	{ 504, OUTCOME_UNKNOWN },
};

/* What to do with a complete answer of that status. */
enum outcome_class
outcome_of_status(int status)
{
	size_t i;

	for (i = 0; i < sizeof handled / sizeof handled[0]; i++) {
		if (handled[i].status == status)
			return handled[i].class;
	}
	return OUTCOME_ANSWER;
}

/* Whether an answer says that their side does not work; 425 and 429 are
 * about our pace. */
bool
outcome_link_failed(int status)
{
	return status == 408 || (status >= 500 && status <= 599);
}

/* 1 to 12 for "Jan" to "Dec", or 0. */
static int
month_number(const char *name)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int i;

	for (i = 0; i < 12; i++) {
		if (strncmp(names + i * 3, name, 3) == 0)
			return i + 1;
	}
	return 0;
}

/* Whether the parts are in range. */
static bool
date_is_sane(const struct date *date)
{
	return date->year >= 1970 && date->year <= 9999 && date->month >= 1 &&
	    date->day >= 1 && date->day <= 31 && date->hour >= 0 &&
	    date->hour <= 23 && date->minute >= 0 && date->minute <= 59 &&
	    date->second >= 0 && date->second <= 60;
}

/* The three forms that a recipient must understand. */
static bool
date_read(const char *text, struct date *date)
{
	char month[4] = "";
	int end = 0;

	if (sscanf(text, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n",
		&date->day, month, &date->year, &date->hour, &date->minute,
		&date->second, &end) != 6 ||
	    end == 0)
		end = 0;
	if (end == 0 &&
	    sscanf(text, "%*9[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d GMT%n",
		&date->day, month, &date->year, &date->hour, &date->minute,
		&date->second, &end) == 6 &&
	    end > 0)
		date->year += date->year < 70 ? 2000 : 1900;
	if (end == 0)
		(void)sscanf(text,
		    "%*3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d %4d%n", month,
		    &date->day, &date->hour, &date->minute, &date->second,
		    &date->year, &end);
	date->month = month_number(month);
	return end > 0 && text[end] == '\0' && date_is_sane(date);
}

/* Seconds since 1970 of an HTTP date, or -1. */
static int64_t
date_seconds(const char *text)
{
	struct date date = { 0 };

	if (!date_read(text, &date))
		return -1;
	return hub_days_from_civil(date.year, (unsigned)date.month,
		   (unsigned)date.day) *
	    86400 +
	    date.hour * 3600 + date.minute * 60 + date.second;
}

/* Between 0 and the most that is waited for. */
static int64_t
capped(int64_t seconds)
{
	if (seconds < 0)
		return 0;
	return seconds > OUTCOME_RETRY_AFTER_MAX ? OUTCOME_RETRY_AFTER_MAX
						 : seconds;
}

/* How long they ask us to wait. */
int64_t
outcome_retry_after(const char *value, int64_t now)
{
	int64_t seconds = 0, at;
	const char *p;

	if (value == NULL || *value == '\0')
		return 0;
	for (p = value; isdigit((unsigned char)*p); p++) {
		if (seconds <= OUTCOME_RETRY_AFTER_MAX)
			seconds = seconds * 10 + (*p - '0');
	}
	if (*p == '\0')
		return capped(seconds);
	at = date_seconds(value);
	return at < 0 ? 0 : capped(at - now);
}

/* The class as a word. */
const char *outcome_name(enum outcome_class class)
{
	static const char *const names[] = {
		[OUTCOME_ANSWER] = "answer",
		[OUTCOME_RETRY] = "retry",
		[OUTCOME_UNKNOWN] = "unknown",
	};

	return names[class];
}
