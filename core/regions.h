/* SPDX-License-Identifier: Apache-2.0 */
/*
 * regions.h - names of regions by their Kemendagri codes, from a file.
 *
 * The file is CSV as a spreadsheet writes it:
 *	code,name
 *	51,Provinsi Bali
 *	51.71,Kota Denpasar
 * A code is digits in parts with dots between; what is in front of a dot is
 * the region that it lies in.  Read once, never changed.
 */
#ifndef REGIONS_H
#define REGIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

struct regions; /* opaque, in the arena it was read into */

/* What is wrong with a line: what was found, what was expected. */
typedef void regions_complaint_fn(void *ctx, unsigned line,
    const char *sentence);

/* The bytes of a file.  Tells every wrong line; NULL after at least one
 * complaint, or when the arena is full. */
const struct regions *regions_read(struct arena *arena, const char *bytes,
    size_t len, regions_complaint_fn *complain, void *ctx);

/* "" for a code without a name; regions may be NULL. */
const char *regions_name(const struct regions *regions, const char *code);
/* Digits in parts, "51.71.01". */
bool regions_is_code(const char *text);

#endif
