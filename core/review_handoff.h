/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review_handoff.h - what entries say of handoffs: the number in its channel,
 * from sender to receiver, and each step by the tables of custody.h.
 *
 * For review.c alone.
 */
#ifndef REVIEW_HANDOFF_H
#define REVIEW_HANDOFF_H

#include "review.h"

void review_handoff_init(struct review *review);
/* An entry of a case that has had so many gaps; false without memory. */
bool review_handoff(struct review *review, const struct canon_entry *entry,
    uint64_t gaps);

#endif
