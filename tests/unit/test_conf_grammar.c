/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "conf_fixture.h"

/* Names that nobody knows come with the nearest known one. */
static void
unknown_names_are_told_with_the_nearest(void **state)
{
	static const struct conf_fixture_row rows[] = {
		{ "institusion \"x\" { name = \"X\" }",
		    "simpul.conf:4: found \"institusion\", expected hub, "
		    "institution, coordinator, route, deadline, mailbox, "
		    "calendar, jurisdiction or escalation; did you mean "
		    "\"institution\"?" },
		{ "name = \"x\"",
		    "simpul.conf:4: found \"name\", expected hub, institution, "
		    "coordinator, route, deadline, mailbox, calendar, "
		    "jurisdiction or escalation" },
		{ "institution \"x\" {\n name = \"X\" plugin = none\n"
		  " plugn = \"ksp\"\n zzz = { 1, 2 }\n tsl { ca = 1 }\n}",
		    "simpul.conf:6: institution has no setting \"plugn\"; did "
		    "you mean \"plugin\"?\n"
		    "simpul.conf:7: institution has no setting \"zzz\"; see "
		    "simpul.conf(5)\n"
		    "simpul.conf:8: institution has no setting \"tsl\"; did "
		    "you mean \"tls\"?" },
		{ "institution \"x\" { name = \"X\" plugin = none\n"
		  " timeout = \"3s\"\n limits { url = \"https://a\" } }",
		    "simpul.conf:5: found timeout here; it belongs in limits { "
		    "... }\n"
		    "simpul.conf:6: found url in limits { ... }; it belongs "
		    "outside of that block" },
		{ "include(\"other.conf\")",
		    "simpul.conf:4: found \"include\": there is no include: "
		    "every file conf.d/*.conf beside simpul.conf is read, in "
		    "order of names" },
		{ "institution \"x\" { name = \"X\" plugin = none\n"
		  " auth { kind = bearer secret = \"s3cret\" } }",
		    "simpul.conf:5: found \"secret\": a secret never stands in "
		    "a configuration; write it into a file and secret_file = "
		    "\"FILE\"\n"
		    "simpul.conf:5: auth.kind is \"bearer\", which needs "
		    "secret_file in auth { ... }" },
		{ "deadline \"acept\" { days = 3 since = \"2018-01-01\" }",
		    "simpul.conf:4: there is no clock \"acept\"; did you mean "
		    "\"accept\"?" },
	};

	CONF_TRY(CONF_BASE, rows);
}

/* What libconfuse would read as something else is told. */
static void
texts_that_would_change_are_told(void **state)
{
	static const struct conf_fixture_row rows[] = {
		{ "institution \"x\" {\n name = \"X\n plugin = none\n}",
		    "simpul.conf:5: the text in quotes is not closed on its "
		    "line" },
		{ "institution \"x\" { name = \"a\\b\" plugin = none }",
		    "simpul.conf:4: \\ and ${ mean something else in double "
		    "quotes; write the text in single quotes '...'" },
		{ "institution \"x\" { name = \"${HOME}\" plugin = none }",
		    "simpul.conf:4: \\ and ${ mean something else in double "
		    "quotes; write the text in single quotes '...'" },
		{ "institution \"x\" { name = ${HOME} plugin = none }",
		    "simpul.conf:4: settings are not taken from the "
		    "environment; write the value itself" },
		{ "institution \"x\" { name = 'a\\b ${c}' plugin = none }",
		    "" },
		{ "institution \"x\" { name = X url = https://a#b\n"
		  " plugin = none }",
		    "simpul.conf:4: found # or // or /* within a word; write "
		    "texts in quotes" },
		{ "/* never closed\n institution \"x\" { }",
		    "simpul.conf:4: the comment that begins with /* is not "
		    "closed with */" },
		{ "institution \"x\" { name = X limits { rate = *8 }\n"
		  " plugin = none }",
		    "simpul.conf:4: found a lone * or +; write texts in "
		    "quotes" },
		{ "institution \"x\" { name = \"\xe2\x80\xa2\" plugin = none }"
		  " # \"\n// '\n/* \"{ */",
		    "" },
	};

	CONF_TRY(CONF_BASE, rows);
}

/* Sections and settings that are not built as they should be. */
static void
broken_grammar_is_told_where_it_breaks(void **state)
{
	static const struct conf_fixture_row rows[] = {
		{ "institution \"x\" {\n name = X\n plugin = none\n",
		    "simpul.conf:4: the section that begins here is not closed "
		    "with }" },
		{ "}",
		    "simpul.conf:4: } closes nothing; remove it, or look "
		    "for a missing { above" },
		{ "institution { name = X plugin = none }",
		    "simpul.conf:4: institution has no name; write institution "
		    "\"name\" { ... }" },
		{ "route \"r\" { to inspektorat }",
		    "simpul.conf:4: to is not followed by =; write to = "
		    "\"...\"\nsimpul.conf:4: route has no setting "
		    "\"inspektorat\"; see simpul.conf(5)\n"
		    "simpul.conf:4: route \"r\" has no to; write to = ... (a "
		    "name of at most 63 characters of a-z, 0-9 and -)" },
		{ "route \"r\" { to = }",
		    "simpul.conf:4: found } where a name or a value was "
		    "expected; a setting is written NAME = \"VALUE\"" },
		{ "route \"r\" { to = { \"inspektorat\" } }",
		    "simpul.conf:4: found { where a name or a value was "
		    "expected; a setting is written NAME = \"VALUE\"" },
		{ "route \"r\" { to += \"inspektorat\" }",
		    "simpul.conf:4: to takes one value and no +=; write to = "
		    "\"...\"\n"
		    "simpul.conf:4: route \"r\" has no to; write to = ... (a "
		    "name of at most 63 characters of a-z, 0-9 and -)" },
		{ "route \"r\" { kind += complaint to = \"inspektorat\" }",
		    "" },
		{ "route \"r\" {\n to = \"inspektorat\"\n to = "
		  "\"inspektorat\"\n}",
		    "simpul.conf:6: to stands a second time, first on line 5; "
		    "keep one" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " limits { rate = 1 }\n limits { rate = 2 } }",
		    "simpul.conf:6: rate stands a second time, first on line "
		    "5; keep one" },
	};

	CONF_TRY(CONF_BASE, rows);
}

/* Values that are not of their kind, or out of bounds. */
static void
values_are_told_with_what_was_expected(void **state)
{
	static const struct conf_fixture_row rows[] = {
		{ "institution \"X_1\" { name = X plugin = none }",
		    "simpul.conf:4: institution is \"X_1\", expected a name of "
		    "at most 63 characters of a-z, 0-9 and -" },
		{ "institution \"x\" { name = \"\" plugin = none }",
		    "simpul.conf:4: name is \"\", expected one line of text; "
		    "leave the setting out to not give it" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " retired = maybe\n acceptance = explict\n"
		  " valid_until = \"31-12-2026\"\n timezone = "
		  "\"Asia/Makasar\"\n address = \"a b@c\"\n"
		  " region = \"Bali\"\n}",
		    "simpul.conf:5: retired is \"maybe\", expected true or "
		    "false\n"
		    "simpul.conf:6: acceptance is \"explict\", expected one of "
		    "explicit, on_first_progress, on_receipt; did you mean "
		    "\"explicit\"?\n"
		    "simpul.conf:7: valid_until is \"31-12-2026\", expected a "
		    "date such as 2026-12-31\n"
		    "simpul.conf:8: timezone is \"Asia/Makasar\", which is no "
		    "time zone of /usr/share/zoneinfo; expected one such as "
		    "Asia/Makassar; did you mean \"Asia/Makassar\"?\n"
		    "simpul.conf:9: address is \"a b@c\", expected a mail "
		    "address such as pengaduan@example.go.id\n"
		    "simpul.conf:10: region is \"Bali\", expected a region "
		    "code such as 51.71, or 51* for all that begin so" },
	};

	CONF_TRY(CONF_BASE, rows);
}

/* Numbers with units, and addresses. */
static void
numbers_and_addresses_are_within_bounds(void **state)
{
	static const struct conf_fixture_row rows[] = {
		{ "institution \"x\" { name = X plugin = none limits {\n"
		  " timeout = \"30 sec\"\n connect = \"5d\"\n rate = 0\n"
		  " body = 17M\n answer = 1X\n failures = 99999999999999999999"
		  "\n} }",
		    "simpul.conf:5: limits.timeout is \"30 sec\", expected a "
		    "duration such as 250ms, 30s, 15m, 12h or 5d\n"
		    "simpul.conf:6: limits.connect is \"5d\", expected from "
		    "100ms to 1m\n"
		    "simpul.conf:7: limits.rate is \"0\", expected from 1 to "
		    "100000\n"
		    "simpul.conf:8: limits.body is \"17M\", expected from 1K "
		    "to 16M\n"
		    "simpul.conf:9: limits.answer is \"1X\", expected a size "
		    "such as 512K, 16M or 1G\n"
		    "simpul.conf:10: limits.failures is "
		    "\"99999999999999999999\", expected from 1 to 1000" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " url = \"http://example.org/\" }",
		    "simpul.conf:5: url is \"http://example.org/\", which "
		    "leaves this machine without TLS; write https://" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " url = \"http://[::1]:8080/a\" }",
		    "" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " url = \"https://u:p@example.org/\" }",
		    "simpul.conf:5: url is \"https://u:p@example.org/\", which "
		    "holds a user or a password; they belong in auth and in a "
		    "secret_file" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " url = \"https://example.org/?key=1\" }",
		    "simpul.conf:5: url is \"https://example.org/?key=1\", "
		    "which holds ? or #; end it with the path" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " url = \"ftp://example.org/\" }",
		    "simpul.conf:5: url is \"ftp://example.org/\", expected an "
		    "address such as https://host/path" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " tls { client_sha256 = \"AB:CD\" } }",
		    "simpul.conf:5: tls.client_sha256 is \"AB:CD\", expected a "
		    "SHA-256 of 64 hexadecimal digits" },
	};

	CONF_TRY(CONF_BASE, rows);
}

int
main(void)
{
#define TEST(fn) \
	cmocka_unit_test_setup_teardown(fn, conf_fixture_setup, \
	    conf_fixture_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(unknown_names_are_told_with_the_nearest),
		TEST(texts_that_would_change_are_told),
		TEST(broken_grammar_is_told_where_it_breaks),
		TEST(values_are_told_with_what_was_expected),
		TEST(numbers_and_addresses_are_within_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
