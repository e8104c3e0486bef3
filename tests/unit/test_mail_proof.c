/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "mail_proof.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))
#define US "mx.hub.test"
#define THEM "kbri@negara.test"
#define PASS US "; dkim=pass header.d=negara.test"

/* Of the signature that was meant the last time. */
static char begins[MAIL_PROOF_SIZE];

/* The proof of a letter with one From and up to two results. */
static enum hub_proof
proof_of(const char *from, const char *first, const char *second)
{
	struct hub_headers h = { .rows = { { "From", from },
				     { "Authentication-Results", first },
				     { "authentication-results", second } },
		.count = second != NULL ? 3 : 2 };

	begins[0] = '\0';
	return mail_proof(&h, US, THEM, begins);
}

/* What our server says decides, and only that. */
static void
only_our_server_is_believed(void **state)
{
	static const struct {
		const char *first, *second;
		enum hub_proof proof;
	} rows[] = {
		{ PASS, NULL, HUB_PROOF_DKIM },
		{ US " 1; dkim=pass (ok; d) header.d=negara.test", NULL,
		    HUB_PROOF_DKIM },
		{ US "; spf=pass smtp.mailfrom=x; dkim=fail header.d=a.test;"
		     " dkim=pass reason=\"good; key\" header.i=@negara.test"
		     " header.d=Mail.Negara.Test",
		    NULL, HUB_PROOF_DKIM },
		{ "other.test; dkim=pass header.d=negara.test", PASS,
		    HUB_PROOF_DKIM },
		{ US "; spf=pass smtp.mailfrom=x", PASS, HUB_PROOF_DKIM },
		{ US "; dkim=none", PASS, HUB_PROOF_NONE },
		{ "other.test; dkim=pass header.d=negara.test", NULL,
		    HUB_PROOF_NONE },
		{ US "; dkim=pass header.d=a.test", NULL, HUB_PROOF_NONE },
		{ US "; dkim=pass header.d=xnegara.test", NULL,
		    HUB_PROOF_NONE },
		{ US "; dkim=pass header.d=test", NULL, HUB_PROOF_NONE },
		{ US "; dkim=pass", NULL, HUB_PROOF_NONE },
		{ US "; dkim=fail header.d=negara.test", NULL, HUB_PROOF_NONE },
		{ US "; dkim=fail (dkim=pass header.d=negara.test)", NULL,
		    HUB_PROOF_NONE },
		{ US "; x=\"; dkim=pass header.d=negara.test\"", NULL,
		    HUB_PROOF_NONE },
		{ "mx.hub.test.evil; dkim=pass header.d=negara.test", NULL,
		    HUB_PROOF_NONE },
		{ "", NULL, HUB_PROOF_NONE },
		{ ";;;(((\"", NULL, HUB_PROOF_NONE },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++)
		assert_int_equal(proof_of(THEM, rows[i].first, rows[i].second),
		    rows[i].proof);
}

/* Of several signatures it is said which one was good. */
static void
the_signature_that_passed_is_named(void **state)
{
	static const struct {
		const char *results, *begins;
	} rows[] = {
		{ PASS, "" },
		{ PASS " header.b=AbC+/d12", "AbC+/d12" },
		{ PASS " header.s=k1 header.b=\"AbC=\"", "AbC=" },
		{ US "; dkim=fail header.d=negara.test header.b=bad;"
		     " dkim=pass header.b=other header.d=a.test;"
		     " dkim=pass header.b=good header.d=negara.test;"
		     " dkim=pass header.b=late header.d=negara.test",
		    "good" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		assert_int_equal(proof_of(THEM, rows[i].results, NULL),
		    HUB_PROOF_DKIM);
		assert_string_equal(begins, rows[i].begins);
	}
}

/* The From that people see is the one that must be proved. */
static void
the_sender_is_the_one_address_of_from(void **state)
{
	static const struct {
		const char *from, *address;
	} rows[] = {
		{ THEM, THEM },
		{ " KBRI@Negara.Test ", THEM },
		{ "KBRI Negara <kbri@negara.test>", THEM },
		{ "\"a@b, <c@d>\" <kbri@negara.test> (office)", THEM },
		{ "kbri@negara.test <evil@a.test>", "evil@a.test" },
		{ "\"kbri@negara.test\" <evil@a.test>", "evil@a.test" },
		{ "evil@a.test (kbri@negara.test)", "evil@a.test" },
		{ "kbri@negara.test, evil@a.test", "" },
		{ "<kbri@negara.test> <evil@a.test>", "" },
		{ "Group: kbri@negara.test;", "" },
		{ "kbri", "" },
		{ "", "" },
		{ "\"", "" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		char found[64] = "";
		bool theirs = strcmp(rows[i].address, THEM) == 0;

		assert_int_equal(mail_proof_address(rows[i].from, found,
				     sizeof(found)),
		    rows[i].address[0] != '\0');
		if (rows[i].address[0] != '\0')
			assert_string_equal(found, rows[i].address);
		assert_int_equal(proof_of(rows[i].from, PASS, NULL),
		    theirs ? HUB_PROOF_DKIM : HUB_PROOF_NONE);
	}
}

/* Two Froms, no server that is believed, no address: no proof. */
static void
what_is_not_clear_is_no_proof(void **state)
{
	struct hub_headers h = { .rows = { { "From", THEM },
				     { "from", "evil@a.test" },
				     { "Authentication-Results", PASS } },
		.count = 3 };

	(void)state;
	assert_int_equal(mail_proof(&h, US, THEM, begins), HUB_PROOF_NONE);
	h.rows[1].name = "X";
	assert_int_equal(mail_proof(&h, US, THEM, begins), HUB_PROOF_DKIM);
	assert_int_equal(mail_proof(&h, "", THEM, begins), HUB_PROOF_NONE);
	assert_int_equal(mail_proof(&h, US, "", begins), HUB_PROOF_NONE);
}

/* A refusal or an answer needs it, an acceptance does not. */
static void
refusals_and_answers_need_a_proof(void **state)
{
	(void)state;
	assert_true(mail_proof_needed(HUB_EV_REFUSED));
	assert_true(mail_proof_needed(HUB_EV_RETURNED));
	assert_true(mail_proof_needed(HUB_EV_ANSWERED));
	assert_true(mail_proof_needed(HUB_EV_CONTRIBUTION));
	assert_false(mail_proof_needed(HUB_EV_ACCEPTED));
	assert_false(mail_proof_needed(HUB_EV_CORRECTION));
	assert_false(mail_proof_needed(HUB_EV_COMMENT));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_our_server_is_believed),
		cmocka_unit_test(the_signature_that_passed_is_named),
		cmocka_unit_test(the_sender_is_the_one_address_of_from),
		cmocka_unit_test(what_is_not_clear_is_no_proof),
		cmocka_unit_test(refusals_and_answers_need_a_proof),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
