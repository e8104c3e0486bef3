/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_7.h - what leads from version 6 to 7: an audit entry cannot be put in
 * the place of another.
 */
#ifndef SCHEMA_7_H
#define SCHEMA_7_H

extern const char schema_7[];

#endif
