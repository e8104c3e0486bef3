/* SPDX-License-Identifier: Apache-2.0 */
/*
 * period.h - a span of whole days of a time zone, from two ISO dates, both
 * included.
 */
#ifndef PERIOD_H
#define PERIOD_H

#include <stdint.h>

#include "tz.h"

#define PERIOD_DATE_SIZE 24

struct period {
	char from[PERIOD_DATE_SIZE], to[PERIOD_DATE_SIZE]; /* "" = ever */
	int64_t from_ms;				   /* 0: since ever */
	int64_t until_ms; /* the first instant behind the last day */
	int64_t month_ms; /* a month before that, day by day */
};

/* From "" is since ever, to "" is today.  NULL, or what is wrong. */
const char *period_read(const struct tz *zone, const char *from, const char *to,
    int64_t now_ms, struct period *ret);

#endif
