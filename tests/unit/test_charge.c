/* SPDX-License-Identifier: Apache-2.0 */
/* Whose each working day of a case was: a case that went to and fro, day by
 * day, and cases at random, whose days must add up. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "cases_list.h"
#include "charge.h"
#include "dispute_scene.h"
#include "term.h"

#define ROWS_MAX 16

/* Stretches that were charged, and the rows that they come from. */
struct bed {
	struct case_row row;
	struct handoff_row handoffs[ROWS_MAX];
	struct dispute_row disputes[ROWS_MAX];
	struct workday_pause pauses[PAUSES_MAX];
	struct charge_case of;
	struct charge charges[4 * ROWS_MAX];
	size_t count;
	int64_t days;
};

/* charge_fn: keeps it. */
static void
keep(void *ctx, const struct charge *charge)
{
	struct bed *bed = ctx;

	assert_true(bed->count < 4 * ROWS_MAX);
	bed->charges[bed->count++] = *charge;
	bed->days += charge->days;
}

/* db_row_fn: a case's handoff. */
static bool
take_handoff(void *ctx, const struct db_row *row)
{
	struct bed *bed = ctx;

	handoff_row_read(row, &bed->handoffs[bed->of.handoff_count++]);
	return bed->of.handoff_count < ROWS_MAX;
}

/* db_row_fn: a case's dispute. */
static bool
take_dispute(void *ctx, const struct db_row *row)
{
	struct bed *bed = ctx;

	dispute_row_read(row, &bed->disputes[bed->of.dispute_count++]);
	return bed->of.dispute_count < ROWS_MAX;
}

/* Charges the days of the scene's case, which must add up. */
static void
charge_scene(struct hub_scene *s, struct bed *bed)
{
	int64_t id = hub_scene_count(s, "SELECT id FROM cases");

	*bed = (struct bed){ .of = { .row = &bed->row,
				 .handoffs = bed->handoffs,
				 .disputes = bed->disputes,
				 .pauses = bed->pauses,
				 .now_ms = s->room.now_ms } };
	assert_int_equal(cases_get(s->room.db, id, &bed->row), DB_OK);
	assert_int_equal(handoffs_of_case(s->room.db, id, take_handoff, bed),
	    DB_OK);
	assert_in_range(disputes_of_case(s->room.db, id, take_dispute, bed),
	    DB_OK, DB_NONE);
	assert_int_equal(pauses_of_case(s->room.db, id, bed->row.received,
			     bed->pauses, &bed->of.pause_count),
	    DB_OK);
	charge_each(&s->conf, &bed->of, keep, bed);
	assert_int_equal(bed->days,
	    term_days(&s->conf, bed->row.region, charge_begin(&bed->of),
		charge_end(&bed->of)));
}

/* What is expected of one stretch. */
struct row {
	enum charge_cause cause;
	int64_t institution, days;
};

/* The stretches are just these; neighbours of one party count as one. */
static void
expect(const struct bed *bed, const struct row *rows, size_t count)
{
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		int64_t days = 0;

		for (; at < bed->count &&
		     bed->charges[at].cause == rows[i].cause &&
		     bed->charges[at].institution == rows[i].institution;
		     at++)
			days += bed->charges[at].days;
		assert_int_equal(days, rows[i].days);
	}
	assert_int_equal(at, bed->count);
}
#define EXPECT(bed, rows) expect(bed, rows, sizeof(rows) / sizeof(*(rows)))

/* It begins on Monday, 2 February 2026. */
static void
each_day_of_a_ping_pong_is_charged_to_one_party(void **state)
{
	static const struct row refused[] = {
		{ CHARGE_SENDER, INSPEKTORAT, 2 }, /* 3, 4: it was not pln's */
	};
	static const struct row disputed[] = {
		{ CHARGE_SENDER, INSPEKTORAT, 4 },  /* 3 to 6: nor ksp's */
		{ CHARGE_ARBITER, INSPEKTORAT, 1 }, /* 9: nobody decides */
	};
	static const struct row decided[] = {
		{ CHARGE_REFUSER, PLN, 2 },	    /* 3, 4: it was pln's */
		{ CHARGE_SENDER, INSPEKTORAT, 2 },  /* 5, 6 */
		{ CHARGE_ARBITER, INSPEKTORAT, 2 }, /* 9, 10 */
		{ CHARGE_HOLDER, PLN, 3 },	    /* 11 to 13 */
	};
	struct hub_scene *s = *state;
	struct bed bed;

	s->inst[AT_PLN].binding = true;
	dispute_hand_in(s);
	s->room.now_ms += 2 * DAY;
	(void)dispute_say_no(s, PLN, HUB_EV_REFUSED, "ksp");
	charge_scene(s, &bed);
	EXPECT(&bed, refused);
	s->room.now_ms += DAY;
	(void)hub_scene_event(s, KSP, HUB_EV_ACCEPTED,
	    dispute_handoff_of(s, KSP, HANDOFF_OFFERED));
	s->room.now_ms += DAY;
	(void)dispute_say_no(s, KSP, HUB_EV_RETURNED, "pln");
	s->room.now_ms += 3 * DAY;
	charge_scene(s, &bed);
	EXPECT(&bed, disputed);
	s->room.now_ms += DAY;
	(void)dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln");
	s->room.now_ms += 3 * DAY;
	(void)hub_scene_event(s, PLN, HUB_EV_ANSWERED,
	    dispute_handoff_of(s, PLN, 0));
	s->room.now_ms += 30 * DAY; /* the reply window is nobody's */
	charge_scene(s, &bed);
	EXPECT(&bed, decided);
	assert_int_equal(bed.days, 9);
}

/* Silence is the receiver's; a refusal for what the case lacks is nobody's
 * wrong address, and while the complainant is asked nobody is charged. */
static void
silence_and_questions_have_their_own(void **state)
{
	static const struct row rows[] = {
		{ CHARGE_RECEIVER, PLN, 3 }, { CHARGE_HOLDER, INSPEKTORAT, 2 },
		{ CHARGE_QUESTION, 0, 1 },
		{ CHARGE_HOLDER, KSP, 3 }, /* the 16th is off */
	};
	struct hub_scene *s = *state;
	struct bed bed = { .row = { .id = 1,
			       .received = s->room.now_ms,
			       .holder = KSP,
			       .region = "51.71",
			       .questions = 1 } };
	int64_t now = s->room.now_ms;

	bed.of = (struct charge_case){ &bed.row, bed.handoffs, 3, bed.disputes,
		0, bed.pauses, 1, now + 14 * DAY };
	bed.handoffs[0] = (struct handoff_row){ .id = ident_at(now),
		.kind = HUB_KIND_TRANSFER,
		.sender = INSPEKTORAT,
		.receiver = PLN,
		.state = HANDOFF_EXPIRED,
		.decided_at = now + 3 * DAY };
	bed.handoffs[1] = (struct handoff_row){ .id = ident_at(now + 3 * DAY),
		.kind = HUB_KIND_TRANSFER,
		.sender = INSPEKTORAT,
		.receiver = PLN,
		.state = HANDOFF_REFUSED,
		.reason = HUB_REASON_INCOMPLETE,
		.decided_at = now + 4 * DAY };
	bed.handoffs[2] = (struct handoff_row){ .id = ident_at(now + 4 * DAY),
		.kind = HUB_KIND_TRANSFER,
		.sender = INSPEKTORAT,
		.receiver = KSP,
		.state = HANDOFF_WORKING,
		.taken_at = now + 7 * DAY,
		.decided_at = now + 7 * DAY };
	bed.row.holder_since = now + 7 * DAY;
	bed.pauses[0] = (struct workday_pause){ now + 7 * DAY, now + 8 * DAY };
	charge_each(&s->conf, &bed.of, keep, &bed);
	EXPECT(&bed, rows);
}

/* The next number of a sequence that is always the same. */
static uint64_t
next(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return *seed >> 33;
}

/* A time within eighty days behind the beginning. */
static int64_t
some_time(uint64_t *seed, int64_t begin)
{
	return begin + (int64_t)(next(seed) % 80000) * (DAY / 1000);
}

/* A case to which anything may have happened, sense or not. */
static void
make_any(struct bed *bed, int64_t begin, uint64_t *seed)
{
	static const enum handoff_state states[] = { HANDOFF_OFFERED,
		HANDOFF_WORKING, HANDOFF_CLOSED, HANDOFF_REFUSED,
		HANDOFF_RETURNED, HANDOFF_EXPIRED, HANDOFF_FAILED };

	*bed = (struct bed){
		.row = { .received = begin, .holder = KSP, .region = "51" }
	};
	bed->row.holder_since = some_time(seed, begin);
	if (next(seed) % 2 == 0)
		bed->row.answered_at = some_time(seed, begin);
	bed->of = (struct charge_case){ &bed->row, bed->handoffs,
		next(seed) % 9, bed->disputes, next(seed) % 3, bed->pauses,
		next(seed) % 3, some_time(seed, begin) };
	for (size_t i = 0; i < bed->of.handoff_count; i++)
		bed->handoffs[i] = (struct handoff_row){
			.id = ident_at(some_time(seed, begin)),
			.kind = HUB_KIND_TRANSFER,
			.sender = 1 + (int64_t)(next(seed) % 5),
			.receiver = 1 + (int64_t)(next(seed) % 5),
			.state = states[next(seed) % 7],
			.reason = (enum hub_reason)(next(seed) % 15),
			.taken_at = next(seed) % 2 ? some_time(seed, begin) : 0,
			.decided_at = some_time(seed, begin)
		};
	for (size_t i = 0; i < bed->of.dispute_count; i++)
		bed->disputes[i] = (struct dispute_row){ .arbiter = INSPEKTORAT,
			.opened_at = some_time(seed, begin),
			.decided_at = next(seed) % 2 ? some_time(seed, begin)
						     : 0,
			.target = 1 + (int64_t)(next(seed) % 5),
			.overturned = next(seed) % 2 == 0 };
	for (size_t i = 0; i < bed->of.pause_count; i++)
		bed->pauses[i] = (struct workday_pause){ some_time(seed, begin),
			some_time(seed, begin) };
}

/* However a case went: every day is charged once, and in order. */
static void
days_charged_add_up_to_those_of_the_case(void **state)
{
	struct hub_scene *s = *state;
	uint64_t seed = 20260202;
	struct bed bed;

	for (int i = 0; i < 3000; i++) {
		make_any(&bed, s->room.now_ms, &seed);
		charge_each(&s->conf, &bed.of, keep, &bed);
		assert_int_equal(bed.days,
		    charge_end(&bed.of) <= charge_begin(&bed.of)
			? 0
			: term_days(&s->conf, "51", charge_begin(&bed.of),
			      charge_end(&bed.of)));
		for (size_t k = 0; k < bed.count; k++) {
			assert_true(bed.charges[k].days > 0);
			assert_true((bed.charges[k].institution == 0) ==
			    (bed.charges[k].cause == CHARGE_QUESTION));
			assert_true(k == 0 ||
			    bed.charges[k].from_ms >=
				bed.charges[k - 1].until_ms);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    each_day_of_a_ping_pong_is_charged_to_one_party,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    silence_and_questions_have_their_own, hub_scene_setup,
		    hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    days_charged_add_up_to_those_of_the_case, hub_scene_setup,
		    hub_scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
