/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_time.h - instants as text: RFC 3339 (a profile of ISO 8601), always
 * with a zone.  A time without a zone, or a numeric date whose order one
 * would have to guess, is refused.
 */
#ifndef HUB_TIME_H
#define HUB_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HUB_TIME_SIZE 32 /* room for the text and its NUL */

/* "2026-02-02T08:00:00Z". */
void hub_time_text(int64_t seconds, char buf[HUB_TIME_SIZE]);
/* The same with three decimals, from milliseconds. */
void hub_time_text_ms(int64_t ms, char buf[HUB_TIME_SIZE]);
/* Reads RFC 3339 with "Z" or "+08:00", decimals dropped; false when text is
 * no such time or no real date. */
bool hub_time_parse(const char *text, int64_t *ret_seconds);
/* The same in milliseconds, with as many decimals. */
bool hub_time_parse_ms(const char *text, int64_t *ret_ms);

/* Days since 1970-01-01 of a civil date, and back (proleptic Gregorian). */
int64_t hub_days_from_civil(int year, unsigned month, unsigned day);
void hub_civil_from_days(int64_t days, int *ret_year, unsigned *ret_month,
    unsigned *ret_day);

#endif
