/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ident.h - names that the hub mints.
 *
 * An id has 63 bits: 41 of milliseconds since 2020-01-01 UTC, 8 of node, 14 of
 * a counter within the millisecond; ids of one node only grow.  Its text form
 * is 13 characters of Crockford's base32, lower case.  Audit entries have a
 * UUIDv7 (RFC 9562).
 */
#ifndef IDENT_H
#define IDENT_H

#include <stdbool.h>
#include <stdint.h>

#include "clock.h"

#define IDENT_TEXT_SIZE 14 /* with the NUL */
#define IDENT_UUID_SIZE 37
#define IDENT_TOKEN_SIZE 33 /* 20 bytes as base32 */

struct ident {
	const struct clock *clock; /* borrowed */
	uint64_t last;
	uint8_t node;
};

void ident_init(struct ident *ident, const struct clock *clock, uint8_t node);
/* Not safe from several threads: one struct ident a thread and node. */
int64_t ident_new(struct ident *ident);
/* Never mint at or below this id, as after a start with a clock set back. */
void ident_floor(struct ident *ident, int64_t id);

void ident_text(int64_t id, char buf[IDENT_TEXT_SIZE]);
/* False when text is no id. */
bool ident_parse(const char *text, int64_t *ret_id);
/* When the id was minted, in milliseconds since 1970. */
int64_t ident_ms(int64_t id);
/* The lowest id that can be minted at that instant; beyond the last one, the
 * greatest number. */
int64_t ident_at(int64_t ms);
void ident_uuid7(const struct clock *clock, char buf[IDENT_UUID_SIZE]);

#endif
