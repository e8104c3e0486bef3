/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_retry.h - all parked deliveries of an institution, or of all, go
 * again: read a page at a time, resumed in the ledger, until none is left.
 */
#ifndef CONTROL_RETRY_H
#define CONTROL_RETRY_H

#include "control_call.h"

/* Those of the request's "institution", or of all when "all" is true. */
void control_retry_many(struct control_call *call);
/* A link that is down or paused tries again now; whether it was.  One that is
 * up looks for what is due. */
bool control_retry_link(const struct relay *relay, int64_t institution);

#endif
