/* SPDX-License-Identifier: Apache-2.0 */
/* Which part somebody has in a case, and what they hear for it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "part.h"

enum { SOURCE = 1, HOLDER, SENDER, RECEIVER, STRANGER };

static const struct case_row of_case = { .source = SOURCE, .holder = HOLDER };

/* Part by the case and one handoff in a state. */
static enum part
part_in(int64_t who, enum hub_kind kind, enum handoff_state state)
{
	struct part_asker asker = { .institution = who };
	const struct handoff_row h = { .kind = kind,
		.sender = SENDER,
		.receiver = RECEIVER,
		.state = state };

	return part_with(part_of_case(&asker, &of_case), &asker, &of_case, &h);
}

struct row {
	int64_t who;
	enum handoff_state state;
	enum part part;
};

static const struct row rows[] = {
	{ SOURCE, HANDOFF_OFFERED, PART_SOURCE },
	{ SOURCE, HANDOFF_REFUSED, PART_SOURCE },
	{ HOLDER, HANDOFF_REFUSED, PART_HOLDER },
	{ SENDER, HANDOFF_OFFERED, PART_PARTY },
	{ SENDER, HANDOFF_REFUSED, PART_FORMER },
	{ RECEIVER, HANDOFF_OFFERED, PART_PARTY },
	{ RECEIVER, HANDOFF_ACCEPTED, PART_PARTY },
	{ RECEIVER, HANDOFF_WORKING, PART_PARTY },
	{ RECEIVER, HANDOFF_ANSWERED, PART_PARTY },
	{ RECEIVER, HANDOFF_CLOSED, PART_FORMER },
	{ HOLDER, HANDOFF_CLOSED, PART_HOLDER },
	{ RECEIVER, HANDOFF_REFUSED, PART_FORMER },
	{ RECEIVER, HANDOFF_RETURNED, PART_FORMER },
	{ RECEIVER, HANDOFF_EXPIRED, PART_FORMER },
	{ RECEIVER, HANDOFF_FAILED, PART_FORMER },
	{ RECEIVER, HANDOFF_CANCELLED, PART_FORMER },
	{ STRANGER, HANDOFF_OFFERED, PART_NONE },
	{ 0, HANDOFF_OFFERED, PART_NONE },
};

/* Each institution has the part that its handoff leaves it. */
static void
part_follows_from_the_handoff(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		enum part got = part_in(rows[i].who, HUB_KIND_TRANSFER,
		    rows[i].state);

		if (got != rows[i].part)
			fail_msg("row %zu: got %d, want %d", i, (int)got,
			    (int)rows[i].part);
	}
	assert_int_equal(part_in(RECEIVER, HUB_KIND_COPY, HANDOFF_CLOSED),
	    PART_COPY);
	assert_int_equal(part_in(RECEIVER, HUB_KIND_JOINT, HANDOFF_CLOSED),
	    PART_PARTY);
}

struct secret {
	int64_t who;
	enum hub_kind kind;
	enum handoff_state state;
	enum part part;
};

static const struct secret secrets[] = {
	{ HOLDER, HUB_KIND_TRANSFER, HANDOFF_OFFERED, PART_HOLDER },
	{ SOURCE, HUB_KIND_TRANSFER, HANDOFF_OFFERED, PART_SOURCE },
	{ RECEIVER, HUB_KIND_TRANSFER, HANDOFF_OFFERED, PART_PARTY },
	{ RECEIVER, HUB_KIND_JOINT, HANDOFF_WORKING, PART_OWN },
	{ RECEIVER, HUB_KIND_ESCALATE, HANDOFF_ACCEPTED, PART_PARTY },
	{ RECEIVER, HUB_KIND_COPY, HANDOFF_ACCEPTED, PART_FORMER },
	{ RECEIVER, HUB_KIND_JOINT, HANDOFF_CLOSED, PART_FORMER },
	{ SENDER, HUB_KIND_TRANSFER, HANDOFF_OFFERED, PART_FORMER },
	{ STRANGER, HUB_KIND_TRANSFER, HANDOFF_OFFERED, PART_NONE },
};

/* A secret case is for those who work on it, watch or decide. */
static void
a_secret_case_is_for_few(void **state)
{
	struct case_row c = of_case;

	(void)state;
	c.flags = CASE_SECRET;
	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++) {
		struct part_asker asker = { .institution = secrets[i].who };
		const struct handoff_row h = { .id = 7,
			.kind = secrets[i].kind,
			.sender = SENDER,
			.receiver = RECEIVER,
			.state = secrets[i].state };
		enum part got = part_with(part_of_case(&asker, &c), &asker, &c,
		    &h);

		if (got != secrets[i].part)
			fail_msg("row %zu: got %d, want %d", i, (int)got,
			    (int)secrets[i].part);
	}
}

/* A co-handler of a secret case knows its own part alone. */
static void
a_co_handler_of_a_secret_case_hears_of_its_own_part(void **state)
{
	const struct part_asker asker = { .institution = RECEIVER, .own = 7 };
	struct event_row e = { .speaker = HOLDER,
		.kind = HUB_EV_SUPPLEMENT,
		.handoff_id = 7 };

	(void)state;
	assert_true(part_hears(PART_OWN, &asker, &e));
	e.handoff_id = 8;
	assert_false(part_hears(PART_OWN, &asker, &e));
	assert_true(part_hears(PART_PARTY, &asker, &e));
	assert_true(part_sees(PART_OWN));
}

/* What a co-handler brings is for the lead and the coordinator. */
static void
a_contribution_is_for_the_lead(void **state)
{
	const struct part_asker other = { .institution = STRANGER };
	const struct event_row e = { .speaker = RECEIVER,
		.kind = HUB_EV_CONTRIBUTION };

	(void)state;
	assert_false(part_hears(PART_SOURCE, &other, &e));
	assert_false(part_hears(PART_PARTY, &other, &e));
	assert_true(part_hears(PART_HOLDER, &other, &e));
	assert_true(part_hears(PART_ALL, &other, &e));
}

/* A source's token gives the source's part alone, the coordinator's all. */
static void
token_bounds_the_part(void **state)
{
	struct part_asker asker = { .institution = HOLDER,
		.source_only = true };
	const struct handoff_row h = { .receiver = HOLDER,
		.state = HANDOFF_ACCEPTED };

	(void)state;
	assert_int_equal(part_with(part_of_case(&asker, &of_case), &asker,
			     &of_case, &h),
	    PART_NONE);
	asker = (struct part_asker){ .institution = STRANGER, .all = true };
	assert_int_equal(part_with(part_of_case(&asker, &of_case), &asker,
			     &of_case, &h),
	    PART_ALL);
}

struct heard {
	enum hub_event_kind kind;
	enum hub_audience audience;
	bool source, party; /* who hears it, besides coordinator and speaker */
};

static const struct heard words[] = {
	{ HUB_EV_PROGRESS, HUB_AUDIENCE_NONE, true, true },
	{ HUB_EV_ANSWERED, HUB_AUDIENCE_NONE, true, true },
	{ HUB_EV_NEEDS_INFO, HUB_AUDIENCE_NONE, true, true },
	{ HUB_EV_REFUSED, HUB_AUDIENCE_NONE, false, true },
	{ HUB_EV_DECISION, HUB_AUDIENCE_NONE, false, true },
	{ HUB_EV_COMMENT, HUB_AUDIENCE_NONE, false, false },
	{ HUB_EV_PROGRESS, HUB_AUDIENCE_PARTIES, false, true },
	{ HUB_EV_PROGRESS, HUB_AUDIENCE_COORDINATOR, false, false },
	{ HUB_EV_COMMENT, HUB_AUDIENCE_COMPLAINANT, true, true },
	{ HUB_EV_DELIVERED, HUB_AUDIENCE_NONE, false, false },
	{ HUB_EV_REFUSED, HUB_AUDIENCE_COMPLAINANT, false, true },
	{ HUB_EV_RETURNED, HUB_AUDIENCE_COMPLAINANT, false, true },
	{ HUB_EV_DECISION, HUB_AUDIENCE_COMPLAINANT, false, true },
	{ HUB_EV_ACCEPTED, HUB_AUDIENCE_COMPLAINANT, false, true },
};

/* Every word reaches those whose ears it is for and nobody else. */
static void
words_reach_their_audience(void **state)
{
	const struct part_asker other = { .institution = STRANGER };
	const struct part_asker speaker = { .institution = RECEIVER };

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		struct event_row e = { .speaker = RECEIVER,
			.kind = words[i].kind,
			.audience = words[i].audience };

		assert_int_equal(part_hears(PART_SOURCE, &other, &e),
		    words[i].source);
		assert_int_equal(part_hears(PART_PARTY, &other, &e),
		    words[i].party);
		assert_true(part_hears(PART_ALL, &other, &e));
		assert_true(part_hears(PART_FORMER, &speaker, &e));
		assert_false(part_hears(PART_FORMER, &other, &e));
		assert_false(part_hears(PART_NONE, &other, &e));
		e.applied = EVENT_LATE;
		assert_false(part_hears(PART_PARTY, &other, &e));
		assert_true(part_hears(PART_ALL, &other, &e));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(part_follows_from_the_handoff),
		cmocka_unit_test(a_secret_case_is_for_few),
		cmocka_unit_test(
		    a_co_handler_of_a_secret_case_hears_of_its_own_part),
		cmocka_unit_test(a_contribution_is_for_the_lead),
		cmocka_unit_test(token_bounds_the_part),
		cmocka_unit_test(words_reach_their_audience),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
