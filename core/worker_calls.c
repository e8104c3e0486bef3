/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "worker_calls.h"

/* Adds a call behind all others. */
void
worker_calls_push(struct worker_calls *list, struct worker_call *call)
{
	call->next = NULL;
	if (list->tail != NULL)
		list->tail->next = call;
	else
		list->head = call;
	list->tail = call;
	list->count++;
}

/* Adds a call in front of all others. */
void
worker_calls_unshift(struct worker_calls *list, struct worker_call *call)
{
	call->next = list->head;
	list->head = call;
	if (list->tail == NULL)
		list->tail = call;
	list->count++;
}

/* Takes the first call. */
struct worker_call *
worker_calls_pop(struct worker_calls *list)
{
	struct worker_call *call = list->head;

	if (call == NULL)
		return NULL;
	list->head = call->next;
	if (list->head == NULL)
		list->tail = NULL;
	list->count--;
	call->next = NULL;
	return call;
}

/* Takes the call of that number, wherever it stands. */
struct worker_call *
worker_calls_take(struct worker_calls *list, uint64_t number)
{
	struct worker_calls rest = { NULL, NULL, 0 };
	struct worker_call *call, *found = NULL;

	while ((call = worker_calls_pop(list)) != NULL)
		if (found == NULL && call->number == number)
			found = call;
		else
			worker_calls_push(&rest, call);
	*list = rest;
	return found;
}

/* Moves all calls of one list in front of another's. */
void
worker_calls_prepend(struct worker_calls *list, struct worker_calls *from)
{
	if (from->head == NULL)
		return;
	from->tail->next = list->head;
	if (list->tail == NULL)
		list->tail = from->tail;
	list->head = from->head;
	list->count += from->count;
	*from = (struct worker_calls){ NULL, NULL, 0 };
}

/* Ends a call with an empty frame. */
void
worker_call_finish(struct worker_call *call, enum worker_end end,
    const char *why)
{
	struct hub_error err = { "" };
	struct frame_in none;

	frame_in_init(&none, "", 0);
	(void)hub_fail(&err, HUB_FAULT, "%s", why);
	call->done(call, end, HUB_FAULT, &none, &err);
}

/* Ends all calls that are in the list now. */
void
worker_calls_finish(struct worker_calls *list, enum worker_end end,
    const char *why)
{
	struct worker_calls all = *list;
	struct worker_call *call;

	*list = (struct worker_calls){ NULL, NULL, 0 };
	while ((call = worker_calls_pop(&all)) != NULL)
		worker_call_finish(call, end, why);
}
