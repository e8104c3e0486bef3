/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inbound.h - what an institution pushes to /in/<institution>/...: its sender
 * proved, understood by the worker, applied, and only then answered.
 */
#ifndef INBOUND_H
#define INBOUND_H

#include "http_server.h"
#include "relay.h"

/* Takes the call over; it is answered exactly once, later. */
void inbound_handle(struct relay *relay, struct http_call *call);
/* How many bytes of body a path below /in/ may have; 0: no such
 * institution. */
size_t inbound_limit(const struct relay *relay, const char *path);
/* How a refusal before the call is worded to whoever calls there: its body's
 * media type; NULL: as everywhere. */
const char *inbound_word(const struct relay *relay, const char *path,
    const struct http_refusal *why, struct hub_buf *out);

#endif
