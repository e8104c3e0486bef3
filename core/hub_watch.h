/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_watch.h - the hub looks every few seconds what falls due, one look at a
 * time, and soon again while more cases are due than one transaction takes.
 *
 * Its first look at a start notes how long the hub was down, and each one
 * every now and then that it lives.
 */
#ifndef HUB_WATCH_H
#define HUB_WATCH_H

struct hub;
struct hub_watch;

/* NULL: no memory.  Begins with the first timer, when the loop runs. */
struct hub_watch *hub_watch_new(struct hub *hub);
/* No more looks; one under way ends by itself. */
void hub_watch_drain(struct hub_watch *watch);
/* When nothing comes home any more; NULL is good. */
void hub_watch_free(struct hub_watch *watch);

#endif
