/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_2.h - the step from tables of version 1 to version 2: clocks,
 * disputes, pauses, relations, outages and words.
 */
#ifndef SCHEMA_2_H
#define SCHEMA_2_H

extern const char schema_2[];

#endif
