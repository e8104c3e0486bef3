/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dispatch.h - one delivery's way out: composed by the worker, committed as
 * dispatching before its first byte leaves, sent, understood, concluded.
 *
 * Each stage ends by starting the next; every parcel that begins ends in
 * link_drop(), exactly once.
 */
#ifndef DISPATCH_H
#define DISPATCH_H

#include "link.h"

/* A parcel fresh in hand starts on its way. */
void dispatch_begin(struct parcel *parcel);
/* Goes on with parcels that wait for the window or a slot. */
void dispatch_pump(struct link *link);
/* The link is down or paused: what was not dispatched goes back, untouched
 * in the database. */
void dispatch_let_go(struct link *link);

#endif
