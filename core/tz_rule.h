/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tz_rule.h - the footer of a time zone file: what holds after its last
 * transition, as a POSIX TZ string ("CET-1CEST,M3.5.0,M10.5.0/3") with the
 * extensions of RFC 8536.
 */
#ifndef TZ_RULE_H
#define TZ_RULE_H

#include <stdbool.h>
#include <stdint.h>

/* The day of a year on which summer time begins or ends, and when. */
struct tz_rule_day {
	char kind; /* 'M' month.week.day, 'J' 1..365 without, '0' with leap */
	int month, week, day;
	int32_t seconds; /* of the local clock, may be negative */
};

struct tz_rule {
	int32_t standard, summer; /* seconds east of UTC */
	bool has_summer;
	struct tz_rule_day start, end; /* of summer time */
};

/* False when text is no such string. */
bool tz_rule_parse(const char *text, struct tz_rule *ret_rule);
/* Seconds east of UTC in force at that instant. */
int32_t tz_rule_offset(const struct tz_rule *rule, int64_t seconds);

#endif
