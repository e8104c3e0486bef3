/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tz.h - a time zone by its IANA name (TZif version 2 with footer, RFC 8536),
 * read from the system's zoneinfo folder.
 *
 * glibc's TZ is one per process and takes a misspelt zone as UTC; this one is
 * a value, and an unknown zone is an error.
 */
#ifndef TZ_H
#define TZ_H

#include <stdint.h>

struct tz; /* immutable once opened: safe to share between threads */

/* NULL when there is no such zone or the file is not TZif 2+. */
struct tz *tz_open(const char *name);
/* The same from a file's bytes. */
struct tz *tz_read(const void *bytes, unsigned long len);
void tz_free(struct tz *tz);

/* Seconds east of UTC in force at that instant. */
int32_t tz_offset(const struct tz *tz, int64_t seconds);
/* Local civil date at that instant, as days since 1970-01-01. */
int64_t tz_local_day(const struct tz *tz, int64_t seconds);
/* The instant at which a local day begins. */
int64_t tz_day_start(const struct tz *tz, int64_t local_day);

#endif
