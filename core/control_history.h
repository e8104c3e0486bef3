/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_history.h - a case's entries of the audit log, with the names of
 * institutions and the titles of events and reasons, for people.
 *
 * What was said is not in it: an operator sees facts, never a complaint.
 */
#ifndef CONTROL_HISTORY_H
#define CONTROL_HISTORY_H

#include "control_look.h"

/* The member "history" of the object that is open. */
enum db_code control_put_history(struct control_look *look, struct db *db,
    int64_t case_id);

#endif
