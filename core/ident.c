/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "ident.h"

#define EPOCH_MS 1577836800000LL /* 2020-01-01 UTC */
#define NODE_BITS 8
#define COUNTER_BITS 14
#define LOW_BITS (NODE_BITS + COUNTER_BITS)
#define COUNTER_MAX ((1u << COUNTER_BITS) - 1)
#define DIGITS (IDENT_TEXT_SIZE - 1)

static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* A source of ids for one node. */
void
ident_init(struct ident *ident, const struct clock *clock, uint8_t node)
{
	*ident = (struct ident){ .clock = clock, .node = node };
}

/* The first id of a node in a millisecond since the epoch. */
static uint64_t
first_of(uint64_t ms, uint8_t node)
{
	return ms << LOW_BITS | (uint64_t)node << COUNTER_BITS;
}

/* The first id of a node that is greater than last; when the counter is full
 * it borrows from the next millisecond. */
static uint64_t
after(uint64_t last, uint8_t node)
{
	uint64_t first = first_of(last >> LOW_BITS, node);

	if (last < first)
		return first;
	if (last < (first | COUNTER_MAX))
		return last + 1;
	return first_of((last >> LOW_BITS) + 1, node);
}

/* The next id. */
int64_t
ident_new(struct ident *ident)
{
	int64_t ms = clock_now_ms(ident->clock) - EPOCH_MS;
	uint64_t id = first_of(ms > 0 ? (uint64_t)ms : 0, ident->node);

	if (id <= ident->last)
		id = after(ident->last, ident->node);
	ident->last = id;
	return (int64_t)id;
}

/* Sets the least that ids are greater than. */
void
ident_floor(struct ident *ident, int64_t id)
{
	if (id > 0 && (uint64_t)id > ident->last)
		ident->last = (uint64_t)id;
}

/* An id as text, most significant digit first, so that texts sort as ids. */
void
ident_text(int64_t id, char buf[IDENT_TEXT_SIZE])
{
	uint64_t rest = (uint64_t)id;

	for (int i = DIGITS - 1; i >= 0; i--) {
		buf[i] = digits[rest & 31];
		rest >>= 5;
	}
	buf[DIGITS] = '\0';
}

/* Reads an id; each has exactly one text. */
bool
ident_parse(const char *text, int64_t *ret_id)
{
	uint64_t id = 0;

	if (strlen(text) != DIGITS || text[0] > '7')
		return false;
	for (int i = 0; i < DIGITS; i++) {
		const char *digit = strchr(digits, text[i]);

		if (digit == NULL)
			return false;
		id = id << 5 | (uint64_t)(digit - digits);
	}
	if (id == 0)
		return false;
	*ret_id = (int64_t)id;
	return true;
}

/* The millisecond that stands in an id. */
int64_t
ident_ms(int64_t id)
{
	return (int64_t)((uint64_t)id >> LOW_BITS) + EPOCH_MS;
}

/* Where an instant begins among the ids. */
int64_t
ident_at(int64_t ms)
{
	if (ms <= EPOCH_MS)
		return 0;
	if (ms - EPOCH_MS > INT64_MAX >> LOW_BITS)
		return INT64_MAX;
	return (int64_t)((uint64_t)(ms - EPOCH_MS) << LOW_BITS);
}

/* A new UUID that begins with the time. */
void
ident_uuid7(const struct clock *clock, char buf[IDENT_UUID_SIZE])
{
	static const char hex[] = "0123456789abcdef";
	uint64_t ms = (uint64_t)clock_now_ms(clock);
	uint8_t bytes[16];
	char *to = buf;

	clock_random(clock, bytes, sizeof(bytes));
	for (int i = 0; i < 6; i++)
		bytes[i] = (uint8_t)(ms >> (40 - 8 * i));
	bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x70);
	bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*to++ = '-';
		*to++ = hex[bytes[i] >> 4];
		*to++ = hex[bytes[i] & 15];
	}
	*to = '\0';
}
