/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_ask.h - a command's question to the running hub, over its control
 * socket.
 *
 * The socket is the configuration's, whatever else is wrong with that, or the
 * one that --socket names.  One line of JSON goes out; "progress" lines are
 * shown on stderr until the answer comes.  The hub may be silent for the time
 * limit at most, and every failure is told as a sentence that says what was
 * found, what was expected and what to do.
 */
#ifndef SIMPULCTL_ASK_H
#define SIMPULCTL_ASK_H

#include <jansson.h>

#include "simpulctl.h"

/* Asks {"command": name, ...}; takes the request over (NULL: no members).
 * CTL_GOOD with an answer that the caller drops; CTL_BAD when the hub said
 * no; CTL_FAILED when it could not be asked.  What went wrong is told. */
int ctl_ask(struct ctl *ctl, const char *name, json_t *request,
    json_t **ret_answer);

/* The same of a command whose answer is long: each line with a "page" goes to
 * take as it comes. */
struct ctl_pages {
	void (*take)(void *ctx, const json_t *said);
	void *ctx;
};
int ctl_ask_pages(struct ctl *ctl, const char *name, json_t *request,
    const struct ctl_pages *pages, json_t **ret_answer);

typedef void ctl_print_fn(struct ctl *ctl, const json_t *answer);
/* Asks and prints the answer: as JSON, or by print. */
int ctl_ask_print(struct ctl *ctl, const char *name, json_t *request,
    ctl_print_fn *print);
/* The answer as one JSON document. */
void ctl_print_json(struct ctl *ctl, const json_t *answer);
/* Below a list: that there was more, if the answer says so. */
void ctl_print_more(struct ctl *ctl, const json_t *answer);

/* A text member, "" when absent; a number, 0. */
const char *ctl_text(const json_t *object, const char *name);
int64_t ctl_int(const json_t *object, const char *name);

#endif
