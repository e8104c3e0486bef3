/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reroute.h - no way out by silence: what was refused, returned, expired or
 * could not be brought gets a successor, or a decision that is awaited.
 */
#ifndef REROUTE_H
#define REROUTE_H

#include "act.h"

/* To the proposed target if the rules find it competent, else by the rules,
 * else to the coordinator; nobody is tried twice.  Where the case has gone
 * round enough, there is nobody left, or a decision came to nothing, an
 * arbiter decides. */
enum db_code reroute(struct act *act, const struct handoff_row *old,
    const char *proposed);

#endif
