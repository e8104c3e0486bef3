/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ksp_reply.h - the hub's answer to what an institution told or asked: what
 * came of it as JSON, or problem details (RFC 9457) in Indonesian and English.
 */
#ifndef KSP_REPLY_H
#define KSP_REPLY_H

#include "hub_exchange.h"
#include "hub_message.h"
#include "ksp.h"

/* What came of one event. */
void ksp_reply_told(const struct ksp_conf *conf, const struct hub_result *r,
    struct hub_reply *reply);
/* The one handoff asked for, or those of a window. */
void ksp_reply_asked(const struct ksp_conf *conf, const struct hub_result *r,
    bool window, struct hub_reply *reply);
/* There is no such path, or not with that method: allow names the right one,
 * or is "". */
void ksp_reply_nowhere(const char *allow, struct hub_reply *reply);

#endif
