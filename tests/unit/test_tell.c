/* SPDX-License-Identifier: Apache-2.0 */
/* Who hears what: by kind and audience, row by row; and what the source of a
 * case hears of it, in order. */
#include "config.h"

#include "tell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "hub_scene.h"

#define NONE HUB_AUDIENCE_NONE
#define CITIZEN HUB_AUDIENCE_COMPLAINANT
#define PARTIES HUB_AUDIENCE_PARTIES
#define COORDINATOR HUB_AUDIENCE_COORDINATOR
#define SOURCE PARTY_SOURCE
#define SENDER PARTY_SENDER
#define RECEIVER PARTY_RECEIVER
#define BOTH (PARTY_SENDER | PARTY_RECEIVER)
#define ARBITER PARTY_COORDINATOR

static const struct {
	enum hub_event_kind kind;
	enum hub_audience audience;
	enum hub_asked asked;
	unsigned hear;
} rows[] = {
	{ HUB_EV_PROGRESS, NONE, 0, SOURCE },
	{ HUB_EV_PROGRESS, CITIZEN, 0, SOURCE },
	{ HUB_EV_PROGRESS, PARTIES, 0, BOTH },
	{ HUB_EV_PROGRESS, COORDINATOR, 0, ARBITER },
	{ HUB_EV_ANSWERED, NONE, 0, SOURCE },
	{ HUB_EV_ANSWERED, PARTIES, 0, BOTH },
	{ HUB_EV_ACCEPTED, NONE, 0, SENDER },
	{ HUB_EV_ACCEPTED, CITIZEN, 0, SENDER },
	{ HUB_EV_REFUSED, NONE, 0, SENDER },
	{ HUB_EV_REFUSED, CITIZEN, 0, SENDER },
	{ HUB_EV_REFUSED, COORDINATOR, 0, ARBITER },
	{ HUB_EV_RETURNED, NONE, 0, SENDER },
	{ HUB_EV_RETURNED, CITIZEN, 0, SENDER },
	{ HUB_EV_GONE, NONE, 0, SENDER },
	{ HUB_EV_DECISION, NONE, 0, BOTH },
	{ HUB_EV_DECISION, CITIZEN, 0, BOTH },
	{ HUB_EV_COMMENT, NONE, 0, ARBITER },
	{ HUB_EV_COMMENT, PARTIES, 0, BOTH },
	{ HUB_EV_COMMENT, CITIZEN, 0, SOURCE },
	{ HUB_EV_CONTRIBUTION, NONE, 0, SENDER },
	{ HUB_EV_NEEDS_INFO, NONE, HUB_ASKED_COMPLAINANT, SOURCE },
	{ HUB_EV_NEEDS_INFO, PARTIES, HUB_ASKED_COMPLAINANT, SOURCE },
	{ HUB_EV_NEEDS_INFO, CITIZEN, HUB_ASKED_SENDER, SENDER },
	{ HUB_EV_NEEDS_INFO, NONE, HUB_ASKED_HOLDER, RECEIVER },
	{ HUB_EV_SUPPLEMENT, NONE, 0, RECEIVER },
	{ HUB_EV_REMINDER, NONE, 0, RECEIVER },
	{ HUB_EV_OBJECTION, NONE, 0, RECEIVER },
	{ HUB_EV_RATING, NONE, 0, RECEIVER },
	{ HUB_EV_WITHDRAWN, NONE, 0, RECEIVER },
	{ HUB_EV_CANCELLED, NONE, 0, RECEIVER },
	{ HUB_EV_CORRECTION, NONE, 0, BOTH },
	{ HUB_EV_CORRECTION, CITIZEN, 0, SOURCE },
	{ HUB_EV_OPENED, NONE, 0, SENDER },
	{ HUB_EV_DELIVERED, CITIZEN, 0, 0 },
};

static void
every_word_has_its_hearers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hub_event e = hub_event_init(rows[i].kind);

		e.audience = rows[i].audience;
		e.asked = rows[i].asked;
		if (tell_hearers(&e) != rows[i].hear)
			fail_msg("row %zu: got %x, want %x", i,
			    tell_hearers(&e), rows[i].hear);
	}
}

/* A case that the ombudsman, who has a wire, hands in. */
static const char *
hand_in(struct hub_scene *s, char handoff[IDENT_TEXT_SIZE])
{
	struct hub_event event = hub_scene_case("OMB-1", "electricity");
	const struct hub_result *r = hub_scene_say(s, OMBUDSMAN, &event);

	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(handoff, IDENT_TEXT_SIZE, "%s", r->id);
	return handoff;
}

/* The next that the ombudsman hears is of that kind, with that text. */
static void
hears(struct hub_scene *s, enum hub_event_kind kind, const char *text)
{
	struct hub_event event = hub_event_init(HUB_EV_DELIVERED);
	struct parcel *p = hub_scene_take(s, OMBUDSMAN);

	assert_non_null(p);
	assert_null(p->unreadable);
	assert_int_equal(p->what.event.kind, kind);
	assert_string_equal(p->what.event.text, text);
	hub_scene_dispatch(s, p);
	assert_int_equal(hub_scene_conclude(s, p, VERDICT_ANSWER, &event),
	    DELIVERY_DELIVERED);
	parcel_free(p);
}

/* Nothing more is on its way to the ombudsman. */
static void
hears_no_more(struct hub_scene *s)
{
	struct parcel *p = hub_scene_take(s, OMBUDSMAN);

	if (p != NULL)
		print_error("%s\n", p->what.event.text);
	assert_null(p);
}

#define RECEIVED \
	"Laporan OMB-1 telah kami terima pada 2 Februari 2026 pukul 16.00 " \
	"WITA dan diteruskan ke pln."

static void
the_source_hears_each_step_in_order(void **state)
{
	struct hub_scene *s = *state;
	char handoff[IDENT_TEXT_SIZE];

	hand_in(s, handoff);
	(void)hub_scene_event(s, PLN, HUB_EV_PROGRESS, handoff);
	(void)hub_scene_event(s, PLN, HUB_EV_ANSWERED, handoff);
	hears(s, HUB_EV_COMMENT, RECEIVED);
	hears(s, HUB_EV_ACCEPTED,
	    "Laporan OMB-1 ditangani oleh pln sejak 2 Februari 2026 pukul "
	    "16.00 WITA.");
	hears(s, HUB_EV_PROGRESS, "Kami tindak lanjuti.");
	hears(s, HUB_EV_ANSWERED, "Kami tindak lanjuti.");
	hears_no_more(s);
}

static void
a_refusal_is_heard_as_passed_on_without_its_text(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_event_init(HUB_EV_REFUSED);
	char handoff[IDENT_TEXT_SIZE];

	s->inst[3].holds = false;
	event.handoff_id = hand_in(s, handoff);
	event.reason = HUB_REASON_NATIONAL_PRIORITY;
	event.text = "Untuk para pihak saja.";
	event.audience = HUB_AUDIENCE_COMPLAINANT;
	(void)hub_scene_say(s, PLN, &event);
	hears(s, HUB_EV_COMMENT, RECEIVED);
	hears(s, HUB_EV_COMMENT,
	    "Laporan OMB-1 diteruskan ke inspektorat karena menyangkut program "
	    "prioritas nasional.");
	hears_no_more(s);
}

static void
a_dispute_is_heard_as_being_decided(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_event_init(HUB_EV_REFUSED);
	char handoff[IDENT_TEXT_SIZE];

	s->inst[3].holds = false;
	event.handoff_id = hand_in(s, handoff);
	event.target = "pln";
	(void)hub_scene_say(s, PLN, &event);
	hears(s, HUB_EV_COMMENT, RECEIVED);
	hears(s, HUB_EV_COMMENT,
	    "Instansi yang berwenang atas laporan OMB-1 sedang diputuskan "
	    "koordinator.");
	hears_no_more(s);
}

static void
a_rating_is_heard_as_the_end(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_event_init(HUB_EV_RATING);
	char handoff[IDENT_TEXT_SIZE];

	event.handoff_id = hand_in(s, handoff);
	event.rating = 4;
	(void)hub_scene_event(s, PLN, HUB_EV_ANSWERED, handoff);
	(void)hub_scene_say(s, OMBUDSMAN, &event);
	hears(s, HUB_EV_COMMENT, RECEIVED);
	hears(s, HUB_EV_ACCEPTED,
	    "Laporan OMB-1 ditangani oleh pln sejak 2 Februari 2026 pukul "
	    "16.00 WITA.");
	hears(s, HUB_EV_ANSWERED, "Kami tindak lanjuti.");
	hears(s, HUB_EV_COMMENT,
	    "Laporan OMB-1 selesai. Terima kasih atas penilaian Anda: 4 dari "
	    "5.");
	hears_no_more(s);
}

static void
a_source_that_is_the_sender_too_hears_an_acceptance_once(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_event_init(HUB_EV_ACCEPTED);
	char handoff[IDENT_TEXT_SIZE];

	s->inst[3].holds = true;
	event.handoff_id = hand_in(s, handoff);
	(void)hub_scene_say(s, PLN, &event);
	hears(s, HUB_EV_COMMENT, RECEIVED);
	hears(s, HUB_EV_ACCEPTED,
	    "Laporan OMB-1 ditangani oleh pln sejak 2 Februari 2026 pukul "
	    "16.00 WITA.");
	hears_no_more(s);
}

static void
such_a_source_hears_an_acceptance_in_its_own_words(void **state)
{
	struct hub_scene *s = *state;
	char handoff[IDENT_TEXT_SIZE];

	s->inst[3].holds = true;
	hand_in(s, handoff);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff);
	hears(s, HUB_EV_COMMENT, RECEIVED);
	hears(s, HUB_EV_ACCEPTED, "Kami tindak lanjuti.");
	hears_no_more(s);
}

static void
a_comment_for_the_coordinator_reaches_one_who_has_a_wire(void **state)
{
	struct hub_scene *s = *state;
	char handoff[IDENT_TEXT_SIZE];
	struct parcel *p;

	s->inst[0].plugin = "ksp";
	hand_in(s, handoff);
	(void)hub_scene_event(s, PLN, HUB_EV_COMMENT, handoff);
	p = hub_scene_take(s, INSPEKTORAT);
	assert_non_null(p);
	assert_int_equal(p->what.event.kind, HUB_EV_COMMENT);
	parcel_free(p);
}

static void
who_lets_a_case_go_hears_that_it_is_no_longer_theirs(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event pass = hub_event_init(HUB_EV_HANDOFF);
	struct hub_event arrived = hub_event_init(HUB_EV_DELIVERED);
	char handoff[IDENT_TEXT_SIZE], case_id[IDENT_TEXT_SIZE];
	struct parcel *p;

	hand_in(s, handoff);
	p = hub_scene_take(s, PLN);
	hub_scene_dispatch(s, p);
	(void)hub_scene_conclude(s, p, VERDICT_ANSWER, &arrived);
	(void)snprintf(case_id, sizeof(case_id), "%s", p->what.handoff.case_id);
	parcel_free(p);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff);
	pass.handoff.case_id = case_id;
	pass.handoff.receiver = "ksp";
	assert_int_equal(hub_scene_say(s, INSPEKTORAT, &pass)->applied,
	    HUB_APPLIED);
	(void)snprintf(handoff, sizeof(handoff), "%s", s->apply.rows[0].id);
	(void)hub_scene_event(s, KSP, HUB_EV_ACCEPTED, handoff);
	p = hub_scene_take(s, PLN);
	assert_non_null(p);
	assert_int_equal(p->what.event.kind, HUB_EV_ACCEPTED);
	(void)hub_scene_dispatch(s, p);
	(void)hub_scene_conclude(s, p, VERDICT_ANSWER, &arrived);
	parcel_free(p);
	p = hub_scene_take(s, PLN);
	assert_non_null(p);
	assert_int_equal(p->what.event.kind, HUB_EV_CANCELLED);
	assert_string_equal(p->what.event.text,
	    "Laporan OMB-1 tidak lagi ditangani instansi Anda.");
	parcel_free(p);
}

static void
a_source_without_a_wire_costs_nothing(void **state)
{
	struct hub_scene *s = *state;

	(void)hub_scene_hand_in(s, "T-1", "electricity");
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM delivery"),
	    1);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM content"), 1);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hub_scene_setup, \
	    hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_has_its_hearers),
		TEST(the_source_hears_each_step_in_order),
		TEST(a_refusal_is_heard_as_passed_on_without_its_text),
		TEST(a_dispute_is_heard_as_being_decided),
		TEST(a_rating_is_heard_as_the_end),
		TEST(a_source_that_is_the_sender_too_hears_an_acceptance_once),
		TEST(such_a_source_hears_an_acceptance_in_its_own_words),
		TEST(a_comment_for_the_coordinator_reaches_one_who_has_a_wire),
		TEST(who_lets_a_case_go_hears_that_it_is_no_longer_theirs),
		TEST(a_source_without_a_wire_costs_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
