/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_budget.h - all bytes that the HTTP server holds for its peers, counted
 * against one budget.
 *
 * At three quarters whoever already holds more than a small request is not
 * read any further, until others are done or its time is up; small requests
 * go on.  At the whole new requests are refused by http_gate.
 */
#ifndef HTTP_BUDGET_H
#define HTTP_BUDGET_H

#include "http_conn.h"

/* n bytes came from the peer. */
void http_budget_read(struct http_conn *conn, size_t n);
/* Bytes were put into and left the output. */
void http_budget_written(struct http_conn *conn, size_t put, size_t left);
/* A request is done: only what waits in the input is still held. */
void http_budget_settle(struct http_conn *conn);
/* The connection goes: nothing is held for it. */
void http_budget_forget(struct http_conn *conn);
/* With room again, reads on where it paused; not from within a callback of
 * a connection. */
void http_budget_resume(struct http_server *server);
/* Whether three quarters are in use. */
bool http_budget_is_tight(const struct http_server *server);
/* Whether so many bytes more have room. */
bool http_budget_has(const struct http_server *server, uint64_t more);

#endif
