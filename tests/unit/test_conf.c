/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "conf_fixture.h"
#include "conf_owner.h"
#include "limits.h"

/* Reads text, which must be good. */
static struct conf *
read_good(void **state, const char *text)
{
	struct hub_buf told;
	struct conf *conf;

	hub_buf_init(&told, 1 << 20);
	conf = conf_fixture_try(*state, text, &told);
	assert_string_equal(hub_buf_str(&told), "");
	assert_non_null(conf);
	hub_buf_release(&told);
	return conf;
}

/* A path in the test's folder, links followed. */
static const char *
real(const char *name, char buf[4096])
{
	assert_non_null(realpath(name, buf));
	return buf;
}

/* Everything that the hub's section may say. */
static void
the_hub_is_read(void **state)
{
	struct conf *conf = read_good(state,
	    "hub {\n"
	    " name = \"simpul-bali\" source = \"urn:lapor:bali\" node = 3\n"
	    " key_file = \"kek\" data_dir = \"/var/x\"\n"
	    " control_socket = \"run/c\" plugin_dir = \"plugins\"\n"
	    " worker = \"/usr/bin/w\" listen = \"[::]:443\"\n"
	    " tls { cert = \"ca.pem\" key = \"secret\" client_ca = \"ca.pem\" "
	    "}\n"
	    " public_url = \"https://hub.example.go.id\"\n"
	    " connections = 10 idle = \"90s\" budget = \"32M\"\n"
	    " timezone = \"Asia/Makassar\" calendar = \"bali\" log = debug\n"
	    "}\n"
	    "calendar bali { file = \"id.csv\" }\n"
	    "coordinator { institution = a }\n"
	    "institution \"a\" { name = A plugin = none }\n");
	const struct conf_hub *hub = &conf->hub;
	char path[4096];

	assert_string_equal(hub->name, "simpul-bali");
	assert_string_equal(hub->source, "urn:lapor:bali");
	assert_int_equal(hub->node, 3);
	assert_string_equal(hub->key_file, real("kek", path));
	assert_string_equal(hub->data_dir, "/var/x");
	assert_string_equal(hub->plugin_dir, real("plugins", path));
	assert_string_equal(hub->worker_program, "/usr/bin/w");
	assert_string_equal(hub->listen_address, "::");
	assert_int_equal(hub->listen_port, 443);
	assert_string_equal(hub->tls_key, real("secret", path));
	assert_string_equal(hub->client_ca, real("ca.pem", path));
	assert_string_equal(hub->public_url, "https://hub.example.go.id");
	assert_int_equal(hub->connections, 10);
	assert_int_equal(hub->idle_seconds, 90);
	assert_int_equal(hub->budget, 32 << 20);
	assert_string_equal(hub->log_level, "debug");
	assert_string_equal(hub->where, "simpul.conf:1");
	assert_string_equal(conf->institutions[0].timezone, "Asia/Makassar");
	assert_string_equal(conf->institutions[0].calendar, "bali");
	conf_release(conf);
}

/* What is not written has its default. */
static void
defaults_stand_for_what_is_not_written(void **state)
{
	struct conf *conf = read_good(state, CONF_BASE);
	const struct conf_institution *at = &conf->institutions[0];

	assert_string_equal(conf->hub.source, "urn:simpul:simpul-uji");
	assert_string_equal(conf->hub.data_dir, SIMPUL_STATEDIR);
	assert_string_equal(conf->hub.control_socket,
	    SIMPUL_STATEDIR "/control.socket");
	assert_string_equal(conf->hub.listen_address, "127.0.0.1");
	assert_int_equal(conf->hub.listen_port, 8443);
	assert_string_equal(conf->hub.tls_cert, "");
	assert_string_equal(at->timezone, "Asia/Jakarta");
	assert_string_equal(at->url, "");
	assert_true(at->holds);
	assert_false(at->binding);
	assert_int_equal(at->acceptance, ACCEPTANCE_EXPLICIT);
	assert_int_equal(at->concurrency, 8);
	assert_int_equal(at->timeout_ms, 30000);
	assert_int_equal(at->deadline_ms, 5 * 24 * 3600 * 1000);
	assert_int_equal(at->poll_ms, 0);
	assert_int_equal(at->in_max, 1 << 20);
	assert_int_equal(at->in.tolerance, 300);
	assert_null(at->disclose[0]);
	assert_null(at->option_names[0]);
	assert_string_equal(at->plugin_file, "");
	assert_null(conf->deputies[0]);
	assert_string_equal(conf->above, "");
	assert_int_equal(conf->deadline_count, 14);
	assert_int_equal(strlen(conf->rules_sha256), 64);
	conf_release(conf);
}

static const char full_institution[] =
    "institution \"ksp\" {\n"
    " name = 'Kantor Staf Presiden' plugin = ksp was = \"kantor\"\n"
    " superior = inspektorat region = \"51.71\" binding = yes\n"
    " idempotent = true source = on holds = off relay = manual\n"
    " acceptance = on_receipt url = \"https://ksp.example.go.id/api\"\n"
    " poll = \"15m\"\n"
    " tls { ca = \"ca.pem\" client_sha256 = \""
    "AB:CD:EF:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:"
    "AB:CD:EF:00:11:22:33:44:55:66:77:88:99:aa:bb:cc\" }\n"
    " auth { kind = oauth2 user = u secret_file = \"secret\"\n"
    "  token_url = \"https://ksp.example.go.id/token\" scope = \"a b\" }\n"
    " auth_also { header = token secret_file = \"secret\" }\n"
    " auth_in { kind = webhook secret_file = \"secret\" tolerance = 1m }\n"
    " limits { concurrency = 4 timeout = 250ms connect = 2s deadline = 3d\n"
    "  failures = 2 rate = 9 body = 16M answer = 64K }\n"
    " agreement { number = \"PKS-1\" until = 2027-12-31 basis = \"UU 37\" }\n"
    " disclose = { \"name\", contact }\n"
    " media_hosts = { \"media.example.go.id\" }\n"
    " contact { name = Ibu mail = \"x@example.go.id\" phone = \"021\" }\n"
    " options { channel = lapor map = \"map.jq\" n = 7 b = true }\n"
    "}\n";

/* Everything that an institution's section may say. */
static void
an_institution_is_read(void **state)
{
	struct conf *conf;
	const struct conf_institution *at;
	char text[8192];

	snprintf(text, sizeof(text), "%s%s", CONF_BASE, full_institution);
	conf = read_good(state, text);
	at = conf_find(conf, "ksp");
	assert_non_null(at);
	assert_string_equal(at->name, "Kantor Staf Presiden");
	assert_string_equal(at->where, "simpul.conf:4");
	assert_true(at->binding && at->idempotent && at->source && !at->holds);
	assert_string_equal(at->relay, "manual");
	assert_int_equal(at->acceptance, ACCEPTANCE_ON_RECEIPT);
	assert_int_equal(at->poll_ms, 900000);
	assert_string_equal(at->tls_client,
	    "abcdef00112233445566778899aabbcc"
	    "abcdef00112233445566778899aabbcc");
	assert_int_equal(at->out.kind, AUTH_OAUTH2);
	assert_string_equal(at->out.secret, "rahasia");
	assert_string_equal(at->out.scope, "a b");
	assert_string_equal(at->also_header, "token");
	assert_string_equal(at->also_secret, "rahasia");
	assert_int_equal(at->in.kind, AUTH_WEBHOOK);
	assert_int_equal(at->in.tolerance, 60);
	assert_int_equal(at->timeout_ms, 250);
	assert_int_equal(at->answer_max, 64 << 10);
	assert_string_equal(at->disclose[1], "contact");
	assert_null(at->disclose[2]);
	assert_string_equal(at->media_hosts[0], "media.example.go.id");
	assert_string_equal(at->contact_phone, "021");
	assert_string_equal(at->plugin_version, "1.0");
	assert_true(at->has_probe && !at->has_poll);
	assert_string_equal(at->option_names[1], "map");
	assert_string_equal(at->option_texts[1], ".id\n");
	assert_null(at->option_names[4]);
	assert_int_equal(strlen(at->settings_sha256), 64);
	conf_release(conf);
}

/* conf.d is read in the order of names; a path is relative to its file. */
static void
files_are_read_in_order(void **state)
{
	struct conf *conf;

	scratch_write(*state, "conf.d/20-b.conf",
	    "route \"b\" { to = inspektorat }\n");
	scratch_write(*state, "conf.d/10-a.conf",
	    "route \"a\" { to = inspektorat region = { \"51*\" } }\n"
	    "institution \"x\" { name = X plugin = none\n"
	    " auth { kind = bearer secret_file = \"../secret\" } }");
	scratch_write(*state, "conf.d/30-c.conf.off", "garbage");
	scratch_write(*state, "conf.d/.hidden.conf", "garbage");
	conf = read_good(state,
	    CONF_BASE "route \"z\" { to = inspektorat }\n"
		      "deadline \"accept\" { days = 9 since = 2026-01-01 }\n"
		      "deadline \"urgent\" { hours = 9 since = 2018-01-01 }\n");
	assert_int_equal(conf->route_count, 3);
	assert_string_equal(conf->routes[0].name, "z");
	assert_string_equal(conf->routes[1].name, "a");
	assert_string_equal(conf->routes[1].where, "conf.d/10-a.conf:1");
	assert_string_equal(conf->routes[1].region[0], "51*");
	assert_string_equal(conf->routes[2].name, "b");
	assert_string_equal(conf_find(conf, "x")->out.secret, "rahasia");
	assert_int_equal(conf->deadline_count, 15);
	assert_string_equal(conf->deadlines[1].name, "accept");
	assert_int_equal(conf->deadlines[1].days, 3);
	assert_string_equal(conf->deadlines[2].since, "2026-01-01");
	assert_int_equal(conf->deadlines[2].days, 9);
	conf_release(conf);
}

/* Institutions are found by name and by number. */
static void
institutions_are_found(void **state)
{
	struct conf *conf = read_good(state,
	    CONF_BASE "institution \"z\" { name = Z plugin = none }\n"
		      "institution \"b\" { name = B plugin = none }\n");

	assert_string_equal(conf_find(conf, "b")->name, "B");
	assert_string_equal(conf_find(conf, "z")->name, "Z");
	assert_null(conf_find(conf, "y"));
	conf->institutions[0].key = 30; /* b */
	conf->institutions[2].key = 7;	/* z */
	for (int indexed = 0; indexed < 2; indexed++) {
		assert_string_equal(conf_by_key(conf, 30)->id, "b");
		assert_string_equal(conf_by_key(conf, 7)->id, "z");
		assert_null(conf_by_key(conf, 8));
		assert_null(conf_by_key(conf, 0));
		assert_true(conf_index(conf));
	}
	conf_release(conf_hold(conf));
	assert_string_equal(conf_find(conf, "b")->name, "B");
	conf_release(conf);
	conf_release(NULL);
}

/* A reload keeps number and generation where the worker need not change. */
static void
a_new_conf_follows_the_old_one(void **state)
{
#define X(id, rest) "institution \"" id "\" { name = X plugin = " rest " }\n"
#define KSP(channel) "ksp options { channel = " channel " }"
	struct conf *old = read_good(state,
	    CONF_BASE X("a", KSP("a")) X("b", KSP("b")) X("c", KSP("c")));
	struct conf *fresh;

	conf_follow(old, NULL);
	assert_int_equal(old->generation, 1);
	for (size_t i = 0; i < old->institution_count; i++) {
		assert_int_equal(old->institutions[i].generation, 1);
		old->institutions[i].key = (int64_t)i + 1;
	}
	fresh = read_good(state,
	    CONF_BASE X("a", KSP("a") " url = \"https://a\"") X("b",
		KSP("other")) X("d", KSP("c") " was = c") X("e", KSP("e")));
	conf_follow(fresh, old);
	assert_int_equal(fresh->generation, 2);
	assert_int_equal(conf_find(fresh, "a")->generation, 1);
	assert_int_equal(conf_find(fresh, "a")->key, 1);
	assert_int_equal(conf_find(fresh, "b")->generation, 2);
	assert_int_equal(conf_find(fresh, "b")->key, 2);
	assert_int_equal(conf_find(fresh, "d")->generation, 2);
	assert_int_equal(conf_find(fresh, "d")->key, 3);
	assert_int_equal(conf_find(fresh, "e")->generation, 2);
	assert_int_equal(conf_find(fresh, "e")->key, 0);
	conf_release(old);
	conf_release(fresh);
}

/* The digest of the rules is of what they say, not of how it is written. */
static void
digests_are_of_what_is_meant(void **state)
{
	static const struct {
		const char *text;
		bool same;
	} rows[] = {
		{ "# a comment\nroute 'r' { kind = { \"complaint\" }\n"
		  " to = \"inspektorat\" }",
		    true },
		{ "route r { kind = complaint to = inspektorat }\n"
		  "deadline accept { days = 3 since = 2018-01-01 }",
		    true },
		{ "route r { kind = complaint to = inspektorat }\n"
		  "deadline accept { days = 4 since = 2018-01-01 }",
		    false },
		{ "route r { kind = aspiration to = inspektorat }", false },
		{ "route r { category = complaint to = inspektorat }", false },
		{ "route r { kind = complaint to = inspektorat }\n"
		  "institution x { name = X plugin = none }",
		    false },
	};
	struct conf *first = read_good(state,
	    CONF_BASE "route \"r\" { kind = complaint to = inspektorat }");
	char text[4096];

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct conf *conf;

		snprintf(text, sizeof(text), "%s%s", CONF_BASE, rows[i].text);
		conf = read_good(state, text);
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
		TEST(the_hub_is_read),
		TEST(defaults_stand_for_what_is_not_written),
		TEST(an_institution_is_read),
		TEST(files_are_read_in_order),
		TEST(institutions_are_found),
		TEST(a_new_conf_follows_the_old_one),
		TEST(digests_are_of_what_is_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
