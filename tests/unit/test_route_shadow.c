/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that come too late: what one before them fits already. */
#include "config.h"

#include "route_shadow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "conf_fixture.h"
#include "route_fixture.h"

struct row {
	const char *first, *second; /* conditions of two rules */
	bool shadowed;
};

static const struct row rows[] = {
	{ "", "", true },
	{ "", "category = { \"air\" } region = { \"51\" }", true },
	{ "category = { \"air\" }", "", false },
	{ "category = { \"air\" }", "category = { \"air\" }", true },
	{ "category = { \"air\" }", "category = { \"air/mati\" }", true },
	{ "category = { \"air/mati\" }", "category = { \"air\" }", false },
	{ "category = { \"air\" }", "category = { \"airport\" }", false },
	{ "category = { \"air\" }", "category = { \"air\", \"jalan\" }",
	    false },
	{ "category = { \"jalan\", \"air\" }", "category = { \"air\" }", true },
	{ "category = { \"*sampah*\" }", "category = { \"bak-sampah\" }",
	    true },
	{ "category = { \"*sampah*\" }", "category = { \"*sampah\" }", false },
	{ "category = { \"air*\" }", "category = { \"air/*\" }", true },
	{ "region = { \"51\" }", "region = { \"51.71\" }", true },
	{ "region = { \"51\" }", "region = { \"511\" }", false },
	{ "region = { \"51\" }", "region = { \"51*\" }", false },
	{ "region = { \"51*\" }", "region = { \"51\" }", true },
	{ "region = { \"51*\" }", "region = { \"517*\" }", true },
	{ "region = { \"51\" }", "region = { \"51\" } category = { \"air\" }",
	    true },
	{ "region = { \"51\" } category = { \"air\" }", "region = { \"51\" }",
	    false },
	{ "kind = { \"complaint\", \"aspiration\" }",
	    "kind = { \"complaint\" }", true },
	{ "source = { \"lapor\" }", "source = { \"ksp\" }", false },
	{ "priority_program = { \"*\" }", "priority_program = { \"PP-*\" }",
	    true },
	{ "priority_program = { \"PP-01\" }", "priority_program = { \"PP-*\" }",
	    false },
	/* What stands beside takes no case. */
	{ "as = copy", "category = { \"air\" }", false },
	{ "", "as = copy", false },
};

/* route_shadow_fn: keeps the sentence. */
static void
keep(void *ctx, const struct conf_route *route, const struct conf_route *by)
{
	route_shadow_say(route, by, ctx);
}

static void
a_rule_that_fits_no_more_than_one_before_it_is_told(void **state)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char text[4096];
		struct conf *conf;
		struct hub_buf told;

		(void)snprintf(text, sizeof(text),
		    ROUTE_COORDINATOR ROUTE_BODIES
		    "route \"a\" { %s to = pln }\nroute \"b\" { %s to = pu }\n",
		    rows[i].first, rows[i].second);
		conf = route_fixture_conf(state, text);
		hub_buf_init(&told, 4096);
		route_shadows(conf, keep, &told);
		if ((told.len > 0) != rows[i].shadowed)
			print_error("of: %s | %s\n", rows[i].first,
			    rows[i].second);
		assert_int_equal(told.len > 0, rows[i].shadowed);
		hub_buf_release(&told);
		conf_release(conf);
	}
}

static void
the_sentence_names_both_and_what_to_do(void **state)
{
	struct conf *conf = route_fixture_conf(state,
	    ROUTE_COORDINATOR ROUTE_BODIES
	    "route \"a\" { region = { \"51\" } to = pln }\n"
	    "route \"b\" { region = { \"51.71\" } to = pu }\n"
	    "route \"c\" { region = { \"51.03\" } to = pln }\n");
	struct hub_buf told;

	hub_buf_init(&told, 4096);
	route_shadow_say(&conf->routes[1], &conf->routes[0], &told);
	assert_non_null(strstr(hub_buf_str(&told),
	    "route \"b\" comes too late: route \"a\" at simpul.conf:"));
	assert_non_null(strstr(hub_buf_str(&told),
	    " fits all that it fits; put it before that one, or keep it for"
	    " what pln refuses or may not have"));
	hub_buf_clear(&told);
	route_shadow_say(&conf->routes[2], &conf->routes[0], &told);
	assert_non_null(strstr(hub_buf_str(&told),
	    " and leads to pln too; remove one of them"));
	hub_buf_release(&told);
	conf_release(conf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_rule_that_fits_no_more_than_one_before_it_is_told,
		    conf_fixture_setup, conf_fixture_teardown),
		cmocka_unit_test_setup_teardown(
		    the_sentence_names_both_and_what_to_do, conf_fixture_setup,
		    conf_fixture_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
