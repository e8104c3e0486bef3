/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "full.h"
#include "hub_event.h"

/* What is new says nothing, and no text of it is NULL. */
static void
what_is_new_says_nothing(void **state)
{
	static const struct hub_handoff no_handoff = { .id = "",
		.case_id = "",
		.parent = "",
		.sender = "",
		.receiver = "",
		.source = "",
		.tracking_id = "",
		.note = "",
		.subject = "",
		.narrative = "",
		.category = "",
		.region = "",
		.location = "",
		.priority_program_id = "",
		.reported_body = "",
		.prior_complaint = "",
		.consent = "",
		.complainant = { "", "", "", "", "", "", "", "", "", "" } };
	static const struct hub_event no_event = { .kind = HUB_EV_PROGRESS,
		.handoff_id = "",
		.remote_ref = "",
		.their_id = "",
		.text = "",
		.target = "",
		.officer = "",
		.corrects = "",
		.status = "",
		.carry = "" };
	struct hub_handoff h = hub_handoff_init();
	struct hub_event e = hub_event_init(HUB_EV_PROGRESS);

	(void)state;
	assert_handoff(&h, &no_handoff);
	assert_null(h.attachments);
	assert_event(&e, &no_event);
	assert_handoff(&e.handoff, &no_handoff);
}

/* Every kind has a name of its own, which is read back. */
static void
every_kind_has_its_name(void **state)
{
	(void)state;
	for (unsigned i = 0; i < HUB_EV_COUNT; i++) {
		enum hub_event_kind kind = HUB_EV_COUNT;
		const char *name = hub_event_kind_name((enum hub_event_kind)i);

		assert_true(i == 0 || name[0] != '\0');
		assert_true(hub_event_kind_parse(name, &kind));
		assert_int_equal(kind, i);
	}
	assert_string_equal(hub_event_kind_name(HUB_EV_NEEDS_INFO),
	    "needs_info");
	assert_string_equal(hub_event_kind_name(HUB_EV_COUNT), "");
}

/* A word that is no kind is refused. */
static void
other_words_are_no_kind(void **state)
{
	static const char *const rows[] = { "Accepted", "accept", "acceptedx",
		" accepted", "HUB_EV_ACCEPTED" };
	enum hub_event_kind kind = HUB_EV_GONE;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_false(hub_event_kind_parse(rows[i], &kind));
	assert_int_equal(kind, HUB_EV_GONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_new_says_nothing),
		cmocka_unit_test(every_kind_has_its_name),
		cmocka_unit_test(other_words_are_no_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
