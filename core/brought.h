/* SPDX-License-Identifier: Apache-2.0 */
/*
 * brought.h - files that come with a case or with what is said about it: sent
 * before by the API and named by id, or part of an institution's message.
 */
#ifndef BROUGHT_H
#define BROUGHT_H

#include "act.h"

/* Before anything is written: h's attachments are those of the message, or,
 * where by_id, named by the source; *ret_problem is "" or one sentence. */
enum db_code brought_check(struct act *act, struct hub_handoff *h, bool by_id,
    const char **ret_problem);
/* The case is there, with its key: it takes them. */
enum db_code brought_take(struct act *act, struct hub_handoff *h);
/* Files that came with another event become the case's. */
enum db_code brought_keep(struct act *act);

#endif
