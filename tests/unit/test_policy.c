/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "policy.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "trust_scene.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* Lines as in the specification's example; %L and %0 to %9 are keys. */
#define EXAMPLE \
	"# two sides\n" \
	"log %L https://log.example/\n" \
	"\n" \
	"witness X1 %0\n" \
	"witness X2 %1  https://w.example/\n" \
	"\twitness X3\t%2 \n" \
	"group X-witnesses 2 X1 X2 X3\n" \
	"witness Y1 %3\n" \
	"witness Y2 %4\n" \
	"witness Y3 %5\n" \
	"group Y-witnesses any Y1 Y2 Y3\n" \
	"  # both\n" \
	"group X-and-Y all X-witnesses Y-witnesses\n" \
	"quorum X-and-Y\n"

static void
the_specifications_example_is_read(void **state)
{
	struct policy *policy = trust_policy(EXAMPLE);

	(void)state;
	assert_int_equal(policy->log_count, 1);
	assert_int_equal(policy->witness_count, 6);
	assert_int_equal(policy->voter_count, 9);
	assert_string_equal(policy->logs[0].url, "https://log.example/");
	assert_string_equal(policy->witnesses[1].url, "https://w.example/");
	assert_string_equal(policy->witnesses[0].url, "");
	assert_string_equal(policy->voters[policy->quorum].name, "X-and-Y");
	policy_free(policy);
}

/* Who signs, and whether that is enough: L is the log, 0 to 9 are witnesses. */
static const struct {
	const char *policy, *signers;
	bool enough;
} rows[] = {
	{ EXAMPLE, "L013", true },
	{ EXAMPLE, "L125", true },
	{ EXAMPLE, "L012345", true },
	{ EXAMPLE, "L01", false },
	{ EXAMPLE, "L034", false },
	{ EXAMPLE, "L345", false },
	{ EXAMPLE, "L", false },
	{ EXAMPLE, "013", false },
	{ "log %L\nquorum none\n", "L", true },
	{ "log %L\nquorum none\n", "L7", true },
	{ "log %L\nquorum none\n", "7", false },
	{ "quorum none\n", "L", false },
	{ "log %L\nwitness w %0\nquorum none\nwitness v %1\n", "L", true },
	{ "log %L\nwitness w %0\nquorum w\n", "L0", true },
	{ "log %L\nwitness w %0\nquorum w\n", "L1", false },
	{ "log %L\nwitness a %0\nwitness b %1\ngroup g all a b\nquorum g\n",
	    "L01", true },
	{ "log %L\nwitness a %0\nwitness b %1\ngroup g all a b\nquorum g\n",
	    "L1", false },
	{ "log %L\nwitness a %0\nwitness b %1\ngroup g any a b\nquorum g\n",
	    "L1", true },
	{ "log %L\nwitness a %0\nwitness b %1\ngroup g any a\nquorum g\n", "L1",
	    false },
};

static void
a_checkpoint_holds_when_the_quorum_says_yes(void **state)
{
	struct policy_verdict verdict;
	struct hub_error err;
	struct policy *policy;
	enum hub_status status;
	struct hub_buf note;
	struct note parsed;

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		policy = trust_policy(rows[i].policy);
		trust_sign(&note, rows[i].signers);
		trust_parse(&note, &parsed);
		status = policy_check(policy, &parsed, &verdict, &err);
		if (status != (rows[i].enough ? HUB_OK : HUB_MALFORMED))
			fail_msg("%s%s: got %s %s", rows[i].policy,
			    rows[i].signers, hub_status_name(status),
			    status == HUB_OK ? "" : err.text);
		hub_buf_release(&note);
		policy_free(policy);
	}
}

static void
a_verdict_tells_who_signed_and_when(void **state)
{
	struct policy *policy = trust_policy(EXAMPLE);
	struct policy_verdict verdict;
	struct hub_buf note;
	struct note parsed;

	(void)state;
	trust_sign(&note, "L0139");
	trust_parse(&note, &parsed);
	assert_int_equal(policy_check(policy, &parsed, &verdict, NULL), HUB_OK);
	assert_int_equal(verdict.log, 0);
	assert_int_equal(verdict.cosigned, 3);
	assert_true(verdict.seals[0].good && !verdict.seals[2].good);
	assert_int_equal(verdict.seals[3].time, TRUST_TIME + 3);
	assert_int_equal(verdict.checkpoint.head.size, TRUST_SIZE);
	hub_buf_release(&note);
	policy_free(policy);
}

static void
a_bad_cosignature_condemns_what_the_quorum_does_not_need(void **state)
{
	struct policy *policy = trust_policy(
	    "log %L\nwitness w %0\nquorum none\n");
	struct policy_verdict verdict;
	struct hub_error err;
	struct hub_buf note;
	struct note parsed;

	(void)state;
	trust_sign(&note, "L0");
	note.data[note.len - 10] ^= 1;
	trust_parse(&note, &parsed);
	assert_int_equal(policy_check(policy, &parsed, &verdict, &err),
	    HUB_MALFORMED);
	assert_non_null(strstr(err.text, "witness-0.example is bad"));
	hub_buf_release(&note);
	policy_free(policy);
}

static const struct {
	const char *text, *sentence;
} bad[] = {
	{ "", "no quorum" },
	{ "log %L\n", "no quorum" },
	{ "quorum none", "line 1: the last line does not end" },
	{ "quorum none\nlog", "line 2: the last line does not end" },
	{ "quorum none\nquorum none\n", "line 2: the quorum stands a second" },
	{ "quorum\n", "one name" },
	{ "quorum none none\n", "one name" },
	{ "quorum w\nwitness w %0\n", "line 1: the quorum is no witness" },
	{ "trust %L\nquorum none\n", "another word" },
	{ "Log %L\nquorum none\n", "another word" },
	{ "log\nquorum none\n", "no key" },
	{ "log key\nquorum none\n", "line 1: the key is not NAME" },
	{ "log %0\nquorum none\n", "type 0x04, expected 0x01" },
	{ "witness w %L\nquorum none\n", "type 0x01, expected 0x04" },
	{ "log %L a b\nquorum none\n", "more words" },
	{ "log %L\nlog %L\nquorum none\n", "key stands a second" },
	{ "witness\nquorum none\n", "no name" },
	{ "witness w\nquorum none\n", "no key" },
	{ "witness none %0\nquorum none\n", "none is taken" },
	{ "witness w %0\nwitness v %0\nquorum none\n", "key stands a second" },
	{ "witness w %0\nwitness w %1\nquorum none\n", "name stands a second" },
	{ "witness w %0\ngroup w any w\nquorum w\n", "name stands a second" },
	{ "witness w %0\ngroup none any w\nquorum w\n", "none is taken" },
	{ "group g any w\nwitness w %0\nquorum g\n", "line 1: a member is no" },
	{ "group g any g\nquorum g\n", "a member is no" },
	{ "group g any none\nquorum g\n", "a member is no" },
	{ "group g any\nquorum g\n", "no members" },
	{ "group g\nquorum g\n", "all, any or number" },
	{ "witness w %0\ngroup g most w\nquorum g\n", "all, any or number" },
	{ "witness w %0\ngroup g 01 w\nquorum g\n", "all, any or number" },
	{ "witness w %0\ngroup g 0 w\nquorum g\n", "from 1 to 1" },
	{ "witness w %0\ngroup g 2 w\nquorum g\n", "from 1 to 1" },
	{ "witness w %0\ngroup g any w w\nquorum g\n", "some group already" },
	{ "witness w %0\ngroup g any w\ngroup h any w\nquorum g\n",
	    "line 3: a member is a member of some group" },
	{ "quorum none\r\n", "control" },
	{ "# \x7f\nquorum none\n", "control" },
	{ "# \xc2\x9b\nquorum none\n", "control" },
};

static void
a_bad_policy_is_refused_with_its_line(void **state)
{
	struct note_span nothing = { NULL, 0 };
	struct policy *policy = NULL;
	struct hub_error err;
	struct hub_buf text;

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		trust_text(&text, bad[i].text);
		err.text[0] = '\0';
		if (policy_parse(note_span_of(hub_buf_str(&text)), &policy,
			&err) != HUB_MALFORMED ||
		    strstr(err.text, bad[i].sentence) == NULL)
			fail_msg("\"%s\": got \"%s\", want \"%s\"", bad[i].text,
			    err.text, bad[i].sentence);
		assert_null(policy);
		hub_buf_release(&text);
	}
	assert_int_equal(policy_parse(nothing, &policy, &err), HUB_MALFORMED);
	assert_non_null(strstr(err.text, "no quorum"));
}

static void
a_policy_has_room_for_64_of_each_and_no_more(void **state)
{
	struct hub_error err = { "" };
	struct policy *policy = NULL;
	struct hub_buf text;

	(void)state;
	for (unsigned count = 64; count <= 65; count++) {
		trust_many(&text, count);
		assert_int_equal(policy_parse(note_span_of(hub_buf_str(&text)),
				     &policy, &err),
		    count == 64 ? HUB_OK : HUB_MALFORMED);
		hub_buf_release(&text);
		if (count == 64)
			assert_int_equal(policy->voter_count, 128);
		policy_free(policy);
		policy = NULL;
	}
	assert_non_null(strstr(err.text, "more than 64 logs"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_specifications_example_is_read),
		cmocka_unit_test(a_checkpoint_holds_when_the_quorum_says_yes),
		cmocka_unit_test(a_verdict_tells_who_signed_and_when),
		cmocka_unit_test(
		    a_bad_cosignature_condemns_what_the_quorum_does_not_need),
		cmocka_unit_test(a_bad_policy_is_refused_with_its_line),
		cmocka_unit_test(a_policy_has_room_for_64_of_each_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
