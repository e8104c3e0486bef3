/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_5.h - what leads to version 5 of the database: what institutions with
 * a mapping said, word for word.
 */
#ifndef SCHEMA_5_H
#define SCHEMA_5_H

extern const char schema_5[];

#endif
