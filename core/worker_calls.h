/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker_calls.h - a list of calls in order, by the `next` of each: the list
 * owns nothing.
 */
#ifndef WORKER_CALLS_H
#define WORKER_CALLS_H

#include <stddef.h>

#include "worker.h"

struct worker_calls {
	struct worker_call *head, *tail;
	size_t count;
};

void worker_calls_push(struct worker_calls *list, struct worker_call *call);
/* In front of all others. */
void worker_calls_unshift(struct worker_calls *list, struct worker_call *call);
/* NULL when empty. */
struct worker_call *worker_calls_pop(struct worker_calls *list);
/* The call of that number, taken out of the list; NULL when it has none. */
struct worker_call *worker_calls_take(struct worker_calls *list,
    uint64_t number);
/* Puts all of `from` in front of all of `list`. */
void worker_calls_prepend(struct worker_calls *list, struct worker_calls *from);

/* Tells the caller that there is no answer, and why. */
void worker_call_finish(struct worker_call *call, enum worker_end end,
    const char *why);
/* The same for a whole list; calls made meanwhile stay in it. */
void worker_calls_finish(struct worker_calls *list, enum worker_end end,
    const char *why);

#endif
