/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_4.h - what leads to version 4 of the database: letters that came in.
 */
#ifndef SCHEMA_4_H
#define SCHEMA_4_H

extern const char schema_4[];

#endif
