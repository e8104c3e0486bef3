/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "conf_fixture.h"

/* Files that are missing, or open to others where they must not be. */
static void
files_are_looked_at(void **state)
{
	static const struct conf_fixture_row rows[] = {
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth { kind = bearer secret_file = \"none\" } }",
		    "simpul.conf:5: auth.secret_file is \"none\", but @/none "
		    "cannot be read: No such file or directory" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth { kind = bearer secret_file = \"open\" } }",
		    "simpul.conf:5: auth.secret_file is \"open\", but @/open "
		    "is open to group or others (mode 0644), expected 0600 or "
		    "0400; do: chmod 600 @/open" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth { kind = bearer secret_file = \"group\" } }",
		    "simpul.conf:5: auth.secret_file is \"group\", but @/group "
		    "is open to group or others (mode 0640), expected 0600 or "
		    "0400; do: chmod 600 @/group" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth { kind = bearer secret_file = \"empty\" } }",
		    "simpul.conf:5: auth.secret_file is \"empty\", but @/empty "
		    "holds nothing, expected one line of text" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth { kind = bearer secret_file = \"two\" } }",
		    "simpul.conf:5: auth.secret_file is \"two\", but @/two "
		    "holds something else, expected one line of text" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth { kind = bearer secret_file = \"plugins\" } }",
		    "simpul.conf:5: auth.secret_file is \"plugins\", but "
		    "@/plugins is no regular file" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " tls { ca = \"ca.pem\" cert = \"ca.pem\" key = \"open\" } "
		  "}",
		    "simpul.conf:5: tls.key is \"open\", but @/open is open to "
		    "group or others (mode 0644), expected 0600 or 0400; do: "
		    "chmod 600 @/open" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth { kind = bearer secret_file = \"secret\" } }",
		    "" },
	};

	CONF_TRY(CONF_BASE, rows);
}

/* A secret that somebody else owns is not ours. */
static void
secrets_of_others_are_refused(void **state)
{
	static const struct conf_fixture_row rows[] = {
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth { kind = bearer secret_file = \"secret\" } }",
		    "simpul.conf:5: auth.secret_file is \"secret\", but "
		    "@/secret belongs to user 12345, expected root or user 0 "
		    "who runs this; do: chown 0 @/secret" },
	};

	if (geteuid() != 0)
		skip();
	assert_int_equal(chown("secret", 12345, (gid_t)-1), 0);
	CONF_TRY(CONF_BASE, rows);
	assert_int_equal(chown("secret", 0, (gid_t)-1), 0);
}

#define BOX(name, address) \
	"mailbox \"" name "\" { address = \"" address "\"\n" \
	" imap = \"imaps://x\" smtp = \"smtps://x\" user = u\n" \
	" password_file = secret }\n"
#define MAILED(address) \
	"institution \"k\" { name = K plugin = none mailbox = a\n" \
	" address = \"" address "\" }\n"

/* A mailbox of ours is read once, and nobody else's. */
static void
a_mailbox_is_the_hubs_alone(void **state)
{
	static const struct conf_fixture_row rows[] = {
		{ BOX("a", "laporan@x.example") MAILED("Laporan+1@X.example"),
		    "simpul.conf:8: address is \"Laporan+1@X.example\", but "
		    "that is the hub's own mailbox \"a\"; expected the address "
		    "of the institution" },
		{ BOX("a", "laporan@x.example") MAILED("konsul"),
		    "simpul.conf:8: address is \"konsul\", expected a mail "
		    "address such as pengaduan@example.go.id" },
		{ BOX("a", "laporan@x.example") BOX("b", "laporan@x.example"),
		    "simpul.conf:7: address is \"laporan@x.example\", and so "
		    "is that of mailbox \"a\"; institutions may share one" },
	};

	CONF_TRY(CONF_BASE, rows);
}

/* Names that refer to something. */
static void
references_lead_somewhere(void **state)
{
	static const struct conf_fixture_row rows[] = {
		{ "route \"r\" { to = \"inspectorat\" }",
		    "simpul.conf:4: to is \"inspectorat\", but no institution "
		    "has that name; did you mean \"inspektorat\"?" },
		{ "route \"r\" { source = { \"inspektorat\",\n \"pln\" } to = "
		  "\"inspektorat\" }",
		    "simpul.conf:5: source is \"pln\", but no institution has "
		    "that name" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " superior = \"y\" second_contact = \"y\""
		  " successor = \"z\" mailbox = \"surat\"\n"
		  " address = \"x@example.org\" }",
		    "simpul.conf:5: superior is \"y\", but no institution has "
		    "that name\n"
		    "simpul.conf:5: second_contact is \"y\", but no "
		    "institution has that name\n"
		    "simpul.conf:5: successor is \"z\", but no institution has "
		    "that name\n"
		    "simpul.conf:5: mailbox is \"surat\", but there is no "
		    "section mailbox \"surat\" { ... }" },
		{ "institution \"inspektorat\" { name = X plugin = none }",
		    "simpul.conf:4: institution \"inspektorat\" stands a "
		    "second time, first at simpul.conf:3; rename or remove "
		    "one" },
		{ "institution \"a\" { name = A plugin = none superior = b }\n"
		  "institution \"b\" { name = B plugin = none superior = c }\n"
		  "institution \"c\" { name = C plugin = none superior = a }",
		    "simpul.conf:4: superior is \"b\", which leads in a "
		    "circle: a -> b -> c -> a; leave one of them out" },
		{ "institution \"a\" { name = A plugin = none successor = a }",
		    "simpul.conf:4: successor is \"a\", which leads in a "
		    "circle: a -> a; leave one of them out" },
		{ "institution \"a\" { name = A plugin = none retired = yes }\n"
		  "route \"r\" { to = \"a\" }",
		    "simpul.conf:5: to is \"a\", which is retired at "
		    "simpul.conf:4 without a successor; name one in force" },
		{ "institution \"a\" { name = A plugin = none retired = yes\n"
		  " successor = inspektorat }\nroute \"r\" { to = \"a\" }",
		    "" },
		{ "institution \"a\" { name = A plugin = none was = "
		  "inspektorat }",
		    "simpul.conf:4: was is \"inspektorat\", but that "
		    "institution still stands at simpul.conf:3; for a new body "
		    "that takes over write successor there" },
		{ "institution \"a\" { name = A plugin = none was = x }\n"
		  "institution \"b\" { name = B plugin = none was = x }",
		    "simpul.conf:5: was is \"x\", and so is that of a; only "
		    "one can be the same body" },
		{ "route \"r\" { to = \"inspektorat\" }\n"
		  "route \"r\" { to = \"inspektorat\" }",
		    "simpul.conf:5: route \"r\" stands a second time, first at "
		    "simpul.conf:4; rename or remove one" },
		{ "coordinator { institution = inspektorat }",
		    "simpul.conf:4: coordinator stands a second time, first at "
		    "simpul.conf:2; keep one" },
	};

	CONF_TRY(CONF_BASE, rows);
}

/* Rules of routing. */
static void
rules_can_be_told_apart_and_can_fit(void **state)
{
	static const struct conf_fixture_row rows[] = {
		{ "route \"deputy\" { to = \"inspektorat\" }",
		    "simpul.conf:4: route \"deputy\" has the name that the "
		    "hub gives to a choice without a rule; call it something "
		    "else" },
		{ "route \"r\" { category = { \"a/b*\", \"a/\" }\n"
		  " region = { \"51.\" } to = \"inspektorat\" }",
		    "simpul.conf:4: category is \"a/\", which no case can "
		    "have; write a branch of the tree such as "
		    "infrastructure/road, and all below it is meant too\n"
		    "simpul.conf:5: region is \"51.\", expected a region "
		    "code such as 51.71, or 51* for all that begin so" },
	};

	CONF_TRY(CONF_BASE, rows);
}

/* Settings that need each other. */
static void
settings_agree_with_each_other(void **state)
{
	static const struct conf_fixture_row rows[] = {
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth { secret_file = \"secret\" } }",
		    "simpul.conf:4: institution \"x\": auth { ... } has no "
		    "kind; write kind = ..., as in kind = \"bearer\"" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth { kind = webhook secret_file = \"secret\" } }",
		    "simpul.conf:5: auth.kind is \"webhook\", which is a way "
		    "for them to prove themselves, in auth_in { ... }; choose "
		    "another kind" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth { kind = oauth2 secret_file = \"secret\" } }",
		    "simpul.conf:5: auth.kind is \"oauth2\", which needs user "
		    "in auth { ... }\n"
		    "simpul.conf:5: auth.kind is \"oauth2\", which needs "
		    "token_url in auth { ... }" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth_in { kind = tls } }",
		    "simpul.conf:5: auth_in.kind is \"tls\", which needs "
		    "client_sha256 in tls { ... }" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth_also { header = token } }",
		    "simpul.conf:5: institution \"x\": auth_also { ... } has "
		    "only one of header and secret_file, expected both" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " auth { kind = header header = token"
		  " secret_file = \"secret\" }\n"
		  " auth_also { header = Token secret_file = \"secret\" } }",
		    "simpul.conf:6: auth_also.header is \"Token\", which "
		    "auth { ... } sets; choose another" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " tls { cert = \"ca.pem\" } }",
		    "simpul.conf:5: institution \"x\": tls has only one of "
		    "cert and key, expected both or none" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " disclose = { name, nik }\n}",
		    "simpul.conf:5: disclose is \"nik\", expected one of name, "
		    "contact, phone, email, address, national_id, birth_place, "
		    "birth_date, marital_status, occupation\n"
		    "simpul.conf:5: institution \"x\" may see who complains "
		    "(disclose), and no agreement is recorded; write agreement "
		    "{ number = \"...\" basis = \"...\" }" },
		{ "institution \"x\" { name = X plugin = none\n"
		  " valid_from = 2026-02-01 valid_until = 2026-01-01 }",
		    "simpul.conf:5: valid_until is \"2026-01-01\", which is "
		    "before valid_from \"2026-02-01\"" },
		{ "deadline \"accept\" { since = 2026-01-01 }\n"
		  "deadline \"accept\" { days = 3 hours = 2 since = "
		  "2027-01-01 }",
		    "simpul.conf:4: deadline \"accept\" has no limit; write "
		    "either days = N (working days) or hours = N\n"
		    "simpul.conf:5: deadline \"accept\" has days and hours; "
		    "write either days = N (working days) or hours = N" },
		{ "deadline \"accept\" { days = 3 since = 2026-01-01 }\n"
		  "deadline \"accept\" { days = 4 since = 2026-01-01 }",
		    "simpul.conf:5: deadline \"accept\" since 2026-01-01 "
		    "stands a second time, first at simpul.conf:4; keep one" },
	};

	CONF_TRY(CONF_BASE, rows);
}

/* Plugins and their options. */
static void
plugins_take_their_options(void **state)
{
	static const struct conf_fixture_row rows[] = {
		{ "institution \"x\" { name = X plugin = kps }",
		    "simpul.conf:4: plugin is \"kps\", but @/plugins/kps.so "
		    "cannot be read: No such file or directory; did you mean "
		    "\"ksp\"?" },
		{ "institution \"x\" { name = X plugin = old }",
		    "simpul.conf:4: plugin is \"old\", which cannot be used: "
		    "old.so speaks ABI 2, this hub speaks 1" },
		{ "institution \"x\" { name = X plugin = ksp }",
		    "simpul.conf:4: institution \"x\" has no option channel, "
		    "which plugin ksp needs (where it was said); write options "
		    "{ channel = ... }" },
		{ "institution \"x\" { name = X plugin = ksp options {\n"
		  " chanel = \"a\"\n n = \"viele\"\n map = \"none.jq\"\n} }",
		    "simpul.conf:4: institution \"x\" has no option channel, "
		    "which plugin ksp needs (where it was said); write options "
		    "{ channel = ... }\n"
		    "simpul.conf:5: plugin ksp has no option \"chanel\"; did "
		    "you mean \"channel\"?\n"
		    "simpul.conf:6: option \"n\": found \"viele\", expected a "
		    "whole number from 0 to 4294967295\n"
		    "simpul.conf:7: options.map is \"none.jq\", but @/none.jq "
		    "cannot be read: No such file or directory" },
		{ "institution \"x\" { name = X plugin = ksp options {\n"
		  " channel = a map = \"latin.jq\" } }",
		    "simpul.conf:5: options.map is \"latin.jq\", but "
		    "@/latin.jq is not UTF-8 text" },
		{ "institution \"x\" { name = X plugin = ksp options {\n"
		  " channel = a n = 13 } }",
		    "simpul.conf:4: institution \"x\": plugin ksp refuses: n "
		    "is 13, which brings bad luck" },
		{ "institution \"x\" { name = X plugin = none options { a = b "
		  "} }",
		    "simpul.conf:4: institution \"x\" has options and no "
		    "plugin that takes them; remove options { ... }" },
		{ "institution \"x\" { name = X plugin = ksp options {\n"
		  " channel = a\n channel = b } }",
		    "simpul.conf:6: channel stands a second time, first on "
		    "line 5; keep one" },
	};

	CONF_TRY(CONF_BASE, rows);
}

/* The hub's own section, without the base. */
static void
the_hub_is_reached_safely(void **state)
{
#define COORDINATOR \
	"coordinator { institution = a }\n" \
	"institution \"a\" { name = A plugin = none }\n"
	static const struct conf_fixture_row rows[] = {
		{ "", "simpul.conf: there is no section hub { ... }" },
		{ "hub { }",
		    "simpul.conf:3: hub has no name; write name = ... (a name "
		    "of at most 63 characters of a-z, 0-9 and -)\n"
		    "simpul.conf:3: hub has no key_file; write key_file = ... "
		    "(a file that only its owner may read)" },
		{ "hub { name = h key_file = kek\n listen = \"0.0.0.0:8443\" }",
		    "simpul.conf:4: listen is \"0.0.0.0:8443\", which others "
		    "can reach, and there is no tls { cert = ... key = ... }; "
		    "add it, or listen at 127.0.0.1" },
		{ "hub { name = h key_file = kek\n listen = \"localhost\" }",
		    "simpul.conf:4: listen is \"localhost\", expected an "
		    "address and port such as 127.0.0.1:8443 or [::]:8443" },
		{ "hub { name = h key_file = kek listen = \"[::]:8443\"\n"
		  " tls { cert = \"ca.pem\" key = \"secret\" } }",
		    "" },
		{ "hub { name = h key_file = kek\n tls { cert = \"ca.pem\" } "
		  "}",
		    "simpul.conf:4: tls has cert and no key, expected both; a "
		    "certificate works with its private key" },
		{ "hub { name = h key_file = kek\n data_dir = \".\" }",
		    "simpul.conf:3: key_file is \"kek\", which is within "
		    "data_dir; whoever copies that would have the key too, so "
		    "keep it elsewhere" },
		{ "hub { name = h key_file = kek node = 256 }",
		    "simpul.conf:3: node is \"256\", expected from 0 to 255" },
		{ "hub { name = h key_file = kek }\nhub { name = i key_file = "
		  "kek }",
		    "simpul.conf:4: hub stands a second time, first at "
		    "simpul.conf:3; keep one" },
	};

	CONF_TRY(COORDINATOR, rows);
}

int
main(void)
{
#define TEST(fn) \
	cmocka_unit_test_setup_teardown(fn, conf_fixture_setup, \
	    conf_fixture_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(files_are_looked_at),
		TEST(secrets_of_others_are_refused),
		TEST(a_mailbox_is_the_hubs_alone),
		TEST(references_lead_somewhere),
		TEST(rules_can_be_told_apart_and_can_fit),
		TEST(settings_agree_with_each_other),
		TEST(plugins_take_their_options),
		TEST(the_hub_is_reached_safely),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
