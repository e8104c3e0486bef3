/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "conf_fixture.h"
#include "hub_event.h"
#include "route_fixture.h"

struct row {
	const char *says; /* what the case says, "member value" a line */
	const char *rule, *to;
};

/* Each case goes where its row says, by that rule. */
static void
try_rows(const struct conf *conf, const char *now, const struct row *rows,
    size_t count)
{
	char buf[512];

	for (size_t i = 0; i < count; i++) {
		struct hub_handoff h = route_fixture_case(rows[i].says, buf,
		    sizeof(buf));
		struct route_choice choice = route_choose(conf, &h,
		    route_fixture_ms(now), NULL, NULL);

		if (strcmp(choice.rule, rows[i].rule) != 0 ||
		    strcmp(choice.to->id, rows[i].to) != 0)
			print_error("of: %s\n", rows[i].says);
		assert_string_equal(choice.rule, rows[i].rule);
		assert_string_equal(choice.to->id, rows[i].to);
	}
}
#define TRY(conf, now, rows) \
	try_rows(conf, now, rows, sizeof(rows) / sizeof(*(rows)))

static void
the_first_rule_that_fits_wins(void **state)
{
	static const struct row rows[] = {
		{ "", "coordinator", "inspektorat" },
		{ "category=lain", "coordinator", "inspektorat" },
		/* A tree: a branch with all below it, nothing beside it. */
		{ "category=infrastruktur/jalan/lampu", "lampu", "pln" },
		{ "category=infrastruktur/jalan/lampu/tiang", "lampu", "pln" },
		{ "category=infrastruktur/jalan/lampu-lalu-lintas region=51",
		    "jalan", "pu" },
		{ "category=infrastruktur region=51.71", "jalan-denpasar",
		    "denpasar" },
		{ "category=infrastruktur/jalan region=51.71", "jalan-denpasar",
		    "denpasar" },
		{ "category=infrastruktur region=51.03", "coordinator",
		    "inspektorat" },
		{ "category=Infrastruktur region=51.71", "coordinator",
		    "inspektorat" },
		/* A region with all below it, and no other that begins so. */
		{ "category=infrastruktur/jalan region=51", "jalan", "pu" },
		{ "category=infrastruktur/jalan region=51.03.05", "jalan",
		    "pu" },
		{ "category=infrastruktur/jalan region=52.71", "coordinator",
		    "inspektorat" },
		{ "category=infrastruktur/jalan region=511", "coordinator",
		    "inspektorat" },
		{ "category=infrastruktur/jalan region=51.711", "jalan", "pu" },
		{ "category=infrastruktur/jalan", "coordinator",
		    "inspektorat" },
		/* Patterns. */
		{ "category=bak-sampah-liar region=5171", "pola", "dlh" },
		{ "category=x/sampah/y region=51.71", "pola", "dlh" },
		{ "category=sampah", "coordinator", "inspektorat" },
		/* Any program, and only if there is one. */
		{ "program=PP-01 category=sampah region=51.71", "program",
		    "ksp" },
		/* All conditions of a rule; the source by its present name. */
		{ "supervisory category=awas source=lapor", "awas", "bali" },
		{ "supervisory category=awas source=lapor-lama", "awas",
		    "bali" },
		{ "supervisory category=awas source=ksp", "awas-lain", "pln" },
		{ "category=awas source=lapor", "awas-lain", "pln" },
	};
	struct conf *conf = route_fixture_conf(state,
	    ROUTE_COORDINATOR ROUTE_BODIES ROUTE_RULES);

	TRY(conf, ROUTE_NOW, rows);
	conf_release(conf);
}

static void
an_explicit_target_goes_first_if_it_is_in_office(void **state)
{
	static const struct row rows[] = {
		{ "target=dlh program=PP-01", "explicit", "dlh" },
		{ "target=denpasar-lama", "explicit", "denpasar" },
		{ "target=dishub-lama", "explicit", "dishub" },
		{ "target=nobody program=PP-01", "program", "ksp" },
		{ "target=tutup category=sampah region=51", "pola", "dlh" },
		{ "category=angkutan", "angkutan", "dishub" },
	};
	struct conf *conf = route_fixture_conf(state,
	    ROUTE_COORDINATOR ROUTE_BODIES ROUTE_RULES);

	TRY(conf, ROUTE_NOW, rows);
	conf_release(conf);
}

static void
offices_begin_and_end_at_midnight_of_their_own_zone(void **state)
{
	static const struct row old[] = {
		{ "category=parkir", "parkir", "habis" },
		{ "target=baru", "coordinator", "inspektorat" },
	};
	static const struct row neither[] = {
		{ "category=parkir", "parkir-lain", "dishub" },
		{ "target=habis category=parkir", "parkir-lain", "dishub" },
	};
	static const struct row fresh[] = {
		{ "category=parkir", "parkir", "baru" },
		{ "target=baru", "explicit", "baru" },
	};
	struct conf *conf = route_fixture_conf(state,
	    ROUTE_COORDINATOR ROUTE_BODIES ROUTE_RULES);

	TRY(conf, ROUTE_NOW, old);
	TRY(conf, "2026-02-02T23:59:59+09:00", old);
	TRY(conf, "2026-02-03T00:00:00+09:00", neither);
	TRY(conf, "2026-02-02T23:59:59+08:00", neither);
	TRY(conf, "2026-02-03T00:00:00+08:00", fresh);
	conf_release(conf);
}

static void
no_supervisory_or_secret_case_reaches_its_reported_body(void **state)
{
	static const struct row rows[] = {
		/* Explicitly, by a rule, and below it. */
		{ "secret body=denpasar target=denpasar", "coordinator",
		    "inspektorat" },
		{ "secret body=denpasar target=dlh", "coordinator",
		    "inspektorat" },
		{ "supervisory body=denpasar category=sampah region=51",
		    "coordinator", "inspektorat" },
		{ "supervisory body=bali category=awas source=lapor",
		    "awas-lain", "pln" },
		/* By a former name, a full name, and as a successor. */
		{ "secret body=denpasar-lama target=dlh", "coordinator",
		    "inspektorat" },
		{ "secret body=badan-DLH target=dlh", "explicit", "dlh" },
		{ "secret body=dishub-lama target=dishub", "coordinator",
		    "inspektorat" },
		{ "secret body=dishub target=dishub-lama", "coordinator",
		    "inspektorat" },
		/* Above it and beside it; and any other case. */
		{ "secret body=dlh target=denpasar", "explicit", "denpasar" },
		{ "body=denpasar target=dlh", "explicit", "dlh" },
		{ "secret body=Lembaga target=dlh", "explicit", "dlh" },
		{ "secret target=dlh", "explicit", "dlh" },
		/* The coordinator itself: the deputy. */
		{ "secret body=inspektorat", "deputy", "wakil" },
		{ "secret body=inspektorat target=inspektorat", "deputy",
		    "wakil" },
	};
	struct conf *conf = route_fixture_conf(state,
	    ROUTE_COORDINATOR ROUTE_BODIES ROUTE_RULES);
	struct hub_handoff h = hub_handoff_init();

	TRY(conf, ROUTE_NOW, rows);
	h.secret = true;
	h.reported_body = "badan DLH";
	h.receiver = "dlh";
	assert_string_equal(route_choose(conf, &h, route_fixture_ms(ROUTE_NOW),
				NULL, NULL)
				.rule,
	    "coordinator");
	assert_string_equal(route_reported(conf, &h)->id, "dlh");
	conf_release(conf);
}

static void
behind_the_coordinator_stand_deputies_and_above(void **state)
{
	static const struct {
		const char *section, *body, *rule, *to;
	} rows[] = {
		{ "deputies = { \"pu\", \"wakil\" } above = \"atas\"", "bali",
		    "deputy", "wakil" },
		{ "deputies = { \"pu\" } above = \"atas\"", "bali", "above",
		    "atas" },
		{ "above = \"atas\"", "bali", "above", "atas" },
		{ "deputies = { \"dishub-lama\" }", "bali", "deputy",
		    "dishub" },
		/* Somebody must hold it. */
		{ "deputies = { \"pu\" }", "bali", "coordinator", "bali" },
		{ "deputies = { \"wakil\" }", "pu", "coordinator", "bali" },
	};
	struct hub_handoff h = hub_handoff_init();
	struct route_choice choice;
	char text[8192];

	h.secret = true;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct conf *conf;

		(void)snprintf(text, sizeof(text),
		    "hub { name = \"uji\" key_file = kek }\n" ROUTE_BODIES
		    "coordinator { institution = bali %s }\n",
		    rows[i].section);
		conf = route_fixture_conf(state, text);
		h.reported_body = rows[i].body;
		choice = route_choose(conf, &h, route_fixture_ms(ROUTE_NOW),
		    NULL, NULL);
		assert_string_equal(choice.rule, rows[i].rule);
		assert_string_equal(choice.to->id, rows[i].to);
		assert_ptr_equal(route_arbiter(conf, &h,
				     route_fixture_ms(ROUTE_NOW)),
		    choice.to);
		conf_release(conf);
	}
}

/* route_skip_fn: everybody whose id is in a list. */
static bool
is_in(void *ctx, const struct conf_institution *inst)
{
	return strstr(ctx, inst->id) != NULL;
}

static void
who_is_skipped_is_passed_over_but_for_the_last_resort(void **state)
{
	struct conf *conf = route_fixture_conf(state,
	    ROUTE_COORDINATOR ROUTE_BODIES ROUTE_RULES);
	struct hub_handoff h = hub_handoff_init();
	char both[] = "denpasar pu", all[] = "denpasar pu inspektorat";

	h.category = "infrastruktur/jalan";
	h.region = "51.71";
	h.receiver = "denpasar";
	assert_string_equal(route_choose(conf, &h, route_fixture_ms(ROUTE_NOW),
				is_in, all + 9)
				.rule,
	    "explicit");
	h.receiver = "pu";
	assert_string_equal(route_choose(conf, &h, route_fixture_ms(ROUTE_NOW),
				is_in, both + 9)
				.rule,
	    "jalan-denpasar");
	assert_string_equal(route_choose(conf, &h, route_fixture_ms(ROUTE_NOW),
				is_in, both)
				.rule,
	    "coordinator");
	assert_string_equal(route_choose(conf, &h, route_fixture_ms(ROUTE_NOW),
				is_in, all)
				.to->id,
	    "inspektorat");
	conf_release(conf);
}

int
main(void)
{
#define T(name) \
	cmocka_unit_test_setup_teardown(name, conf_fixture_setup, \
	    conf_fixture_teardown)
	static const struct CMUnitTest tests[] = {
		T(the_first_rule_that_fits_wins),
		T(an_explicit_target_goes_first_if_it_is_in_office),
		T(offices_begin_and_end_at_midnight_of_their_own_zone),
		T(no_supervisory_or_secret_case_reaches_its_reported_body),
		T(behind_the_coordinator_stand_deputies_and_above),
		T(who_is_skipped_is_passed_over_but_for_the_last_resort),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
