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

static void
competent_is_who_some_rule_or_the_source_names(void **state)
{
	static const struct {
		const char *says, *who;
		bool competent;
	} rows[] = {
		{ "category=infrastruktur/jalan region=51.71", "denpasar",
		    true },
		/* Not only the first rule. */
		{ "category=infrastruktur/jalan region=51.71", "pu", true },
		{ "category=infrastruktur/jalan region=51.71", "pln", false },
		{ "category=infrastruktur/jalan region=51.71", "inspektorat",
		    false },
		{ "target=pln", "pln", true },
		{ "category=angkutan", "dishub", true },
		{ "category=angkutan", "dishub-lama", false },
		{ "secret body=bali category=infrastruktur/jalan region=51.71",
		    "pu", false },
		{ "secret body=pln target=pln", "pln", false },
	};
	struct conf *conf = route_fixture_conf(state,
	    ROUTE_COORDINATOR ROUTE_BODIES ROUTE_RULES);
	char buf[512];

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct hub_handoff h = route_fixture_case(rows[i].says, buf,
		    sizeof(buf));

		if (route_competent(conf, &h, route_fixture_ms(ROUTE_NOW),
			conf_find(conf, rows[i].who)) != rows[i].competent)
			print_error("of: %s, %s\n", rows[i].says, rows[i].who);
		assert_int_equal(route_competent(conf, &h,
				     route_fixture_ms(ROUTE_NOW),
				     conf_find(conf, rows[i].who)),
		    rows[i].competent);
	}
	conf_release(conf);
}

/* route_hear_fn: one line a finding. */
static void
write_down(void *ctx, const struct route_finding *f)
{
	struct hub_buf *told = ctx;

	hub_buf_fmt(told, "%s>%s:%d", f->rule, f->to == NULL ? "-" : f->to->id,
	    (int)f->verdict);
	for (size_t i = 0; i < f->unfit_count; i++)
		hub_buf_fmt(told, " %s=%s/%s", f->unfit[i].condition,
		    f->unfit[i].found, f->unfit[i].expected[0]);
	hub_buf_char(told, '\n');
}

static void
an_explanation_says_of_each_rule_why_or_why_not(void **state)
{
	struct conf *conf = route_fixture_conf(state,
	    ROUTE_COORDINATOR ROUTE_BODIES
	    "route \"a\" { kind = { \"aspiration\" } category = { \"x\" }"
	    " region = { \"51\" } source = { \"lapor\" }"
	    " priority_program = { \"*\" } to = pln }\n"
	    "route \"b\" { region = { \"51.71\" } to = tutup-ya }\n"
	    "route \"c\" { region = { \"51.71\" } to = dlh }\n"
	    "route \"d\" { category = { \"y\" } to = dishub-lama }\n"
	    "route \"e\" { to = ksp }\n" ROUTE_BODY("tutup-ya",
		"valid_from = 2027-01-01"));
	struct hub_handoff h = hub_handoff_init();
	struct route_choice choice;
	struct hub_buf told;

	hub_buf_init(&told, 4096);
	h.classification = HUB_CLASS_COMPLAINT;
	h.category = "y";
	h.region = "51.71.01";
	h.source = "ksp";
	h.secret = true;
	h.receiver = "nobody";
	h.reported_body = "denpasar";
	choice = route_explain(conf, &h, route_fixture_ms(ROUTE_NOW),
	    write_down, &told);
	assert_string_equal(hub_buf_str(&told),
	    "explicit>-:3\n"
	    "a>pln:2 kind=complaint/aspiration category=y/x source=ksp/lapor"
	    " priority_program=/*\n"
	    "b>-:3\n"
	    "c>dlh:4\n"
	    "d>dishub:0\n"
	    "e>ksp:1\n"
	    "coordinator>inspektorat:1\n");
	assert_string_equal(choice.rule, "d");
	assert_string_equal(choice.to->id, "dishub");
	hub_buf_release(&told);
	conf_release(conf);
}

/* Cases of all kinds, from a number. */
static void
any_case(struct hub_handoff *h, unsigned n)
{
	static const char *const categories[] = { "", "infrastruktur",
		"infrastruktur/jalan", "infrastruktur/jalan/lampu", "sampah",
		"parkir", "awas", "angkutan" };
	static const char *const regions[] = { "", "51", "51.71", "52" };
	static const char *const targets[] = { "", "dlh", "tutup", "dishub" };
	static const char *const bodies[] = { "", "denpasar", "inspektorat",
		"dishub-lama" };

	*h = hub_handoff_init();
	h->category = categories[n % 8];
	h->region = regions[n / 8 % 4];
	h->receiver = targets[n / 32 % 4];
	h->reported_body = bodies[n / 128 % 4];
	h->secret = n / 512 % 2 == 1;
	h->source = n / 1024 % 2 == 1 ? "lapor" : "ksp";
	h->classification = HUB_CLASS_SUPERVISORY;
}

/* route_hear_fn: the chosen ones. */
static void
count_chosen(void *ctx, const struct route_finding *f)
{
	*(unsigned *)ctx += f->verdict == ROUTE_CHOSEN;
}

static void
choosing_and_explaining_never_differ(void **state)
{
	struct conf *conf = route_fixture_conf(state,
	    ROUTE_COORDINATOR ROUTE_BODIES ROUTE_RULES);
	struct route_choice choice, explained;
	struct hub_handoff h;

	for (unsigned n = 0; n < 2048; n++) {
		unsigned chosen = 0;

		any_case(&h, n);
		choice = route_choose(conf, &h, route_fixture_ms(ROUTE_NOW),
		    NULL, NULL);
		explained = route_explain(conf, &h, route_fixture_ms(ROUTE_NOW),
		    count_chosen, &chosen);
		assert_ptr_equal(choice.to, explained.to);
		assert_string_equal(choice.rule, explained.rule);
		assert_int_equal(chosen, 1);
		assert_true(route_may_take(conf, &h,
		    route_fixture_ms(ROUTE_NOW), choice.to));
	}
	conf_release(conf);
}

int
main(void)
{
#define T(name) \
	cmocka_unit_test_setup_teardown(name, conf_fixture_setup, \
	    conf_fixture_teardown)
	static const struct CMUnitTest tests[] = {
		T(competent_is_who_some_rule_or_the_source_names),
		T(an_explanation_says_of_each_rule_why_or_why_not),
		T(choosing_and_explaining_never_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
