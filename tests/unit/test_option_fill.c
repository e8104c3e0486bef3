/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "option_fill.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

struct conf {
	const char *channel;
	unsigned retries;
	bool loud;
	const char *map;
	const char *note;
	unsigned plain;
};

static const struct hub_option rows[] = {
	HUB_STRING(struct conf, channel, .required = true,
	    .help = "Their name for our channel."),
	HUB_COUNT(struct conf, retries, .fallback = "3"),
	HUB_BOOL(struct conf, loud, .fallback = "yes"),
	HUB_FILE(struct conf, map, .help = "A jq program."),
	HUB_STRING(struct conf, note, .fallback = "none"),
	HUB_COUNT(struct conf, plain),
	HUB_OPTIONS_END,
};

static const struct hub_plugin plugin = {
	.name = "sample",
	.options = rows,
	.conf_size = sizeof(struct conf),
};

static void
what_is_given_and_the_fallbacks_fill_the_struct(void **state)
{
	char name[] = "channel", text[] = "sp4n";
	const struct option_pair pairs[] = {
		{ name, text },
		{ "plain", "4294967295" },
		{ "loud", "off" },
	};
	const struct option_list given = { pairs, COUNT(pairs) };
	struct hub_error err = { "" };
	const void *filled = NULL;
	const struct conf *conf;
	struct arena arena;

	(void)state;
	arena_init(&arena, 4096);
	if (option_fill(&plugin, &given, &arena, &filled, &err) != HUB_OK)
		fail_msg("%s", err.text);
	text[0] = 'X'; /* the struct has its own copy */
	conf = filled;
	assert_string_equal(conf->channel, "sp4n");
	assert_int_equal(conf->retries, 3);
	assert_false(conf->loud);
	assert_string_equal(conf->map, "");
	assert_string_equal(conf->note, "none");
	assert_int_equal(conf->plain, 4294967295u);
	arena_release(&arena);
}

static void
wrong_settings_are_refused_with_a_sentence(void **state)
{
	static const struct {
		struct option_pair pairs[2];
		const char *says;
	} cases[] = {
		{ { { "channel", "x" }, { "chanel", "y" } },
		    "option \"chanel\" is unknown, expected one of: channel, "
		    "retries, loud, map, note, plain" },
		{ { { "channel", "x" }, { "channel", "x" } },
		    "option \"channel\" is given twice, expected once" },
		{ { { "plain", "1" }, { "loud", "on" } },
		    "option \"channel\" is missing, expected text in UTF-8: "
		    "Their name for our channel." },
		{ { { "channel", "x" }, { "retries", "many" } },
		    "option \"retries\": found \"many\", expected a whole "
		    "number from 0 to 4294967295" },
		{ { { "channel", "x" }, { "retries", "" } }, "found \"\"" },
		{ { { "channel", "x" }, { "retries", "-1" } }, "\"-1\"" },
		{ { { "channel", "x" }, { "retries", "+1" } }, "\"+1\"" },
		{ { { "channel", "x" }, { "retries", "1 " } }, "\"1 \"" },
		{ { { "channel", "x" }, { "retries", "0x10" } }, "0x10" },
		{ { { "channel", "x" }, { "retries", "4294967296" } },
		    "found \"4294967296\"" },
		{ { { "channel", "x" }, { "retries", "99999999999999999999" } },
		    "found \"99999999999999999999\"" },
		{ { { "channel", "x" }, { "loud", "TRUE" } },
		    "option \"loud\": found \"TRUE\", expected true or false" },
		{ { { "channel", "x" }, { "map", "\xff" } },
		    "option \"map\": found bytes that are not text, expected "
		    "a file of text in UTF-8" },
		{ { { "channel", "a\x01" }, { "plain", "1" } },
		    "option \"channel\": found bytes that are not text" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct option_list given = { cases[i].pairs, 2 };
		struct hub_error err = { "" };
		const void *conf = &err;
		struct arena arena;

		arena_init(&arena, 4096);
		assert_int_equal(option_fill(&plugin, &given, &arena, &conf,
				     &err),
		    HUB_MISCONFIGURED);
		if (strstr(err.text, cases[i].says) == NULL)
			fail_msg("got \"%s\", want \"%s\"", err.text,
			    cases[i].says);
		assert_ptr_equal(conf, &err);
		arena_release(&arena);
	}
}

static void
a_row_that_does_not_fit_its_struct_is_the_plugins_fault(void **state)
{
	static const struct hub_option bad[] = {
		{ .name = "past",
		    .kind = HUB_OPT_COUNT,
		    .offset = sizeof(struct conf) },
		{ .name = "edge",
		    .kind = HUB_OPT_STRING,
		    .offset = sizeof(struct conf) - 4 },
		{ .name = "far", .kind = HUB_OPT_BOOL, .offset = SIZE_MAX },
		{ .name = "odd", .kind = HUB_OPT_COUNT, .offset = 1 },
		{ .name = "kind", .kind = (enum hub_option_kind)99 },
		{ .name = "word", .kind = HUB_OPT_BOOL, .fallback = "maybe" },
		{ .name = "digits", .kind = HUB_OPT_COUNT, .fallback = "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		const struct hub_option two[] = { bad[i], HUB_OPTIONS_END };
		const struct hub_plugin broken = { .name = "broken",
			.options = two,
			.conf_size = sizeof(struct conf) };
		const struct option_list none = { NULL, 0 };
		struct hub_error err = { "" };
		const void *conf = NULL;
		struct arena arena;

		arena_init(&arena, 4096);
		assert_int_equal(option_fill(&broken, &none, &arena, &conf,
				     &err),
		    HUB_FAULT);
		assert_non_null(strstr(err.text, "plugin broken"));
		assert_non_null(strstr(err.text, bad[i].name));
		assert_null(conf);
		arena_release(&arena);
	}
}

static void
a_plugin_without_options_takes_none(void **state)
{
	const struct hub_plugin bare = { .name = "bare" };
	const struct option_pair pair = { "x", "y" };
	struct option_list given = { &pair, 0 };
	struct hub_error err = { "" };
	const void *conf = NULL;
	struct arena arena;

	(void)state;
	arena_init(&arena, 4096);
	assert_int_equal(option_fill(&bare, &given, &arena, &conf, &err),
	    HUB_OK);
	assert_non_null(conf);
	given.count = 1;
	assert_int_equal(option_check(NULL, &given, &err), HUB_MISCONFIGURED);
	assert_string_equal(err.text,
	    "option \"x\" is unknown, this plugin has none");
	arena_release(&arena);
}

static void
too_little_memory_is_our_fault(void **state)
{
	const struct option_pair pair = { "channel", "sp4n-lapor" };
	const struct option_list given = { &pair, 1 };
	const void *conf = NULL;

	(void)state;
	for (size_t max = 0; max < sizeof(struct conf) + 12; max++) {
		struct hub_error err = { "" };
		struct arena arena;

		arena_init(&arena, max);
		assert_int_equal(option_fill(&plugin, &given, &arena, &conf,
				     &err),
		    HUB_FAULT);
		assert_null(conf);
		arena_release(&arena);
	}
}

static void
a_long_list_of_names_ends_in_dots(void **state)
{
	struct hub_option many[41] = { { .name = NULL } };
	static char names[40][16];
	const struct option_pair pair = { "x", "y" };
	const struct option_list given = { &pair, 1 };
	struct hub_error err = { "" };

	(void)state;
	for (size_t i = 0; i < 40; i++) {
		snprintf(names[i], sizeof(names[i]), "setting_%zu", i);
		many[i].name = names[i];
	}
	assert_int_equal(option_check(many, &given, &err), HUB_MISCONFIGURED);
	assert_string_equal(err.text + strlen(err.text) - 3, "...");
}

static void
a_row_is_found_by_its_name(void **state)
{
	(void)state;
	assert_ptr_equal(option_row(rows, "loud"), &rows[2]);
	assert_null(option_row(rows, "Loud"));
	assert_null(option_row(NULL, "loud"));
	assert_string_equal(option_kind_name(HUB_OPT_FILE), "file");
	assert_string_equal(option_kind_name((enum hub_option_kind)9), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_is_given_and_the_fallbacks_fill_the_struct),
		cmocka_unit_test(wrong_settings_are_refused_with_a_sentence),
		cmocka_unit_test(
		    a_row_that_does_not_fit_its_struct_is_the_plugins_fault),
		cmocka_unit_test(a_plugin_without_options_takes_none),
		cmocka_unit_test(too_little_memory_is_our_fault),
		cmocka_unit_test(a_long_list_of_names_ends_in_dots),
		cmocka_unit_test(a_row_is_found_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
