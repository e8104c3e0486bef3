/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_gate.h - where each request's head is looked at before evhttp acts on
 * it: what is malformed, too large for its path or more than the budget holds
 * is refused here, before any of its body is read.
 */
#ifndef HTTP_GATE_H
#define HTTP_GATE_H

#include "http_conn.h"

/* The last n bytes of the connection's input are new, and part of a head. */
void http_gate_look(struct http_conn *conn, size_t n);
/* A body that came in part has no room for its rest. */
void http_gate_give_up(struct http_conn *conn);
/* Takes a refused connection away from evhttp and tells the peer why. */
void http_gate_close(struct http_conn *conn);

#endif
