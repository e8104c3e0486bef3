/* SPDX-License-Identifier: Apache-2.0 */
/* What goes between hub and worker about seals, and what the hub makes of
 * it. */
#include "config.h"

#include "seal_proof.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "believe.h"
#include "key_ask.h"
#include "repeats.h"
#include "seal_plan.h"

static const uint8_t prints[2][DIGEST_SIZE] = { { 1 }, { 2 } };
static const struct conf_institution signs = { .seal = { .in = SEAL_WSS },
	.trust = { prints, 2 } };

/* A proof as the worker sends it. */
static struct hub_buf
frame_of(const struct seal_proof *proof)
{
	struct hub_buf out;

	hub_buf_init(&out, 4096);
	seal_proof_put(&out, proof);
	assert_true(hub_buf_ok(&out));
	return out;
}

static void
a_proof_comes_as_it_went(void **state)
{
	struct seal_proof went = { .verdict = SEAL_SIGNER,
		.signer = { 1, 2 },
		.mark = { 3 },
		.said = { 4 },
		.key = "urn:uuid:1",
		.text = "not believed" };
	struct seal_proof came;
	struct hub_buf frame = frame_of(&went);
	struct frame_in in;

	(void)state;
	frame_in_init(&in, frame.data, frame.len);
	assert_true(seal_proof_get(&in, &came));
	assert_true(frame_done(&in));
	assert_int_equal(came.verdict, SEAL_SIGNER);
	assert_memory_equal(came.signer, went.signer, DIGEST_SIZE);
	assert_memory_equal(came.mark, went.mark, DIGEST_SIZE);
	assert_memory_equal(came.said, went.said, DIGEST_SIZE);
	assert_string_equal(came.key, went.key);
	assert_string_equal(came.text, went.text);
	for (size_t len = 0; len < frame.len; len++) {
		frame_in_init(&in, frame.data, len);
		assert_false(seal_proof_get(&in, &came));
	}
	hub_buf_release(&frame);
}

static void
a_proof_with_a_line_break_or_an_unknown_verdict_is_none(void **state)
{
	struct seal_proof odd[] = {
		{ .verdict = SEAL_LAST + 1 },
		{ .verdict = SEAL_GOOD, .key = "a\nb" },
		{ .verdict = SEAL_WRONG, .text = "a\nb" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		struct hub_buf frame = frame_of(&odd[i]);
		struct seal_proof came;
		struct frame_in in;

		frame_in_init(&in, frame.data, frame.len);
		assert_false(seal_proof_get(&in, &came));
		hub_buf_release(&frame);
	}
}

static void
every_verdict_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (unsigned i = 0; i <= SEAL_LAST; i++) {
		assert_string_not_equal(seal_verdict_name(i), "");
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(seal_verdict_name(i),
			    seal_verdict_name(j));
	}
	assert_string_equal(seal_verdict_name(SEAL_LAST + 1), "");
}

/* What the hub says of an answer with that proof and that event. */
static const char *
judge(unsigned verdict, uint8_t signer, enum hub_event_kind kind)
{
	static struct seal_proof came;
	struct seal_proof proof = { .verdict = verdict,
		.signer = { signer },
		.text = "why not" };
	struct hub_event event = hub_event_init(kind);
	struct hub_buf frame = frame_of(&proof);
	struct frame_in in;
	const char *why;

	frame_in_init(&in, frame.data, frame.len);
	why = believe_answer(&signs, &in, &event, 1, &came);
	hub_buf_release(&frame);
	return why;
}

static void
an_answer_is_believed_by_its_certificate_or_puts_off(void **state)
{
	(void)state;
	assert_string_equal(judge(SEAL_GOOD, 2, HUB_EV_DELIVERED), "");
	assert_string_equal(judge(SEAL_GOOD, 3, HUB_EV_DELIVERED),
	    "it is made with a certificate that is not believed here");
	assert_string_equal(judge(SEAL_GOOD, 3, HUB_EV_DEFERRED),
	    "it is made with a certificate that is not believed here");
	assert_string_equal(judge(SEAL_MISSING, 0, HUB_EV_DEFERRED), "");
	assert_string_equal(judge(SEAL_MISSING, 0, HUB_EV_REFUSED), "why not");
	assert_string_equal(judge(SEAL_WRONG, 2, HUB_EV_DEFERRED), "why not");
}

static void
who_must_not_sign_is_not_asked_for_a_proof(void **state)
{
	struct conf_institution plain = { .seal = { .in = SEAL_JWS } };
	struct seal_proof came;
	struct frame_in in;

	(void)state;
	frame_in_init(&in, "", 0);
	assert_string_equal(believe_answer(&plain, &in, NULL, 0, &came), "");
	assert_string_equal(believe_answer(&signs, &in, NULL, 0, &came),
	    "the worker's proof does not read");
}

static void
a_message_counts_once_for_as_long_as_it_is_good(void **state)
{
	struct repeats seen = { .window_ms = 0 };
	struct repeats_mark one = { 7, prints[0], 600000, 1000000 };
	struct repeats_mark other = { 8, prints[0], 600000, 1000000 };

	(void)state;
	assert_int_equal(repeats_take(&seen, &one), REPEATS_FRESH);
	assert_int_equal(repeats_take(&seen, &one), REPEATS_AGAIN);
	assert_int_equal(repeats_take(&seen, &other), REPEATS_FRESH);
	repeats_forget(&seen, &one);
	assert_int_equal(repeats_take(&seen, &one), REPEATS_FRESH);
	for (int64_t ms = 0; ms <= 600000; ms += 50000) {
		one.now_ms = 1000000 + ms;
		assert_int_equal(repeats_take(&seen, &one), REPEATS_AGAIN);
	}
	/* the second window begins when somebody looks */
	other.now_ms = one.now_ms + 600000;
	assert_int_equal(repeats_take(&seen, &other), REPEATS_FRESH);
	repeats_release(&seen);
}

static void
questions_about_a_key_are_bounded(void **state)
{
	char much[KEY_ASK_MAX + 1] = { 0 };
	struct key_ask ask = { KEY_UNWRAP, much, KEY_ASK_MAX, 0 }, came;
	struct hub_buf out;
	struct frame_in in;

	(void)state;
	hub_buf_init(&out, KEY_MESSAGE_MAX);
	key_ask_put(&out, &ask);
	frame_in_init(&in, out.data, out.len);
	assert_true(key_ask_get(&in, &came));
	assert_int_equal(came.len, KEY_ASK_MAX);
	hub_buf_clear(&out);
	ask.len++;
	key_ask_put(&out, &ask);
	frame_in_init(&in, out.data, out.len);
	assert_false(key_ask_get(&in, &came));
	hub_buf_clear(&out);
	ask = (struct key_ask){ KEY_LAST + 1, much, 1, 0 };
	key_ask_put(&out, &ask);
	frame_in_init(&in, out.data, out.len);
	assert_false(key_ask_get(&in, &came));
	hub_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_proof_comes_as_it_went),
		cmocka_unit_test(
		    a_proof_with_a_line_break_or_an_unknown_verdict_is_none),
		cmocka_unit_test(every_verdict_has_a_name_of_its_own),
		cmocka_unit_test(
		    an_answer_is_believed_by_its_certificate_or_puts_off),
		cmocka_unit_test(who_must_not_sign_is_not_asked_for_a_proof),
		cmocka_unit_test(
		    a_message_counts_once_for_as_long_as_it_is_good),
		cmocka_unit_test(questions_about_a_key_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
