/* SPDX-License-Identifier: Apache-2.0 */
/*
 * problem.h - what went wrong with a call, as problem details (RFC 9457):
 * type, title (Indonesian, title_en beside it), status, and a detail for who
 * wrote the caller: what was found, what was expected and what to do.
 */
#ifndef PROBLEM_H
#define PROBLEM_H

#include "db.h"
#include "http_server.h"

/* Answers the call.  detail is a sentence without message content. */
void problem_reply(struct http_call *call, int status, const char *detail);
/* The same with more members: text of them with a leading comma, or "". */
void problem_reply_more(struct http_call *call, int status, const char *detail,
    const char *members);
/* What a failed ledger or reader job means for the caller: 503 with
 * Retry-After when it may work later, else 500. */
void problem_ledger(struct http_call *call, enum db_code code);
/* The same as its status and sentence. */
const char *problem_of_ledger(enum db_code code, int *ret_status);
/* Adds what belongs to a status: Retry-After, WWW-Authenticate. */
void problem_headers(int status, struct hub_headers *headers);

#endif
