/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_when.h - instants as people say them, in the zone in which the
 * hub's people live: "2 Feb 2026 14.05 WITA", and how long ago: "3 jam".
 *
 * The zone and what time it is are the hub's, as its answer says them.  Months
 * are words, so that no order of numbers has to be guessed.
 */
#ifndef SIMPULCTL_WHEN_H
#define SIMPULCTL_WHEN_H

#include <jansson.h>

#include "hub_buf.h"
#include "simpulctl_table.h"
#include "tz.h"

enum ctl_tongue { CTL_INDONESIAN, CTL_ENGLISH };

struct ctl_when {
	struct tz *tz;
	const char *zone; /* borrowed from the answer */
	int64_t now;
};

/* From the answer's members "now" and "timezone"; it must outlive this. */
void ctl_when_init(struct ctl_when *when, const json_t *answer);
void ctl_when_release(struct ctl_when *when);

/* The instant of that member, in RFC 3339; 0 when there is none. */
int64_t ctl_when_of(const json_t *object, const char *name);
/* Date and time; "-" for 0. */
void ctl_when_put(const struct ctl_when *when, enum ctl_tongue tongue,
    int64_t seconds, struct hub_buf *out);
/* A limit: the end of a day is told as its last minute, not as the next
 * day's first. */
void ctl_when_limit(const struct ctl_when *when, enum ctl_tongue tongue,
    int64_t seconds, struct hub_buf *out);
/* Date and time of that member of a row, as a cell. */
void ctl_when_cell(const struct ctl_when *when, struct ctl_table *table,
    const json_t *row, const char *name);
/* How long ago, or until then; "-" for 0. */
void ctl_when_age(const struct ctl_when *when, enum ctl_tongue tongue,
    int64_t seconds, struct hub_buf *out);
/* So many seconds in the largest unit that fits; within a week, days with
 * hours. */
void ctl_when_span(enum ctl_tongue tongue, int64_t seconds,
    struct hub_buf *out);

#endif
