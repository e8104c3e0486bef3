/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_calendar.h - sections about where and when clocks run: calendars,
 * jurisdictions, and the limits of clocks.
 */
#ifndef CONF_CALENDAR_H
#define CONF_CALENDAR_H

#include "workday.h"

/* A file of days, and what of it counts. */
struct conf_calendar {
	const char *name;
	const char *file;	    /* absolute */
	const char *const *weekend; /* words, "sat" */
	const char *const *layers;  /* words, "national" */
	const char *sha256;	    /* of the file, hex; "" without one */
	struct calendar calendar;   /* what the words and the file mean */
	const char *where;	    /* "" for one of the defaults */
};

/* Where the clocks of a region's citizens hang. */
struct conf_jurisdiction {
	const char *name;
	const char *const *region; /* "51.71", or "51*" for all below */
	const char *timezone, *calendar;
	struct workday_place place;
	const char *where;
};

/* A clock's limit from a day on: either working days or hours. */
struct conf_deadline {
	const char *name; /* accept, verify, first_follow_up... */
	unsigned days, hours;
	const char *since; /* ISO date */
	const char *where; /* "" for one of the defaults */
};

/* Who is to watch a case so many working days after its limit was over; an
 * empty list takes any class. */
struct conf_escalation {
	const char *name;
	const char *const *classes; /* words of enum hub_class */
	unsigned after;
	const char *to; /* institution id */
	const char *where;
};

#endif
