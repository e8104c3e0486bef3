/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_call.h - one request on the operator's socket, and the table of
 * what can be asked.
 *
 * A command answers exactly once, now or later, with control_good or
 * control_bad; progress may go before.
 */
#ifndef CONTROL_CALL_H
#define CONTROL_CALL_H

#include <jansson.h>

#include "hub.h"

struct control_call;

struct control_command {
	const char *name;
	void (*fn)(struct control_call *call);
};

/* In control_commands.c, up to a NULL name. */
extern const struct control_command control_commands[];

struct hub *control_hub(const struct control_call *call);
/* A text member of the request, or "". */
const char *control_text(const struct control_call *call, const char *name);
/* A number of it, or the fallback. */
int64_t control_int(const struct control_call *call, const char *name,
    int64_t fallback);
/* Whether that member is one line of text of at most so many bytes; false:
 * answered. */
bool control_is_line(struct control_call *call, const char *name, size_t max);
/* An array of it, or NULL. */
const json_t *control_array(const struct control_call *call, const char *name);
/* Whether a member is true. */
bool control_flag(const struct control_call *call, const char *name);
/* The user who asks, by the socket's credentials. */
unsigned control_user(const struct control_call *call);

/* A member with that text; what is not UTF-8 in it shows as "?". */
void control_put_text(json_t *object, const char *name, const char *text);
/* A member with that instant in RFC 3339; none for 0. */
void control_put_time(json_t *object, const char *name, int64_t ms);

/* The answer; takes the object over (NULL: only good = true). */
void control_good(struct control_call *call, json_t *answer);
/* It could not be done: one sentence. */
void control_bad(struct control_call *call, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A line before the answer. */
void control_progress(struct control_call *call, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* {"page": [...], ...}: part of a long answer, before it; takes it over. */
void control_page(struct control_call *call, json_t *page);
/* Calls fn once, when all that was said so far has left or nobody listens any
 * more: so that no more is kept here than the asker takes. */
typedef void control_sent_fn(void *ctx);
void control_when_sent(struct control_call *call, control_sent_fn *fn,
    void *ctx);
/* Whether nobody listens any more. */
bool control_gone(const struct control_call *call);

#endif
