/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_8.h - what leads from version 7 to 8: addresses at which receivers
 * fetch files.
 */
#ifndef SCHEMA_8_H
#define SCHEMA_8_H

extern const char schema_8[];

#endif
