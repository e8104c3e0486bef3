/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calendar.h - which days are no working days: a versioned file of days, and
 * a rule that says which of its layers count and which days of the week are
 * the weekend.
 *
 * Days are counted from 1970-01-01 (civil.h).  The file is CSV as a
 * spreadsheet writes it:
 *	# version: 2026-1
 *	date,kind,name
 *	2026-03-19,national,Hari Suci Nyepi
 * Its days never change once read, and many calendars may look at them.
 */
#ifndef CALENDAR_H
#define CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

enum calendar_layer {
	CALENDAR_NATIONAL,
	CALENDAR_JOINT_LEAVE,  /* cuti bersama */
	CALENDAR_DISPENSATION, /* days off in one province */
	CALENDAR_LAYERS,
};

/* Days of the week as in a weekend mask: 1u << CALENDAR_SUNDAY. */
enum calendar_weekday {
	CALENDAR_SUNDAY,
	CALENDAR_MONDAY,
	CALENDAR_TUESDAY,
	CALENDAR_WEDNESDAY,
	CALENDAR_THURSDAY,
	CALENDAR_FRIDAY,
	CALENDAR_SATURDAY,
	CALENDAR_WEEKDAYS,
};
/* A weekend that leaves no working day; no calendar may have it. */
#define CALENDAR_WHOLE_WEEK ((1u << CALENDAR_WEEKDAYS) - 1)

struct calendar_days; /* opaque, in the arena it was read into */

/* A value; copies share the days. */
struct calendar {
	const struct calendar_days *days; /* NULL: nothing but the weekend */
	unsigned layers;		  /* bits of those that count */
	unsigned weekend;		  /* bits of days of the week */
};

/* What is wrong with a line: what was found, what was expected. */
typedef void calendar_complaint_fn(void *ctx, unsigned line,
    const char *sentence);

/* The bytes of a file.  Tells every wrong line; NULL after at least one
 * complaint, or when the arena is full. */
const struct calendar_days *calendar_read(struct arena *arena,
    const char *bytes, size_t len, calendar_complaint_fn *complain, void *ctx);

bool calendar_is_off(const struct calendar *calendar, int64_t day);
enum calendar_weekday calendar_weekday(int64_t day);
/* Whether each layer that counts and has any day at all has some in that
 * year, and in every year between it and the layer's first one. */
bool calendar_knows(const struct calendar *calendar, int64_t year);
/* The last year that it knows, 0: none. */
int64_t calendar_last_year(const struct calendar *calendar);
/* As the file says, "2026-1"; "" without days. */
const char *calendar_version(const struct calendar *calendar);

/* The names of layers, in their order, NULL at the end. */
extern const char *const calendar_layer_words[];
/* "sun" to "sat", in the order of a weekend mask, NULL at the end. */
extern const char *const calendar_weekday_words[];

#endif
