/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_9.h - what leads from version 8 to 9: letters are found by whose turn
 * it is however many wait, and a signature on a letter is known again.
 */
#ifndef SCHEMA_9_H
#define SCHEMA_9_H

extern const char schema_9[];

#endif
