/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_1.h - the tables of the first version, as one script of SQL.
 * It is never edited once released: a change is a migration of its own.
 */
#ifndef SCHEMA_1_H
#define SCHEMA_1_H

extern const char schema_1[];

#endif
