/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "frame_kinds.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static const struct hub_headers full_headers = { .rows = { { "Host", "hub" },
						     { "X", "" } },
	.count = 2 };

/* Writes where an exchange stands. */
static void
put_at(struct hub_buf *out)
{
	const struct hub_at at = { .purpose = HUB_FOR_POLL,
		.step = 3,
		.attempt = UINT32_MAX,
		.now = 1770000000,
		.remote_ref = "R",
		.carry = "c\nd",
		.key = "d1.3",
		.offset = -12600,
		.reply_to = "laporan+t@hub",
		.handoff_id = "0h1",
		.about = HUB_EV_CONFIRMED,
		.proof = HUB_PROOF_CONFIRMED,
		.sealed = true };

	frame_put_at(out, &at);
}

/* Reads where an exchange stands. */
static bool
get_at(struct frame_in *in, struct arena *arena, struct read_back *ret)
{
	(void)arena;
	return frame_at(in, &ret->at);
}

/* Compares where an exchange stands. */
static void
check_at(const struct read_back *got)
{
	assert_int_equal(got->at.purpose, HUB_FOR_POLL);
	assert_int_equal(got->at.step, 3);
	assert_int_equal(got->at.attempt, UINT32_MAX);
	assert_true(got->at.now == 1770000000);
	assert_string_equal(got->at.remote_ref, "R");
	assert_string_equal(got->at.carry, "c\nd");
	assert_string_equal(got->at.key, "d1.3");
	assert_true(got->at.offset == -12600);
	assert_string_equal(got->at.reply_to, "laporan+t@hub");
	assert_string_equal(got->at.handoff_id, "0h1");
	assert_int_equal(got->at.about, HUB_EV_CONFIRMED);
	assert_int_equal(got->at.proof, HUB_PROOF_CONFIRMED);
	assert_true(got->at.sealed);
}

/* Headers are equal to the full ones. */
static void
check_headers(const struct read_back *got)
{
	assert_int_equal(got->headers.count, 2);
	assert_string_equal(hub_header(&got->headers, "host"), "hub");
	assert_string_equal(got->headers.rows[1].name, "X");
	assert_string_equal(got->headers.rows[1].value, "");
}

/* Writes headers. */
static void
put_headers(struct hub_buf *out)
{
	frame_put_headers(out, &full_headers);
}

/* Reads headers. */
static bool
get_headers(struct frame_in *in, struct arena *arena, struct read_back *ret)
{
	(void)arena;
	return frame_headers(in, &ret->headers);
}

/* Writes a message. */
static void
put_message(struct hub_buf *out)
{
	const struct hub_message m = { .method = "POST",
		.path = "/a",
		.query = "b=c",
		.headers = &full_headers,
		.body = "x\0y",
		.body_len = 3,
		.digest = "00ff" };

	frame_put_message(out, &m);
}

/* Reads a message. */
static bool
get_message(struct frame_in *in, struct arena *arena, struct read_back *ret)
{
	(void)arena;
	return frame_message(in, &ret->headers, &ret->message);
}

/* Compares a message. */
static void
check_message(const struct read_back *got)
{
	const struct hub_message *m = &got->message;

	assert_string_equal(m->method, "POST");
	assert_string_equal(m->path, "/a");
	assert_string_equal(m->query, "b=c");
	assert_string_equal(m->digest, "00ff");
	assert_int_equal(m->body_len, 3);
	assert_memory_equal(m->body, "x\0y", 4);
	assert_ptr_equal(m->headers, &got->headers);
	check_headers(got);
}

/* Writes an answer. */
static void
put_answer(struct hub_buf *out)
{
	const struct hub_answer a = { .status = 503,
		.headers = &full_headers,
		.body = "x\0y",
		.body_len = 3 };

	frame_put_answer(out, &a);
}

/* Reads an answer. */
static bool
get_answer(struct frame_in *in, struct arena *arena, struct read_back *ret)
{
	(void)arena;
	return frame_answer(in, &ret->headers, &ret->answer);
}

/* Compares an answer. */
static void
check_answer(const struct read_back *got)
{
	assert_int_equal(got->answer.status, 503);
	assert_int_equal(got->answer.body_len, 3);
	assert_memory_equal(got->answer.body, "x\0y", 4);
	assert_ptr_equal(got->answer.headers, &got->headers);
	check_headers(got);
}

static const struct kind kinds[] = {
	{ "at", put_at, get_at, check_at },
	{ "headers", put_headers, get_headers, check_headers },
	{ "message", put_message, get_message, check_message },
	{ "answer", put_answer, get_answer, check_answer },
};

/* Every field of every kind comes back. */
static void
every_field_comes_back(void **state)
{
	(void)state;
	kinds_come_back(kinds, LENGTH(kinds));
}

/* Cut frames are refused. */
static void
cut_frames_are_refused(void **state)
{
	(void)state;
	kinds_stand_cuts(kinds, LENGTH(kinds));
}

/* Changed frames do no harm. */
static void
changed_frames_do_no_harm(void **state)
{
	(void)state;
	kinds_stand_changes(kinds, LENGTH(kinds));
}

static const struct {
	const char *what;
	bool (*get)(struct frame_in *in, struct arena *arena,
	    struct read_back *ret);
	int64_t first; /* number of the frame */
} counts[] = {
	{ "headers", get_headers, REQUEST_HEADERS * 2 + 1 },
	{ "headers", get_headers, -1 },
	{ "status", get_answer, 1000 },
	{ "status", get_answer, -1 },
};

/* Numbers past their bounds are refused. */
static void
counts_are_bounded(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(counts); i++) {
		static char zeros[100000];
		struct read_back got;
		struct arena arena;
		struct frame_in in;

		memcpy(zeros, &counts[i].first, 8);
		arena_init(&arena, 1000000);
		frame_in_init(&in, zeros, sizeof(zeros));
		if (counts[i].get(&in, &arena, &got))
			fail_msg("%lld %s", (long long)counts[i].first,
			    counts[i].what);
		assert_int_equal(arena.used, 0);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_comes_back),
		cmocka_unit_test(cut_frames_are_refused),
		cmocka_unit_test(changed_frames_do_no_harm),
		cmocka_unit_test(counts_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
