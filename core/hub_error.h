/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_error.h - how a translation fails, and saying so in one line.
 *
 * A status names who must act.  The sentence is for an operator: it says what
 * was found and what was expected, and never quotes message content.
 */
#ifndef HUB_ERROR_H
#define HUB_ERROR_H

enum hub_status {
	HUB_OK,
	HUB_UNSAYABLE,	   /* a clerk: this institution has no word for it */
	HUB_MALFORMED,	   /* their operator: breaks their own contract */
	HUB_MISCONFIGURED, /* our operator: options disagree, access refused */
	HUB_FAULT,	   /* us: out of memory, over a limit, a bug */
};

struct hub_error {
	char text[256]; /* one sentence, no newline, "" when none */
};

/* Write err->text and return status, as in: return hub_fail(err, ...).
 * A NULL err is allowed. */
enum hub_status hub_fail(struct hub_error *err, enum hub_status status,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* "ok", "unsayable", "malformed", "misconfigured", "fault". */
const char *hub_status_name(enum hub_status status);

#endif
