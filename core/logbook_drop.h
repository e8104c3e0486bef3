/* SPDX-License-Identifier: Apache-2.0 */
/*
 * logbook_drop.h - tiles and bundles that were not full go when the full ones
 * have been published.
 */
#ifndef LOGBOOK_DROP_H
#define LOGBOOK_DROP_H

#include <stdint.h>

/* The tiles that were last in the tree of `before` entries and are full in
 * that of `size`.  What cannot be removed stays; it does no harm. */
void logbook_drop_partial(int dir, uint64_t before, uint64_t size);
/* The same for whatever a crash has left beside the right edge. */
void logbook_drop_left(int dir, uint64_t size);

#endif
