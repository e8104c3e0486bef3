/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_3.h - what version 3 of the database adds: the tree over the audit
 * log.
 */
#ifndef SCHEMA_3_H
#define SCHEMA_3_H

extern const char schema_3[];

#endif
