/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "request.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	int status;
	const char *type, *body;
	bool ok;
} rows[] = {
	{ 200, "application/json", "{}", true },
	{ 202, "", "", true },
	{ 599, "text/plain; charset=utf-8", "x", true },
	{ 0, "", "", false },
	{ 100, "", "", false },
	{ 199, "", "", false },
	{ 600, "", "", false },
	{ -200, "", "", false },
	{ 200, "", "x", false },
	{ 200, "json", "x", false },
	{ 200, "a/b\r\nSet-Cookie: c", "x", false },
};

/* A reply needs a status and, for a body, a type. */
static void
a_reply_needs_status_and_type(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct hub_reply r;

		reply_init(&r);
		hub_reply_set(&r, rows[i].status, rows[i].type, rows[i].body,
		    strlen(rows[i].body));
		if (r.failed == rows[i].ok)
			fail_msg("row %zu", i);
		assert_int_equal(r.status, rows[i].ok ? rows[i].status : 0);
		reply_release(&r);
	}
}

static const struct request_field headers[] = {
	{ "", "a" },
	{ "a b", "c" },
	{ "a", "b\r\nc: d" },
	{ "a", "b\n" },
	{ "a", "\x01" },
	{ "Content-Length", "1" },
	{ "Connection", "close" },
};

/* Headers that could begin another one, or are the core's, are refused. */
static void
bad_headers_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(headers); i++) {
		struct hub_reply r;

		reply_init(&r);
		hub_reply_header(&r, headers[i].name, headers[i].value);
		if (!r.failed)
			fail_msg("%s was taken", headers[i].name);
		hub_reply_header(&r, "X", "fine");
		hub_reply_set(&r, 200, "", "", 0);
		assert_true(r.failed);
		reply_release(&r);
	}
}

/* A reply is set once, has a few headers, and is not endless. */
static void
a_reply_is_bounded(void **state)
{
	static char big[REPLY_BODY_MAX + 1];
	struct hub_reply r;

	(void)state;
	reply_init(&r);
	hub_reply_set(&r, 200, "a/b", big, REPLY_BODY_MAX);
	assert_false(r.failed);
	for (int i = 0; i < REPLY_HEADERS; i++)
		hub_reply_header(&r, "X", "y");
	assert_false(r.failed);
	hub_reply_header(&r, "X", "y");
	assert_true(r.failed);
	reply_release(&r);
	reply_init(&r);
	hub_reply_set(&r, 200, "a/b", big, sizeof(big));
	assert_true(r.failed);
	reply_release(&r);
	reply_init(&r);
	hub_reply_set(&r, 200, "", "", 0);
	hub_reply_set(&r, 201, "", "", 0);
	assert_true(r.failed);
	reply_release(&r);
	reply_release(NULL);
}

/* A reply with every field is the same after its frame; cut, it is refused. */
static void
a_reply_goes_through_its_frame(void **state)
{
	struct hub_reply want, got;
	struct hub_buf out;
	struct frame_in in;

	(void)state;
	reply_init(&want);
	hub_reply_set(&want, 404, "text/xml", "a\0b", 3);
	hub_reply_header(&want, "Retry-After", "5");
	hub_reply_header(&want, "X", "");
	hub_buf_init(&out, 10000);
	reply_put(&out, &want);
	for (size_t len = 0; len <= out.len; len++) {
		char *copy = malloc(len + 1);

		assert_non_null(copy);
		memcpy(copy, out.data, len);
		reply_init(&got);
		frame_in_init(&in, copy, len);
		assert_int_equal(reply_get(&in, &got), len == out.len);
		free(copy);
		if (len < out.len)
			reply_release(&got);
	}
	assert_int_equal(got.status, 404);
	assert_string_equal(got.type, "text/xml");
	assert_int_equal(got.body_len, 3);
	assert_memory_equal(got.body, "a\0b", 4);
	assert_int_equal(got.header_count, 2);
	assert_string_equal(got.headers[0].name, "Retry-After");
	assert_string_equal(got.headers[0].value, "5");
	assert_string_equal(got.headers[1].name, "X");
	reply_release(&got);
	reply_release(&want);
	hub_buf_release(&out);
}

/* A reply that is not set is one, too; a forged one is none. */
static void
forged_replies_are_refused(void **state)
{
	static const struct {
		int64_t status, count;
		const char *type, *name;
		bool ok;
	} forged[] = {
		{ 0, 0, "", "", true },
		{ 200, 1, "a/b", "X", true },
		{ 600, 0, "a/b", "", false },
		{ -1, 0, "a/b", "", false },
		{ 100, 0, "a/b", "", false },
		{ 200, 0, "b", "", false },
		{ 200, 1, "a/b", "Host", false },
		{ 200, 9, "a/b", "X", false },
		{ 200, -1, "a/b", "X", false },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(forged); i++) {
		struct hub_reply r;
		struct hub_buf out;
		struct frame_in in;

		hub_buf_init(&out, 1000);
		frame_put_int(&out, forged[i].status);
		frame_put_text(&out, forged[i].type);
		frame_put_text(&out, "body");
		frame_put_int(&out, forged[i].count);
		for (int64_t k = 0; k < forged[i].count; k++) {
			frame_put_text(&out, forged[i].name);
			frame_put_text(&out, "value");
		}
		reply_init(&r);
		frame_in_init(&in, out.data, out.len);
		if (reply_get(&in, &r) != forged[i].ok)
			fail_msg("row %zu", i);
		reply_release(&r);
		hub_buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reply_needs_status_and_type),
		cmocka_unit_test(bad_headers_are_refused),
		cmocka_unit_test(a_reply_is_bounded),
		cmocka_unit_test(a_reply_goes_through_its_frame),
		cmocka_unit_test(forged_replies_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
