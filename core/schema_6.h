/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_6.h - what leads to version 6 of the database: when what waited was
 * heard after all.
 */
#ifndef SCHEMA_6_H
#define SCHEMA_6_H

extern const char schema_6[];

#endif
