/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "ident.h"

#define NOON_MS 1770033600000LL /* 2026-02-02T12:00:00Z */

/* A clock that stands where the test puts it. */
struct still {
	struct clock clock;
	int64_t ms;
	unsigned char fill;
};

/* Shows the time that was set. */
static int64_t
still_now(void *ctx)
{
	return ((struct still *)ctx)->ms;
}

/* Gives the byte that was set. */
static void
still_random(void *ctx, void *bytes, size_t len)
{
	memset(bytes, ((struct still *)ctx)->fill, len);
}

/* A clock at a time. */
static void
still_init(struct still *s, int64_t ms)
{
	*s = (struct still){ .ms = ms };
	s->clock = (struct clock){ .now_ms = still_now,
		.steady_ms = still_now,
		.random = still_random,
		.ctx = s };
}

/* Ids grow, also within a millisecond and when its counter is full. */
static void
ids_grow_within_a_millisecond(void **state)
{
	struct ident ident;
	struct still s;
	int64_t last = 0;

	(void)state;
	still_init(&s, NOON_MS);
	ident_init(&ident, &s.clock, 7);
	for (int i = 0; i < 50000; i++) {
		int64_t id = ident_new(&ident);

		assert_true(id > last);
		assert_int_equal(id >> 14 & 0xff, 7);
		last = id;
	}
	assert_int_equal(ident_ms(last), NOON_MS + 50000 / 16384);
}

/* Ids go on growing when the clock is set back. */
static void
ids_grow_when_the_clock_is_set_back(void **state)
{
	static const int64_t steps[] = { 0, -1, -3600000, 5, -86400000, 1 };
	struct ident ident;
	struct still s;
	int64_t last = 0;

	(void)state;
	still_init(&s, NOON_MS);
	ident_init(&ident, &s.clock, 255);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		s.ms += steps[i];
		for (int k = 0; k < 20000; k++) {
			int64_t id = ident_new(&ident);

			assert_true(id > last);
			last = id;
		}
	}
}

/* After a start, ids are greater than the floor, whatever node made it. */
static void
ids_are_above_their_floor(void **state)
{
	static const uint8_t nodes[] = { 0, 1, 2, 255 };
	struct ident before, now;
	struct still s;
	int64_t floor = 0;

	(void)state;
	still_init(&s, NOON_MS);
	for (size_t i = 0; i < sizeof(nodes); i++) {
		ident_init(&before, &s.clock, nodes[i]);
		for (int k = 0; k < 16384; k++)
			floor = ident_new(&before);
		s.ms -= 5000;
		ident_init(&now, &s.clock, 1);
		ident_floor(&now, floor);
		ident_floor(&now, floor - 1000000);
		ident_floor(&now, -1);
		assert_true(ident_new(&now) > floor);
		assert_int_equal(now.last >> 14 & 0xff, 1);
		s.ms += 10000;
	}
}

/* An id tells when it was minted. */
static void
an_id_tells_its_time(void **state)
{
	struct ident ident;
	struct still s;

	(void)state;
	still_init(&s, NOON_MS + 123);
	ident_init(&ident, &s.clock, 3);
	assert_int_equal(ident_ms(ident_new(&ident)), NOON_MS + 123);
	s.ms = 5; /* a machine that begins in 1970 */
	ident_init(&ident, &s.clock, 0);
	assert_true(ident_new(&ident) > 0);
}

static const struct {
	int64_t id;
	const char *text;
} text_rows[] = {
	{ 1, "0000000000001" },
	{ 31, "000000000000z" },
	{ 32, "0000000000010" },
	{ INT64_MAX, "7zzzzzzzzzzzz" },
	{ 0x0123456789abcdef, "028t5cy4tqkff" },
};

/* An instant that no id has, before or behind them all, has a place, too. */
static void
an_instant_has_its_place_among_ids(void **state)
{
	(void)state;
	assert_int_equal(ident_at(INT64_MIN), 0);
	assert_int_equal(ident_at(0), 0);
	assert_int_equal(ident_ms(ident_at(NOON_MS)), NOON_MS);
	/* The year 9999 lies behind every id. */
	assert_int_equal(ident_at(253402300799000), INT64_MAX);
	assert_int_equal(ident_at(INT64_MAX), INT64_MAX);
}

/* An id has one text of 13 characters, and the text is read back. */
static void
ids_go_through_text_and_back(void **state)
{
	char text[IDENT_TEXT_SIZE];
	int64_t id;

	(void)state;
	for (size_t i = 0; i < sizeof(text_rows) / sizeof(text_rows[0]); i++) {
		ident_text(text_rows[i].id, text);
		assert_string_equal(text, text_rows[i].text);
		assert_true(ident_parse(text, &id));
		assert_int_equal(id, text_rows[i].id);
	}
}

/* What is no id is refused. */
static void
what_is_no_id_is_refused(void **state)
{
	static const char *const rows[] = { "", "1", "000000000001",
		"00000000000001", "0000000000000", "8000000000000",
		"zzzzzzzzzzzzz", "000000000000A", "000000000000i",
		"000000000000l", "000000000000o", "000000000000u",
		"000000000000-", " 000000000001", "-000000000001",
		"00000000000\xc3\xa9" };
	int64_t id = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (ident_parse(rows[i], &id))
			fail_msg("\"%s\" was taken", rows[i]);
	assert_int_equal(id, 42);
}

/* A UUIDv7 has time, version and variant where RFC 9562 wants them. */
static void
a_uuid7_has_its_parts(void **state)
{
	char text[IDENT_UUID_SIZE];
	struct still s;

	(void)state;
	still_init(&s, 0x017f22e279b0); /* RFC 9562, appendix A.6 */
	ident_uuid7(&s.clock, text);
	assert_string_equal(text, "017f22e2-79b0-7000-8000-000000000000");
	s.fill = 0xff;
	ident_uuid7(&s.clock, text);
	assert_string_equal(text, "017f22e2-79b0-7fff-bfff-ffffffffffff");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_grow_within_a_millisecond),
		cmocka_unit_test(ids_grow_when_the_clock_is_set_back),
		cmocka_unit_test(ids_are_above_their_floor),
		cmocka_unit_test(an_id_tells_its_time),
		cmocka_unit_test(an_instant_has_its_place_among_ids),
		cmocka_unit_test(ids_go_through_text_and_back),
		cmocka_unit_test(what_is_no_id_is_refused),
		cmocka_unit_test(a_uuid7_has_its_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
