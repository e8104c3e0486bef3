/* SPDX-License-Identifier: Apache-2.0 */
/* A copy of a case: no duty, no clock, never the holder. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hub_scene.h"

static char transfer[IDENT_TEXT_SIZE], case_id[IDENT_TEXT_SIZE];
static char copy[IDENT_TEXT_SIZE];

/* A case offered to pln, with a copy for ksp by the coordinator. */
static void
begin(struct hub_scene *s)
{
	struct hub_event event = hub_event_init(HUB_EV_HANDOFF);
	const struct hub_result *r = hub_scene_hand_in(s, "T-1", "electricity");

	(void)snprintf(transfer, sizeof(transfer), "%s", r->id);
	(void)snprintf(case_id, sizeof(case_id), "%s", r->case_id);
	event.handoff.case_id = case_id;
	event.handoff.receiver = "ksp";
	event.handoff.kind = HUB_KIND_COPY;
	r = hub_scene_say(s, INSPEKTORAT, &event);
	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(copy, sizeof(copy), "%s", r->id);
}

static void
a_copy_has_no_clock_and_leaves_the_transfer_alone(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p;

	begin(s);
	assert_int_equal(hub_scene_count(s,
			     "SELECT due_at FROM handoff WHERE kind = 2"),
	    0);
	assert_true(hub_scene_count(s, "SELECT next_at FROM cases") > 0);
	p = hub_scene_take(s, KSP);
	assert_non_null(p);
	assert_int_equal(p->what.handoff.kind, HUB_KIND_COPY);
	assert_true(p->row.deadline > s->room.now_ms);
	parcel_free(p);
}

static void
who_notes_a_copy_holds_nothing_and_sees_no_identity(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p;

	begin(s);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_ACCEPTED, copy)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"),
	    INSPEKTORAT);
	p = hub_scene_take(s, KSP);
	assert_string_equal(p->what.handoff.complainant.name, "");
	assert_string_equal(p->disclosed, "");
	parcel_free(p);
}

static void
a_refused_copy_ends_and_nothing_else_happens(void **state)
{
	struct hub_scene *s = *state;

	begin(s);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_REFUSED, copy)->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM handoff"), 2);
	assert_int_equal(hub_scene_count(s, "SELECT hops FROM cases"), 0);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM dispute"), 0);
	/* They have not refused the case: it may still be theirs. */
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_ACCEPTED, transfer)
			     ->applied,
	    HUB_APPLIED);
}

static void
who_has_a_copy_may_comment_and_not_answer(void **state)
{
	struct hub_scene *s = *state;
	const struct hub_result *r;

	begin(s);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_COMMENT, copy)->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT audience FROM event ORDER BY id DESC"
			     " LIMIT 1"),
	    HUB_AUDIENCE_COORDINATOR);
	r = hub_scene_event(s, KSP, HUB_EV_ANSWERED, copy);
	assert_int_equal(r->applied, HUB_ILLEGAL);
	assert_non_null(strstr(r->allowed, "comment"));
	assert_null(strstr(r->allowed, "answered"));
}

static void
a_secret_case_is_copied_to_nobody(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_scene_case("T-2", "electricity");
	const struct hub_result *r;

	event.handoff.secret = true;
	r = hub_scene_say(s, LAPOR, &event);
	(void)snprintf(case_id, sizeof(case_id), "%s", r->case_id);
	event = hub_event_init(HUB_EV_HANDOFF);
	event.handoff.case_id = case_id;
	event.handoff.receiver = "ksp";
	event.handoff.kind = HUB_KIND_COPY;
	assert_int_equal(hub_scene_say(s, INSPEKTORAT, &event)->applied,
	    HUB_INVALID);
}

static void
a_case_goes_by_no_kind_to_the_body_it_is_about(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_scene_case("T-2", "electricity");
	const struct hub_result *r;
	char first[IDENT_TEXT_SIZE];

	event.handoff.classification = HUB_CLASS_SUPERVISORY;
	event.handoff.reported_body = "ksp";
	r = hub_scene_say(s, LAPOR, &event);
	(void)snprintf(case_id, sizeof(case_id), "%s", r->case_id);
	(void)snprintf(first, sizeof(first), "%s", r->id);
	for (unsigned kind = HUB_KIND_TRANSFER; kind <= HUB_KIND_ESCALATE;
	     kind++) {
		/* Nothing else stands in the way of a transfer. */
		if (kind == HUB_KIND_TRANSFER)
			(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, first);
		event = hub_event_init(HUB_EV_HANDOFF);
		event.handoff.case_id = case_id;
		event.handoff.receiver = "ksp";
		event.handoff.kind = (enum hub_kind)kind;
		r = hub_scene_say(s, INSPEKTORAT, &event);
		assert_int_equal(r->applied, HUB_INVALID);
		assert_non_null(strstr(r->detail, "about"));
	}
}

int
main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hub_scene_setup, \
	    hub_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_copy_has_no_clock_and_leaves_the_transfer_alone),
		TEST(who_notes_a_copy_holds_nothing_and_sees_no_identity),
		TEST(a_refused_copy_ends_and_nothing_else_happens),
		TEST(who_has_a_copy_may_comment_and_not_answer),
		TEST(a_secret_case_is_copied_to_nobody),
		TEST(a_case_goes_by_no_kind_to_the_body_it_is_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
