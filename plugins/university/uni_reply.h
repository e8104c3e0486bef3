/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_reply.h - the hub's answers as an Open311 endpoint, in the format that
 * was asked for.
 */
#ifndef UNI_REPLY_H
#define UNI_REPLY_H

#include "uni_place.h"
#include "university.h"

/* What stands still: discovery, the services, one service's definition. */
void uni_reply_static(const struct university_conf *conf,
    const struct uni_place *place, struct hub_reply *reply);
/* What came of a POST. */
void uni_reply_told(const struct uni_place *place, const struct hub_result *r,
    struct hub_reply *reply);
/* What was looked up: requests, tokens or updates. */
void uni_reply_asked(const struct university_conf *conf,
    const struct uni_place *place, const struct hub_message *message,
    const struct hub_results *results, struct hub_reply *reply);

#endif
