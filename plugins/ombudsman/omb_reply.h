/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_reply.h - the hub's answer to a call that it understood: what came of a
 * word, or the cases that were asked after.
 */
#ifndef OMB_REPLY_H
#define OMB_REPLY_H

#include "hub_exchange.h"
#include "omb_hear.h"

/* What came of a word. */
void omb_reply_told(const struct omb_call *call, const struct hub_result *r,
    struct hub_reply *reply);
/* The one case that was asked after, or those of a window. */
void omb_reply_asked(const struct omb_call *call,
    const struct hub_results *results, struct hub_reply *reply);

#endif
