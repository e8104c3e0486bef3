/* SPDX-License-Identifier: Apache-2.0 */
/*
 * poller.h - asks an institution for its news, one question after another,
 * from where the last time ended.
 *
 * Every step goes through the institution's worker and the wire, as deliveries
 * do, and counts for the health of its link.  What is said is applied with
 * their ids, so that what comes twice is one event; the cursor moves in the
 * same transaction as the last of it.  A hub that ends in between asks again.
 */
#ifndef POLLER_H
#define POLLER_H

#include <stdbool.h>
#include <stdint.h>

struct link;
struct poller;

/* Asks as often as the link's institution says, from now on; NULL: no
 * memory.  The link outlives it. */
struct poller *poller_new(struct link *link);
void poller_free(struct poller *poller);
/* The settings or the health of the link are others now. */
void poller_wake(struct poller *poller);
/* Something of it is under way and will come home; NULL is not. */
bool poller_busy(const struct poller *poller);

/* Until when their news are here, 0: never asked; and what went wrong the last
 * time, "" for nothing. */
int64_t poller_covered_ms(const struct poller *poller);
const char *poller_problem(const struct poller *poller);

#endif
