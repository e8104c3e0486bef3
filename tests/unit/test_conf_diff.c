/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "conf_diff.h"
#include "conf_fixture.h"

/* Two configurations behind the base, and what a reload would change. */
struct row {
	const char *old, *fresh, *told;
	unsigned refused;
};

#define A(rest) "institution \"a\" { name = A plugin = none " rest " }\n"
#define KSP(rest) "institution \"k\" { name = K plugin = ksp " rest " }\n"
#define BOX(name, imap) \
	"mailbox \"" name "\" { address = \"a@x.example\" imap = \"" imap \
	"\" smtp = \"smtps://x\" user = u password_file = secret }\n"

static const struct row rows[] = {
	{ A(""), A(""), "", 0 },
	{ "", A(""), "rules rules ;added a ;", 0 },
	{ A("url = \"https://x\" limits { rate = 3 }"),
	    A("url = \"https://y\" limits { rate = 4 } poll = 2m"),
	    "setting a url;setting a poll;setting a limits.rate;", 0 },
	{ A("auth { kind = bearer secret_file = secret }"),
	    A("auth { kind = bearer secret_file = second }"),
	    "setting a auth.secret_file;", 0 },
	{ A("disclose = { name } agreement { number = 1 basis = 1 }"),
	    A("disclose = { name, phone } agreement { number = 1 basis = 1 }"),
	    "setting a disclose;", 0 },
	{ A(""), A("retired = true"),
	    "rules rules ;retired a ;setting a retired;", 0 },
	{ A("retired = true"), A(""),
	    "rules rules ;revived a ;setting a retired;", 0 },
	{ KSP("options { channel = a n = 1 }"),
	    KSP("options { channel = b b = on }"),
	    "setting k options.channel;setting k options.b;setting k options.n;"
	    "worker k ;",
	    0 },
	{ A(""), "institution \"b\" { name = A plugin = none was = a }",
	    "rules rules ;renamed b a;setting b was;", 0 },
	{ A(""), "", "rules rules ;removed a ;", 0 },
	{ "institution \"busy\" { name = A plugin = none }", "",
	    "rules rules ;refused busy its section is gone, but it has 12 open "
	    "cases and 3 open deliveries; write retired = true in it instead, "
	    "or was = \"busy\" in the one that replaces it;",
	    1 },
	{ "institution \"busy\" { name = A plugin = none }",
	    "institution \"b\" { name = A plugin = none was = busy }",
	    "rules rules ;renamed b busy;setting b was;", 0 },
	{ A("") KSP("options { channel = a }"),
	    "institution \"k\" { name = K plugin = ksp was = a options { "
	    "channel = a } }",
	    "rules rules ;refused k was = \"a\", but both stood side by side "
	    "until now; write retired = true and successor = \"k\" in the "
	    "other;removed a ;setting k was;",
	    1 },
	{ "route \"r\" { to = inspektorat }", "", "rules rules ;", 0 },
	{ BOX("a", "imaps://x"), BOX("a", "imaps://x:1994"),
	    "setting mailbox a imap;", 0 },
	{ BOX("a", "imaps://x"), BOX("b", "imaps://x"),
	    "added mailbox b ;removed mailbox a ;", 0 },
};

/* Keeps one change as a few words. */
static void
hear(void *ctx, const struct conf_change *change)
{
	hub_buf_fmt(ctx, "%s %s %s;", conf_change_name(change->kind),
	    change->what, change->detail);
}

/* Reads a configuration behind the base. */
static struct conf *
read_one(void **state, const char *base, const char *text)
{
	struct hub_buf told;
	struct conf *conf;
	char whole[4096];

	hub_buf_init(&told, 1 << 20);
	snprintf(whole, sizeof(whole), "%s%s", base, text);
	conf = conf_fixture_try(*state, whole, &told);
	assert_string_equal(hub_buf_str(&told), "");
	hub_buf_release(&told);
	return conf;
}

/* Every row tells its changes. */
static void
changes_are_told(void **state)
{
	static const struct conf_open open[] = { { "inspektorat", 9, 9 },
		{ "busy", 12, 3 }, { "a", 0, 0 } };
	struct hub_buf told;

	scratch_write(*state, "second", "lain\n");
	assert_int_equal(chmod("second", 0600), 0);
	hub_buf_init(&told, 1 << 20);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct conf_diff diff = {
			.old = read_one(state, CONF_BASE, rows[i].old),
			.fresh = read_one(state, CONF_BASE, rows[i].fresh),
			.open = open,
			.open_count = 3,
			.tell = hear,
			.ctx = &told,
		};

		hub_buf_clear(&told);
		assert_int_equal(conf_diff_tell(&diff), rows[i].refused);
		assert_string_equal(hub_buf_str(&told), rows[i].told);
		conf_release((struct conf *)(uintptr_t)diff.old);
		conf_release((struct conf *)(uintptr_t)diff.fresh);
	}
	hub_buf_release(&told);
}

/* What of the hub cannot change while it runs is told so. */
static void
the_hub_says_what_waits_for_a_start(void **state)
{
#define REST \
	"coordinator { institution = i }\n" \
	"institution \"i\" { name = I plugin = none }\n"
	struct hub_buf told;
	struct conf_diff diff = {
		.old = read_one(state, "hub { name = h key_file = kek }", REST),
		.fresh = read_one(state,
		    "hub { name = h key_file = kek listen = \"127.0.0.1:1\" "
		    "log = warn timezone = \"Asia/Makassar\" }",
		    REST),
		.tell = hear,
		.ctx = &told,
	};

	hub_buf_init(&told, 1 << 20);
	assert_int_equal(conf_diff_tell(&diff), 0);
	assert_string_equal(hub_buf_str(&told),
	    "restart hub listen;setting hub timezone;setting hub log;"
	    "rules rules ;setting i timezone;");
	hub_buf_release(&told);
	conf_release((struct conf *)(uintptr_t)diff.old);
	conf_release((struct conf *)(uintptr_t)diff.fresh);
}

int
main(void)
{
#define TEST(fn) \
	cmocka_unit_test_setup_teardown(fn, conf_fixture_setup, \
	    conf_fixture_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(changes_are_told),
		TEST(the_hub_says_what_waits_for_a_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
