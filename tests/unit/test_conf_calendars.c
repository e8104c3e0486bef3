/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "civil.h"
#include "conf_fixture.h"

#define ID "calendar \"id\" { file = \"id.csv\" }\n"

/* Reads text behind the base, which must be good. */
static struct conf *
read_good(void **state, const char *text)
{
	char whole[4096];
	struct hub_buf told;
	struct conf *conf;

	hub_buf_init(&told, 1 << 20);
	snprintf(whole, sizeof(whole), "%s%s", CONF_BASE, text);
	conf = conf_fixture_try(*state, whole, &told);
	assert_string_equal(hub_buf_str(&told), "");
	assert_non_null(conf);
	hub_buf_release(&told);
	return conf;
}

/* Everybody's clock hangs where the configuration says. */
static void
clocks_have_their_places(void **state)
{
	static const char text[] = ID
	    "calendar \"jp\" { file = \"id.csv\" weekend = { fri, sat }\n"
	    " layers = { dispensation } }\n"
	    "jurisdiction \"bali\" { region = { \"51\" }\n"
	    " timezone = \"Asia/Makassar\" calendar = \"jp\" }\n"
	    "jurisdiction \"papua\" { region = { \"91*\" }\n"
	    " timezone = \"Asia/Jayapura\" }\n"
	    "institution \"six\" { name = S plugin = none weekend = { sun } }\n"
	    "institution \"tokyo\" { name = T plugin = none\n"
	    " timezone = \"Asia/Tokyo\" calendar = \"jp\" }\n";
	struct conf *conf = read_good(state, text);
	const struct workday_place *hub = &conf->hub.place;
	const struct workday_place *six = &conf_find(conf, "six")->place;
	const struct workday_place *tokyo = &conf_find(conf, "tokyo")->place;
	const struct workday_place *bali = &conf->jurisdictions[0].place;
	const struct workday_place *papua = &conf->jurisdictions[1].place;
	int64_t galungan = civil_days(2026, 6, 17); /* a Wednesday */
	int64_t leave = civil_days(2026, 12, 24);   /* a Thursday */
	int64_t saturday = civil_days(2026, 6, 20);

	assert_int_equal(conf->calendar_count, 2);
	assert_string_equal(conf->warning, "");
	assert_int_equal(tz_offset(hub->zone, 0), 7 * 3600);
	assert_ptr_equal(conf->institutions[0].place.zone, hub->zone);
	assert_true(calendar_is_off(&hub->calendar, leave));
	assert_true(calendar_is_off(&hub->calendar, saturday));
	assert_false(calendar_is_off(&hub->calendar, galungan));
	assert_true(calendar_is_off(&six->calendar, leave));
	assert_false(calendar_is_off(&six->calendar, saturday));
	assert_true(calendar_is_off(&six->calendar, saturday + 1));
	assert_int_equal(tz_offset(tokyo->zone, 1770000000), 9 * 3600);
	assert_true(calendar_is_off(&tokyo->calendar, galungan));
	assert_true(calendar_is_off(&tokyo->calendar, saturday - 1));
	assert_false(calendar_is_off(&tokyo->calendar, saturday + 1));
	assert_false(calendar_is_off(&tokyo->calendar, leave));
	assert_string_equal(conf->jurisdictions[0].name, "bali");
	assert_int_equal(tz_offset(bali->zone, 1770000000), 8 * 3600);
	assert_true(calendar_is_off(&bali->calendar, galungan));
	assert_int_equal(tz_offset(papua->zone, 1770000000), 9 * 3600);
	assert_true(calendar_is_off(&papua->calendar, leave));
	assert_string_equal(calendar_version(&papua->calendar), "2026-1");
	conf_release(conf);
}

/* Where no section names it, the installed file's days hold; without the file
 * that is told, and every date is provisional. */
static void
the_installed_days_are_the_default(void **state)
{
	bool installed = access(SIMPUL_CALENDARDIR "/id.csv", R_OK) == 0;
	struct conf *conf = read_good(state,
	    "institution \"b\" { name = B plugin = none calendar = "
	    "\"id-bali\" }\n");
	const struct workday_place *hub = &conf->hub.place;
	const struct workday_place *bali = &conf_find(conf, "b")->place;

	assert_int_equal(conf->calendar_count, 2);
	assert_string_equal(conf->calendars[1].name, "id-bali");
	assert_int_equal(conf->warning[0] == '\0', installed);
	assert_int_equal(calendar_knows(&hub->calendar, 2026), installed);
	assert_true(calendar_is_off(&hub->calendar, civil_days(2026, 6, 20)));
	assert_int_equal(calendar_is_off(&bali->calendar,
			     civil_days(2026, 6, 17)),
	    installed);
	conf_release(conf);
	conf = read_good(state, ID);
	assert_int_equal(conf->calendar_count, 1);
	assert_string_equal(conf->warning, "");
	assert_int_equal(calendar_last_year(&conf->hub.place.calendar), 2026);
	conf_release(conf);
}

/* What is wrong is told at the line of the setting, or of the file. */
static void
mistakes_are_told_at_their_lines(void **state)
{
	static const struct conf_fixture_row rows[] = {
		{ "calendar \"id\" { file = \"none.csv\" }",
		    "simpul.conf:4: file is \"none.csv\", but @/none.csv "
		    "cannot be read: No such file or directory" },
		{ "calendar \"id\" { weekend = { sun } }",
		    "simpul.conf:4: calendar \"id\" has no file; write file = "
		    "... (a file that can be read)" },
		{ ID "calendar \"x\" { file = \"map.jq\" }",
		    "@/map.jq:1: found \".id\", expected the header "
		    "date,kind,name" },
		{ ID ID,
		    "simpul.conf:5: calendar \"id\" stands a second time, "
		    "first at simpul.conf:4; rename or remove one" },
		{ "calendar \"id\" { file = \"id.csv\"\n weekend = { sunday }\n"
		  " layers = { leave } }",
		    "simpul.conf:5: weekend is \"sunday\", expected one of "
		    "sun, mon, tue, wed, thu, fri, sat\n"
		    "simpul.conf:6: layers is \"leave\", expected one of "
		    "national, joint_leave, dispensation" },
		{ "calendar \"id\" { file = \"id.csv\"\n weekend = { sun, mon, "
		  "tue, wed, thu, fri, sat } }",
		    "simpul.conf:5: calendar \"id\": the weekend has all seven "
		    "days; leave some to work on" },
		{ ID "institution \"x\" { name = X plugin = none\n"
		     " weekend = { sun, mon, tue, wed, thu, fri, sat } }",
		    "simpul.conf:6: institution \"x\": the weekend has all "
		    "seven days; leave some to work on" },
		{ ID "institution \"x\" { name = X plugin = none\n"
		     " calendar = id-bal }",
		    "simpul.conf:6: calendar is \"id-bal\", but there is no "
		    "section calendar \"id-bal\" { ... }; did you mean "
		    "\"id-bali\"?" },
		{ ID "jurisdiction \"bali\" { timezone = \"Asia/Makassar\" }",
		    "simpul.conf:5: jurisdiction \"bali\" has no region; write "
		    "region = { \"51\" }" },
		{ ID "jurisdiction \"bali\" { region = { \"51\" }\n"
		     " calendar = \"bali\" timezone = \"Asia/Denpasar\" }",
		    "simpul.conf:6: timezone is \"Asia/Denpasar\", which is no "
		    "time zone of /usr/share/zoneinfo; expected one such as "
		    "Asia/Makassar\n"
		    "simpul.conf:6: calendar is \"bali\", but there is no "
		    "section calendar \"bali\" { ... }" },
		{ ID "jurisdiction \"a\" { region = { \"51\" } }\n"
		     "jurisdiction \"a\" { region = { \"52\" } }",
		    "simpul.conf:6: jurisdiction \"a\" stands a second time, "
		    "first at simpul.conf:5; rename or remove one" },
	};

	CONF_TRY(CONF_BASE, rows);
}

/* Another day off is another rule; where its file stands is none. */
static void
days_are_part_of_the_rules(void **state)
{
	static const struct {
		const char *text;
		bool same;
	} rows[] = {
		{ ID, true },
		{ "calendar \"id\" { file = \"copy.csv\"\n weekend = { sun, "
		  "sat } layers = { joint_leave, national } }\n",
		    true },
		{ "calendar \"id\" { file = \"other.csv\" }\n", false },
		{ "calendar \"id\" { file = \"id.csv\" weekend = { sun } }\n",
		    false },
		{ "calendar \"id\" { file = \"id.csv\" layers = { national } "
		  "}\n",
		    false },
		{ ID "jurisdiction \"a\" { region = { \"51\" } }\n", false },
	};
	struct conf *first = read_good(state, ID);
	char bytes[1024];
	size_t len;
	FILE *file = fopen("id.csv", "re");

	assert_non_null(file);
	len = fread(bytes, 1, sizeof(bytes) - 1, file);
	bytes[len] = '\0';
	(void)fclose(file);
	scratch_write(*state, "copy.csv", bytes);
	snprintf(bytes + len, sizeof(bytes) - len, "2026-12-25,national,N\n");
	scratch_write(*state, "other.csv", bytes);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct conf *conf = read_good(state, rows[i].text);

		assert_int_equal(strcmp(first->rules_sha256,
				     conf->rules_sha256) == 0,
		    rows[i].same);
		conf_release(conf);
	}
	conf_release(first);
}

int
main(void)
{
#define TEST(fn) \
	cmocka_unit_test_setup_teardown(fn, conf_fixture_setup, \
	    conf_fixture_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(clocks_have_their_places),
		TEST(the_installed_days_are_the_default),
		TEST(mistakes_are_told_at_their_lines),
		TEST(days_are_part_of_the_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
