/* SPDX-License-Identifier: Apache-2.0 */
/* What entries of the log are called for people. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "api_title.h"
#include "conclude_ground.h"
#include "conf_owner.h"

static void
whatever_happens_to_a_case_has_a_title(void **state)
{
	static const char *const types[] = { "simpul.handoff.received.v1",
		"simpul.handoff.escalated.v1", "simpul.handoff.expired.v1",
		"simpul.handoff.bounced.v1", "simpul.handoff.recomposed.v1",
		"simpul.message.received.v1", "simpul.message.relayed.v1",
		"simpul.clock.started.v1", "simpul.clock.paused.v1",
		"simpul.clock.resumed.v1", "simpul.clock.breached.v1",
		"simpul.case.disputed.v1", "simpul.custody.decided.v1" };

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		assert_string_not_equal(api_title_fact(types[i], "").id, "");
		assert_string_not_equal(api_title_fact(types[i], "").en, "");
	}
	assert_string_equal(api_title_fact("simpul.case.lost.v1", "").id, "");
	assert_string_equal(api_title_fact("", "").id, "");
}

static void
what_was_said_is_told_by_its_action(void **state)
{
	static const char message[] = "simpul.message.received.v1";

	(void)state;
	assert_string_equal(api_title_fact(message, "ask").en,
	    "Information asked for");
	assert_string_equal(api_title_fact(message, "sing").en,
	    "Message received");
	assert_string_equal(api_title_fact("simpul.handoff.accepted.v1", "ask")
				.en,
	    "Accepted");
	assert_string_equal(api_title_fact("simpul.handoff.returned.v1",
				"return")
				.en,
	    "Returned");
	assert_string_equal(api_title_fact("simpul.handoff.returned.v1", "gone")
				.en,
	    "Did not arrive, or is no longer there");
}

static void
a_ground_is_a_reason_or_what_custody_changed_by(void **state)
{
	static const struct {
		const char *reason, *basis, *title;
	} rows[] = {
		{ "wrong_address", "", "Wrong address" },
		{ "wrong_address", "decided", "Wrong address" },
		{ "bound", "", "The decision binds" },
		{ "late", "", "Too late" },
		{ "", "decided", "By decision" },
		{ "", "deemed", "By silence, as agreed" },
		{ "", "explicit", "" },
		{ "", "", "" },
		{ "PU", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(api_title_ground(rows[i].reason,
					rows[i].basis)
					.en,
		    rows[i].title);
}

/* Why a delivery came to nothing is said in words, whatever it was. */
static void
whatever_ends_a_delivery_has_a_title(void **state)
{
	struct hub_event later = hub_event_init(HUB_EV_DEFERRED);
	struct conf_institution at = { .key = 7, .mailbox = "" };
	struct conf_owner owner = { .conf = { .institutions = &at,
					.institution_count = 1 } };
	struct parcel parcel = { .row.institution = 7 };
	struct conclude c = { .verdict = VERDICT_ANSWER,
		.conf = &owner.conf,
		.parcel = &parcel };

	(void)state;
	assert_string_equal(conclude_ground(&c), "");
	c.events = &later;
	c.count = 1;
	for (int v = VERDICT_ANSWER; v <= VERDICT_FAULT; v++) {
		c.verdict = (enum verdict)v;
		for (c.status = 0; c.status <= 503; c.status += 503)
			assert_string_not_equal(
			    api_title_ground(conclude_ground(&c), "").id, "");
	}
	c.verdict = VERDICT_UNSAYABLE;
	c.status = 550;
	assert_string_equal(conclude_ground(&c), "unsayable");
	at.mailbox = "surat";
	assert_string_equal(conclude_ground(&c), "mail_refused");
	assert_string_not_equal(api_title_ground("mail_refused", "").id, "");
	c.status = 0;
	assert_string_equal(conclude_ground(&c), "unsayable");
	c.verdict = VERDICT_RETRY;
	assert_string_equal(conclude_ground(&c), "unreachable");
	c.status = 503;
	assert_string_equal(conclude_ground(&c), "turned_away");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_happens_to_a_case_has_a_title),
		cmocka_unit_test(what_was_said_is_told_by_its_action),
		cmocka_unit_test(
		    a_ground_is_a_reason_or_what_custody_changed_by),
		cmocka_unit_test(whatever_ends_a_delivery_has_a_title),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
