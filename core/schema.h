/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema.h - the tables, and how an older database becomes a present one.
 *
 * A database says what it is by application_id and how old by user_version;
 * migrations are numbered and run in order, each in one transaction.
 */
#ifndef SCHEMA_H
#define SCHEMA_H

#include "db.h"

#define SCHEMA_APPLICATION_ID 0x53696d70 /* "Simp" */

/* Creates or migrates; says plainly when the file is no database of ours or
 * of a younger hub. */
enum db_code schema_open(struct db *db, struct hub_error *err);
/* Checks without changing: for readers and tools. */
enum db_code schema_check(struct db *db, struct hub_error *err);

#endif
