/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refusal.h - what the hub refuses of an institution's messages, in the form
 * that its plugin said beforehand, else as problem details.
 */
#ifndef REFUSAL_H
#define REFUSAL_H

#include "conf.h"
#include "db.h"
#include "http_server.h"
#include "hub_buf.h"

/* What is refused, and of what message. */
struct refusal {
	const char *path, *asked; /* asked: its Content-Type, or "" */
	int status;
	const char *detail; /* a sentence without message content */
};

/* Appends the body and returns its media type; NULL: no row fits. */
const char *refusal_word(const struct hub_refusal *rows,
    const struct refusal *refusal, struct hub_buf *out);
/* Answers the call. */
void refusal_reply(const struct conf_institution *institution,
    struct http_call *call, int status, const char *detail);
/* The same for what the ledger or the reader could not do. */
void refusal_ledger(const struct conf_institution *institution,
    struct http_call *call, enum db_code code);

#endif
