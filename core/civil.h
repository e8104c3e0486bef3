/* SPDX-License-Identifier: Apache-2.0 */
/*
 * civil.h - the proleptic Gregorian calendar as numbers: days since
 * 1970-01-01 and years, months, days.  No zone, no locale, no file.
 */
#ifndef CIVIL_H
#define CIVIL_H

#include <stdint.h>

struct civil {
	int64_t year;
	int month, day; /* 1..12, 1..31 */
};

int64_t civil_days(int64_t year, int month, int day);
struct civil civil_date(int64_t days);
/* The day that a time in seconds falls on, also before 1970. */
int64_t civil_day_of(int64_t seconds);

#endif
