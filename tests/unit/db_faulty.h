/* SPDX-License-Identifier: Apache-2.0 */
/*
 * db_faulty.h - a driver before the real one, whose n-th call fails.
 *
 * One database at a time.  Calls are begin, commit, put, get and script; the
 * one that fails does nothing.
 */
#ifndef DB_FAULTY_H
#define DB_FAULTY_H

#include "db.h"

/* The nth call from now on, counting from 1, returns code; 0: none. */
void db_faulty_arm(struct db *db, unsigned nth, enum db_code code);
/* Whether the call that was to fail came. */
bool db_faulty_fired(void);
/* Gives the database its own driver back. */
void db_faulty_disarm(struct db *db);

#endif
