/* SPDX-License-Identifier: Apache-2.0 */
/* Watchers: KSP by rule, an Ombudsman only with what the law asks for. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hub_scene.h"

static char lead[IDENT_TEXT_SIZE], case_id[IDENT_TEXT_SIZE];
static char watch[IDENT_TEXT_SIZE];

static const char *const none[] = { NULL };
static const char *const any[] = { "?*", NULL };
static const char *const electricity[] = { "electricity", NULL };
static const char *const by_law[] = { "identity", "prior_complaint", "consent",
	"provider_failed", NULL };
static const char *const identity[] = { "name", "birth_place", "birth_date",
	"marital_status", "occupation", "address", NULL };

/* The case's own rule leads to pln; ksp watches what is of a programme. */
static struct conf_route routes[] = {
	{ .name = "programme",
	    .to = "ksp",
	    .as = "escalate",
	    .where = "",
	    .kind = none,
	    .category = none,
	    .region = none,
	    .source = none,
	    .priority_program = any },
	{ .name = "electricity",
	    .to = "pln",
	    .as = "",
	    .where = "",
	    .kind = none,
	    .category = electricity,
	    .region = none,
	    .source = none,
	    .priority_program = none },
};

/* cmocka setup: an Ombudsman as the law has it, and rules that watch. */
static int
setup(void **state)
{
	struct hub_scene *s;

	if (hub_scene_setup(state) != 0)
		return -1;
	s = *state;
	s->inst[3].requires = by_law;
	s->inst[3].disclose = identity;
	s->conf.routes = routes;
	s->conf.route_count = 2;
	return 0;
}

/* A complaint that lacks nothing for an Ombudsman. */
static struct hub_event
whole_case(const char *tracking_id)
{
	struct hub_event event = hub_scene_case(tracking_id, "electricity");
	struct hub_handoff *h = &event.handoff;

	h->complainant.birth_place = "Denpasar";
	h->complainant.birth_date = "1990-01-01";
	h->complainant.marital_status = "kawin";
	h->complainant.occupation = "guru";
	h->complainant.address = "Jl. Satu, Denpasar";
	h->prior_complaint = "PLN-778";
	h->consent = "Saya setuju laporan saya disampaikan ke Ombudsman.";
	return event;
}

/* Keeps the ids of what was handed in. */
static void
keep(const struct hub_result *r)
{
	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(lead, sizeof(lead), "%s", r->id);
	(void)snprintf(case_id, sizeof(case_id), "%s", r->case_id);
}

/* pln holds the case, ksp watches it. */
static void
begin(struct hub_scene *s)
{
	struct hub_event event = hub_scene_case("T-1", "electricity");
	int64_t id;

	event.handoff.priority_program_id = "PSN-7";
	keep(hub_scene_say(s, LAPOR, &event));
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, lead);
	id = hub_scene_count(s, "SELECT id FROM handoff WHERE kind = 4");
	ident_text(id, watch);
}

/* The coordinator asks an institution in; the result. */
static const struct hub_result *
escalate(struct hub_scene *s, const char *to, enum hub_kind kind)
{
	struct hub_event event = hub_event_init(HUB_EV_HANDOFF);

	event.handoff.case_id = case_id;
	event.handoff.receiver = to;
	event.handoff.kind = kind;
	event.reason = HUB_REASON_UNRESOLVED_ESCALATION;
	return hub_scene_say(s, INSPEKTORAT, &event);
}

/* How many deliveries of a kind of event there are for an institution. */
static int64_t
told(struct hub_scene *s, int64_t who, enum hub_event_kind kind)
{
	char sql[120];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM delivery WHERE institution = %d AND"
	    " event = %d",
	    (int)who, (int)kind);
	return hub_scene_count(s, sql);
}

static void
a_watcher_by_rule_stands_beside_the_transfer(void **state)
{
	struct hub_scene *s = *state;

	begin(s);
	assert_int_equal(hub_scene_count(s,
			     "SELECT receiver FROM handoff WHERE kind = 4"),
	    KSP);
	assert_int_equal(hub_scene_count(s,
			     "SELECT due_at FROM handoff WHERE kind = 4"),
	    0);
	assert_int_equal(hub_scene_count(s,
			     "SELECT reason FROM handoff WHERE kind = 4"),
	    HUB_REASON_NATIONAL_PRIORITY);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_ACCEPTED, watch)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), PLN);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM audit_entry WHERE"
			     " CAST(body AS TEXT) LIKE"
			     " '%simpul.handoff.escalated.v1%'"),
	    1);
}

static void
what_a_watcher_answers_is_a_comment_to_the_parties(void **state)
{
	struct hub_scene *s = *state;

	begin(s);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_ANSWERED, watch)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT kind * 10 + audience FROM event"
			     " ORDER BY id DESC LIMIT 1"),
	    HUB_EV_COMMENT * 10 + HUB_AUDIENCE_PARTIES);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_IN_PROGRESS);
	assert_int_equal(told(s, PLN, HUB_EV_COMMENT), 1);
}

static void
a_watcher_may_ask_and_remind_the_holder(void **state)
{
	struct hub_scene *s = *state;

	begin(s);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_REMINDER, watch)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_NEEDS_INFO, watch)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(told(s, PLN, HUB_EV_REMINDER), 1);
	assert_int_equal(told(s, PLN, HUB_EV_NEEDS_INFO), 1);
	assert_int_equal(hub_scene_count(s, "SELECT paused_at FROM cases"), 0);
}

static void
a_watcher_hears_the_progress_the_answer_and_the_end(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_event_init(HUB_EV_RATING);

	begin(s);
	(void)hub_scene_event(s, KSP, HUB_EV_ACCEPTED, watch);
	(void)hub_scene_event(s, PLN, HUB_EV_PROGRESS, lead);
	assert_int_equal(told(s, KSP, HUB_EV_PROGRESS), 1);
	(void)hub_scene_event(s, PLN, HUB_EV_ANSWERED, lead);
	assert_int_equal(told(s, KSP, HUB_EV_ANSWERED), 1);
	event.handoff.case_id = case_id;
	event.rating = 5;
	assert_int_equal(hub_scene_say(s, LAPOR, &event)->applied, HUB_APPLIED);
	assert_int_equal(told(s, KSP, HUB_EV_CANCELLED), 1);
}

static void
each_missing_precondition_is_named(void **state)
{
	static const char *const names[] = { "birth_date", "address",
		"prior_complaint", "consent", "provider_failed" };
	struct hub_scene *s = *state;
	const struct hub_result *r;

	keep(hub_scene_hand_in(s, "T-1", "electricity"));
	r = escalate(s, "ombudsman", HUB_KIND_ESCALATE);
	assert_int_equal(r->applied, HUB_INVALID);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_non_null(strstr(r->detail, names[i]));
	assert_null(strstr(r->detail, "(name"));
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM handoff WHERE kind = 4"),
	    0);
}

static void
a_copy_needs_the_preconditions_too(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = whole_case("T-2");
	const struct hub_result *r;

	keep(hub_scene_hand_in(s, "T-1", "electricity"));
	r = escalate(s, "ombudsman", HUB_KIND_COPY);
	assert_int_equal(r->applied, HUB_INVALID);
	assert_non_null(strstr(r->detail, "prior_complaint"));
	keep(hub_scene_say(s, LAPOR, &event));
	assert_int_equal(escalate(s, "ombudsman", HUB_KIND_COPY)->applied,
	    HUB_APPLIED);
}

static void
a_copy_by_rule_that_lacks_it_is_told_to_the_coordinator(void **state)
{
	static struct conf_route copy = { .name = "copies",
		.to = "ombudsman",
		.as = "copy",
		.where = "",
		.kind = none,
		.category = none,
		.region = none,
		.source = none,
		.priority_program = none };
	struct hub_scene *s = *state;
	struct hub_event event = whole_case("T-2");
	static struct conf_route both[2];

	both[0] = copy;
	both[1] = routes[1];
	s->conf.routes = both;
	keep(hub_scene_hand_in(s, "T-1", "electricity"));
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM handoff WHERE kind = 2"),
	    0);
	assert_int_equal(hub_scene_count(s,
			     "SELECT audience FROM event WHERE speaker = 0"),
	    HUB_AUDIENCE_COORDINATOR);
	keep(hub_scene_say(s, LAPOR, &event));
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM handoff WHERE kind = 2"),
	    1);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM event WHERE speaker = 0"),
	    1);
}

static void
with_all_of_it_the_ombudsman_gets_the_identity_at_once(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = whole_case("T-1");
	struct parcel *p;

	keep(hub_scene_say(s, LAPOR, &event));
	assert_int_equal(escalate(s, "ombudsman", HUB_KIND_ESCALATE)->applied,
	    HUB_APPLIED);
	p = hub_scene_take(s, OMBUDSMAN);
	assert_non_null(p);
	assert_string_equal(p->what.handoff.complainant.name, "Ni Made Uji");
	assert_string_equal(p->what.handoff.complainant.phone, "");
	assert_string_equal(p->what.handoff.consent, event.handoff.consent);
	assert_non_null(strstr(p->disclosed, "birth_date"));
	parcel_free(p);
	p = hub_scene_take(s, PLN);
	assert_string_equal(p->what.handoff.complainant.name, "");
	assert_string_equal(p->what.handoff.consent, "");
	parcel_free(p);
}

static void
an_agreement_that_is_over_lets_nothing_go(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = whole_case("T-1");
	const struct hub_result *r;

	s->inst[3].agreement_until = "2026-02-01";
	keep(hub_scene_say(s, LAPOR, &event));
	r = escalate(s, "ombudsman", HUB_KIND_ESCALATE);
	assert_int_equal(r->applied, HUB_INVALID);
	assert_non_null(strstr(r->detail, "agreement"));
}

static void
a_breach_of_the_clock_is_a_failure(void **state)
{
	static const char *const failed[] = { "provider_failed", NULL };
	struct hub_scene *s = *state;

	s->inst[3].requires = failed;
	begin(s);
	assert_int_equal(escalate(s, "ombudsman", HUB_KIND_ESCALATE)->applied,
	    HUB_INVALID);
	s->room.now_ms = hub_scene_count(s, "SELECT due_at FROM cases");
	assert_int_equal(escalate(s, "ombudsman", HUB_KIND_ESCALATE)->applied,
	    HUB_APPLIED);
}

static void
an_objection_is_a_failure(void **state)
{
	static const char *const failed[] = { "provider_failed", NULL };
	struct hub_scene *s = *state;
	struct hub_event event = hub_event_init(HUB_EV_OBJECTION);

	s->inst[3].requires = failed;
	begin(s);
	(void)hub_scene_event(s, PLN, HUB_EV_ANSWERED, lead);
	event.handoff.case_id = case_id;
	event.text = "Listrik masih padam.";
	assert_int_equal(hub_scene_say(s, LAPOR, &event)->applied, HUB_APPLIED);
	assert_int_equal(escalate(s, "ombudsman", HUB_KIND_ESCALATE)->applied,
	    HUB_APPLIED);
}

static void
a_case_that_lacks_it_is_asked_about(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_scene_case("T-1", "unheard of");

	s->inst[2].plugin = "ksp"; /* lapor has a wire */
	event.handoff.receiver = "ombudsman";
	keep(hub_scene_say(s, LAPOR, &event));
	assert_int_equal(hub_scene_count(s, "SELECT receiver FROM handoff"),
	    INSPEKTORAT);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_NEEDS_INFO);
	assert_int_equal(told(s, LAPOR, HUB_EV_NEEDS_INFO), 1);
	assert_int_equal(told(s, OMBUDSMAN, HUB_EV_HANDOFF), 0);
}

static void
the_provider_gets_it_first_and_its_clock_runs_on(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_scene_case("T-1", "electricity");

	s->inst[2].plugin = "ksp";
	event.handoff.receiver = "ombudsman";
	event.handoff.kind = HUB_KIND_ESCALATE;
	keep(hub_scene_say(s, LAPOR, &event));
	assert_int_equal(hub_scene_count(s, "SELECT receiver FROM handoff"),
	    PLN);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_FORWARDED);
	assert_int_equal(told(s, LAPOR, HUB_EV_NEEDS_INFO), 1);
}

static void
a_source_may_have_a_case_watched_from_the_start(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = whole_case("T-1");

	event.handoff.receiver = "ombudsman";
	event.handoff.kind = HUB_KIND_ESCALATE;
	keep(hub_scene_say(s, LAPOR, &event));
	assert_int_equal(hub_scene_count(s,
			     "SELECT receiver FROM handoff WHERE kind = 1"),
	    PLN);
	assert_int_equal(hub_scene_count(s,
			     "SELECT receiver FROM handoff WHERE kind = 4"),
	    OMBUDSMAN);
}

static void
a_refused_case_does_not_slip_to_the_ombudsman(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_event_init(HUB_EV_REFUSED);

	routes[1].to = "ombudsman"; /* a rule that leads there */
	keep(hub_scene_hand_in(s, "T-1", "electricity"));
	routes[1].to = "pln";
	assert_int_equal(hub_scene_count(s, "SELECT receiver FROM handoff"),
	    INSPEKTORAT);
	event.handoff_id = lead;
	event.reason = HUB_REASON_UNRESOLVED_ESCALATION;
	event.text = "Untuk Ombudsman.";
	event.target = "ombudsman";
	assert_int_equal(hub_scene_say(s, INSPEKTORAT, &event)->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM handoff WHERE receiver = 5"),
	    0);
}

static void
a_decision_sends_nothing_that_lacks_it_either(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_event_init(HUB_EV_DECISION);
	const struct hub_result *r;

	keep(hub_scene_hand_in(s, "T-1", "electricity"));
	event.handoff.case_id = case_id;
	event.decision = HUB_DECISION_TO;
	event.target = "ombudsman";
	event.text = "Ke Ombudsman.";
	r = hub_scene_say(s, INSPEKTORAT, &event);
	assert_int_equal(r->applied, HUB_INVALID);
	assert_non_null(strstr(r->detail, "consent"));
}

int
main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, setup, hub_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_watcher_by_rule_stands_beside_the_transfer),
		TEST(what_a_watcher_answers_is_a_comment_to_the_parties),
		TEST(a_watcher_may_ask_and_remind_the_holder),
		TEST(a_watcher_hears_the_progress_the_answer_and_the_end),
		TEST(each_missing_precondition_is_named),
		TEST(a_copy_needs_the_preconditions_too),
		TEST(a_copy_by_rule_that_lacks_it_is_told_to_the_coordinator),
		TEST(with_all_of_it_the_ombudsman_gets_the_identity_at_once),
		TEST(an_agreement_that_is_over_lets_nothing_go),
		TEST(a_breach_of_the_clock_is_a_failure),
		TEST(an_objection_is_a_failure),
		TEST(a_case_that_lacks_it_is_asked_about),
		TEST(the_provider_gets_it_first_and_its_clock_runs_on),
		TEST(a_source_may_have_a_case_watched_from_the_start),
		TEST(a_decision_sends_nothing_that_lacks_it_either),
		TEST(a_refused_case_does_not_slip_to_the_ombudsman),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
