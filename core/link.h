/* SPDX-License-Identifier: Apache-2.0 */
/*
 * link.h - the working connection to one institution, and its health.
 *
 * It holds a bounded number of deliveries in hand and knows how many of them
 * are on the wire.  After `failures` failures in a row it is down: one
 * delivery at a time tries it, with growing pauses, and the others stay
 * untouched in the database.  One alert when it goes down, one when it is
 * well.
 */
#ifndef LINK_H
#define LINK_H

#include "parcel.h"
#include "relay.h"
#include "target.h"

struct poller;

enum link_health { LINK_UP, LINK_DOWN, LINK_PAUSED };

/* Parcels that wait, first in, first out. */
struct link_queue {
	struct parcel *first, *last;
};

struct link {
	struct link *next;
	struct relay *relay;
	struct conf *conf; /* held: the one that inst belongs to */
	const struct conf_institution *inst;
	int64_t key;

	/* In hand, in no order; and the ids of those that were when the
	 * present look began, which the reader has meanwhile. */
	struct parcel **hand;
	int64_t *held;
	unsigned in_hand, hand_room, in_window, on_wire;
	struct link_queue composed, ready; /* for the window, for the wire */

	/* Reading on. */
	struct parcel_load load;
	bool loading, look_again;
	bool leaving; /* nothing more goes out; it ends when all is home */
	int64_t after_due, after_id;
	struct loop_timer *timer;

	/* Health. */
	enum link_health health;
	unsigned failures;
	int64_t down_since, retry_at;
	int64_t last_good;
	char why[160];
	struct worker_plan plan;

	/* What it says when it is asked, and what it pushes to us. */
	struct poller *poller; /* owned */
	int64_t in_second;
	unsigned in_count;
	struct target target;
};

struct link *link_new(struct relay *relay, struct conf *conf,
    const struct conf_institution *inst);
void link_free(struct link *link);
/* The same institution under a new configuration. */
void link_renew(struct link *link, struct conf *conf,
    const struct conf_institution *inst);

/* The institution is gone, or has no wire any more: takes no more, and is
 * freed by relay_forget() once nothing is in hand. */
void link_leave(struct link *link);

/* Something may be due: look, and go on with what is in hand. */
void link_wake(struct link *link);
/* An attempt ended; failed: it counts against the link. */
void link_report(struct link *link, bool failed, const char *why);
/* Their operator or ours must act: nothing goes out until a reload or
 * `simpulctl retry`. */
void link_pause(struct link *link, const char *why);
void link_resume(struct link *link);

/* How many may be dispatched and not concluded, and in hand at all. */
unsigned link_window(const struct link *link);
unsigned link_room(const struct link *link);

/* The worker that an institution's messages go to; borrows from inst. */
struct worker_plan link_plan(const struct conf_institution *inst);

void link_push(struct link_queue *queue, struct parcel *parcel);
/* The first of the queue, or NULL. */
struct parcel *link_pop(struct link_queue *queue);

/* Puts a parcel in hand, and out of it. */
void link_take(struct link *link, struct parcel *parcel);
void link_drop(struct link *link, struct parcel *parcel);
/* Counts a message that it pushed; false: more than its rate allows within
 * this second. */
bool link_admit(struct link *link);
const char *link_health_name(enum link_health health);

#endif
