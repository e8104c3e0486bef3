/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "plugin_facts.h"

#define PATH_SIZE 512

/* Paths of the build's worker and one of its plugins for tests. */
struct files {
	char program[PATH_SIZE], plugin[PATH_SIZE];
};

static struct files
files_of(const char *plugin)
{
	const char *build = getenv("SIMPUL_BUILD");
	struct files files;

	if (build == NULL)
		build = ".";
	(void)snprintf(files.program, PATH_SIZE, "%s/simpul-worker", build);
	(void)snprintf(files.plugin, PATH_SIZE,
	    "%s/tests/plugins/%s/.libs/%s.so", build, plugin, plugin);
	return files;
}

static void
facts_are_read_without_loading_the_plugin(void **state)
{
	struct files files = files_of("echo");
	struct plugin_facts *facts;
	struct hub_error err = { "" };
	const struct hub_option *rows;

	(void)state;
	assert_int_equal(plugin_facts_read(files.program, files.plugin, &facts,
			     &err),
	    HUB_OK);
	assert_int_equal(facts->file[0], '/');
	assert_string_equal(facts->name, "echo");
	assert_string_equal(facts->version, "1.0");
	assert_string_equal(facts->summary, "Says back what it is given.");
	assert_int_equal(facts->abi, 1);
	assert_true(facts->can.probe && facts->can.receive && facts->can.poll &&
	    facts->can.check);
	assert_null(facts->refusals[0].type);
	rows = facts->options;
	assert_string_equal(rows[0].name, "prefix");
	assert_true(rows[0].required);
	assert_null(rows[0].fallback);
	assert_int_equal(rows[1].kind, HUB_OPT_FILE);
	assert_int_equal(rows[2].kind, HUB_OPT_COUNT);
	assert_string_equal(rows[2].fallback, "100");
	assert_int_equal(rows[3].kind, HUB_OPT_BOOL);
	assert_string_equal(rows[3].help, "Say it twice.");
	assert_null(rows[4].name);
	plugin_facts_free(facts);
	plugin_facts_free(NULL);
}

static void
abilities_that_are_not_there_are_not_told(void **state)
{
	struct files files = files_of("trouble");
	struct plugin_facts *facts;
	struct hub_error err = { "" };

	(void)state;
	assert_int_equal(plugin_facts_read(files.program, files.plugin, &facts,
			     &err),
	    HUB_OK);
	assert_false(facts->can.probe || facts->can.receive ||
	    facts->can.poll || facts->can.check);
	assert_null(facts->options[0].name);
	plugin_facts_free(facts);
}

static void
what_is_no_plugin_is_told_in_one_sentence(void **state)
{
	static const struct {
		const char *plugin;
		enum hub_status status;
		const char *sentence;
	} rows[] = {
		{ "newer", HUB_MISCONFIGURED,
		    "newer.so speaks ABI 2, this hub speaks 1" },
		{ "silent", HUB_MISCONFIGURED,
		    "silent.so has no symbol hub_plugin: it is no plugin" },
		{ "missing", HUB_MISCONFIGURED, "No such file or directory" },
		{ "ctor", HUB_FAULT,
		    "ctor.so made a forbidden system call: socket" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct files files = files_of(rows[i].plugin);
		struct plugin_facts *facts = NULL;
		struct hub_error err = { "" };

		assert_int_equal(plugin_facts_read(files.program, files.plugin,
				     &facts, &err),
		    rows[i].status);
		assert_null(facts);
		if (strstr(err.text, rows[i].sentence) == NULL)
			fail_msg("got \"%s\", want \"%s\"", err.text,
			    rows[i].sentence);
	}
}

static void
a_program_that_is_not_there_or_says_nonsense_is_told(void **state)
{
	struct files files = files_of("echo");
	struct plugin_facts *facts = NULL;
	struct hub_error err = { "" };

	(void)state;
	assert_int_equal(plugin_facts_read("/nonexistent", files.plugin, &facts,
			     &err),
	    HUB_FAULT);
	assert_string_equal(err.text,
	    "/nonexistent cannot be started: No such file or directory");
	assert_int_equal(plugin_facts_read("/bin/echo", files.plugin, &facts,
			     &err),
	    HUB_MISCONFIGURED);
	assert_string_equal(err.text,
	    "echo.so does not describe itself in readable form");
	assert_null(facts);
}

static void
settings_are_checked_by_the_plugin(void **state)
{
	static const char *const names[] = { "prefix", "most", "loud", NULL };
	static const char *const good[] = { "/in", "10", "true", NULL };
	static const char *const bad[] = { "/in", "2000", "true", NULL };
	struct plugin_trial tried = { names, good, { 0 } };
	struct files files = files_of("echo");
	struct hub_error err = { "" };

	(void)state;
	assert_int_equal(plugin_facts_check(files.program, files.plugin, &tried,
			     &err),
	    HUB_OK);
	assert_true(tried.can.probe && tried.can.poll);
	tried.texts = bad;
	assert_int_equal(plugin_facts_check(files.program, files.plugin, &tried,
			     &err),
	    HUB_MISCONFIGURED);
	assert_string_equal(err.text,
	    "option \"loud\" needs \"most\" of at most 1000, found 2000");
	tried = (struct plugin_trial){ names + 3, good + 3, { 0 } };
	assert_int_equal(plugin_facts_check(files.program, files.plugin, &tried,
			     &err),
	    HUB_MISCONFIGURED);
	assert_non_null(strstr(err.text, "option \"prefix\" is missing"));
}

/* A file's content may be long and hold newlines. */
static void
a_long_file_is_handed_over(void **state)
{
	static const char *const names[] = { "prefix", "letter", NULL };
	static char letter[300000];
	const char *const texts[] = { "/in", letter, NULL };
	struct plugin_trial tried = { names, texts, { 0 } };
	struct files files = files_of("echo");
	struct hub_error err = { "" };

	(void)state;
	memset(letter, '\n', sizeof(letter) - 1);
	assert_int_equal(plugin_facts_check(files.program, files.plugin, &tried,
			     &err),
	    HUB_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facts_are_read_without_loading_the_plugin),
		cmocka_unit_test(abilities_that_are_not_there_are_not_told),
		cmocka_unit_test(what_is_no_plugin_is_told_in_one_sentence),
		cmocka_unit_test(
		    a_program_that_is_not_there_or_says_nonsense_is_told),
		cmocka_unit_test(settings_are_checked_by_the_plugin),
		cmocka_unit_test(a_long_file_is_handed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
