/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dispatch_way.h - the inside of a parcel's way, shared by its two halves:
 * dispatch.c takes it out, dispatch_end.c brings its end home.
 */
#ifndef DISPATCH_WAY_H
#define DISPATCH_WAY_H

#include "conclude.h"
#include "dispatch_job.h"
#include "events.h"
#include "link.h"

/* The worker's call comes first: its callbacks lead back here. */
struct dispatch_letter;

struct dispatch {
	struct worker_call call;
	struct parcel *parcel;
	/* The settings that it was begun or composed under: what is asked of
	 * the plugin from there on is asked under them. */
	struct conf *conf; /* held */
	struct worker_plan plan;
	struct dispatch_job job;
	struct conclude end;
	/* The end's own run, where the answer is kept behind it. */
	enum db_code (
	    *conclude)(struct ledger_job *job, struct ledger_room *room);
	struct hub_events events;
	struct dispatch_files *files;	   /* NULL: none go with it */
	struct dispatch_letter *letter;	   /* while one is on its way */
	void (*go_on)(struct dispatch *d); /* once it is sealed */
	struct loop_timer *again; /* armed while the ledger cannot keep it */
};

/* Has the stored request sealed for this attempt, for a seal bears the time,
 * then goes on; else the way ends here. */
void dispatch_seal(struct dispatch *d, void (*go_on)(struct dispatch *d));
/* Reads the request as it is to leave, if that was not done; false: it does
 * not read. */
bool dispatch_read_request(struct parcel *parcel);

/* Opens the files that the request names, then goes on: at once when it names
 * none.  When they do not open, the attempt ends here. */
void dispatch_borrow_files(struct dispatch *d,
    void (*go_on)(struct dispatch *d));
/* http_attachment_fn: one of them; ctx is the dispatch. */
int dispatch_open_file(void *ctx, const char *id, uint64_t *ret_size);
/* They are no longer needed. */
void dispatch_return_files(struct dispatch *d);
/* The attempt ends before anything left. */
void dispatch_unsent(struct dispatch *d, enum verdict verdict, const char *why);

/* Where answers to the parcel go, if it is a letter. */
void dispatch_address(struct parcel *parcel);
/* Sends it as a letter; false: no memory, and it will not be done. */
bool dispatch_post(struct dispatch *d, const struct http_order *order);
/* It is no longer needed. */
void dispatch_forget_letter(struct dispatch *d);

/* Gives back what the way holds, and its parcel. */
void dispatch_drop(struct dispatch *d);
/* The end of every way: out of hand, and on with the others. */
void dispatch_finish(struct dispatch *d);
/* Hands the attempt's end to the ledger. */
void dispatch_conclude(struct dispatch *d, enum verdict verdict,
    const char *why);
/* Has the answer that ended a step kept with what it means, where the
 * institution has a mapping. */
void dispatch_keep(struct dispatch *d);
/* What a plugin's failure means for the delivery and the link. */
void dispatch_fail(struct dispatch *d, enum hub_status status,
    const char *sentence);
/* Whether a worker's call ended with the plugin's own word; else the way has
 * been ended here. */
bool dispatch_spoken(struct dispatch *d, enum worker_end end,
    const struct hub_error *err);
/* worker done: their answer is understood, or not. */
void dispatch_understood(struct worker_call *call, enum worker_end end,
    enum hub_status status, struct frame_in *out, const struct hub_error *err);

#endif
