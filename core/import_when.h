/* SPDX-License-Identifier: Apache-2.0 */
/*
 * import_when.h - dates as people write them into tables, where nobody need
 * guess: ISO 8601 ("2026-02-03", "2026-02-03 10:15", with a zone or without)
 * and Indonesian with the month's name ("3 Februari 2026", "3 Feb 2026 10.15
 * WITA").
 *
 * A date in digits alone whose order one would have to guess, such as
 * 03/04/2026, is refused.  A time without a zone is one of the map's zone; a
 * date without a time is noon there, so that it is the same day in every zone
 * of Indonesia.
 */
#ifndef IMPORT_WHEN_H
#define IMPORT_WHEN_H

#include <stdint.h>

#include "tz.h"

/* "" with the instant in seconds, or what was found and expected. */
const char *import_when(const struct tz *zone, const char *text,
    int64_t *ret_seconds);

#endif
