/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection to the sink.  It reads heads, lets bodies pass, and answers
 * each request when its body has ended: POST with 201 and a reference,
 * GET /stats and /reset with the tally, any other GET with 404.
 */
#ifndef BENCH_SINK_PEER_H
#define BENCH_SINK_PEER_H

#include "tally.h"

struct sink_peer;

/* Takes over the socket; borrows the tally; NULL if there is no memory. */
struct sink_peer *sink_peer_new(int fd, struct tally *);

/* Hangs up and frees it; takes NULL. */
void sink_peer_free(struct sink_peer *);

/* Reads and answers what has come; -1 if the connection is over. */
int sink_peer_serve(struct sink_peer *);

#endif
