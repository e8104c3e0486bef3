/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http_head.h"
#include "http_target.h"

#define HOST "Host: x\r\n"

/* What a good head says. */
static void
a_good_head_is_read(void **state)
{
	static const struct {
		const char *text, *method, *target;
		uint64_t length;
		bool chunked;
	} rows[] = {
		{ "GET / HTTP/1.1\r\n" HOST "\r\n", "GET", "/", 0, false },
		{ "GET / HTTP/1.0\r\n\r\n", "GET", "/", 0, false },
		{ "DELETE /a?b=c HTTP/1.1\r\n" HOST "\r\n", "DELETE", "/a?b=c",
		    0, false },
		{ "GET http://x/y HTTP/1.1\r\n" HOST "\r\n", "GET", "/y", 0,
		    false },
		{ "POST / HTTP/1.1\r\nhost:x\r\nCONTENT-LENGTH: \t42 \r\n\r\n",
		    "POST", "/", 42, false },
		{ "POST / HTTP/1.1\r\n" HOST
		  "Content-Length: 999999999999999999\r\n\r\n",
		    "POST", "/", 999999999999999999, false },
		{ "PUT / HTTP/1.1\r\n" HOST
		  "transfer-encoding: Chunked\r\n\r\n",
		    "PUT", "/", 0, true },
		{ "PATCH / HTTP/1.1\r\n" HOST "A:\r\nB: \xc3\xa9\t.\r\n\r\n",
		    "PATCH", "/", 0, false },
	};
	struct http_refusal refusal;
	struct http_head head;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		refusal = http_head_read(rows[i].text, strlen(rows[i].text),
		    &head);
		if (refusal.status != 0)
			fail_msg("refused: %s\n%s", refusal.why, rows[i].text);
		assert_string_equal(head.method, rows[i].method);
		assert_int_equal(head.target_len, strlen(rows[i].target));
		assert_memory_equal(head.target, rows[i].target,
		    head.target_len);
		assert_int_equal(head.length, rows[i].length);
		assert_int_equal(head.chunked, rows[i].chunked);
	}
}

/* Every head that starts as a good one does and ends too early. */
static void
no_head_is_complete_before_its_end(void **state)
{
	static const char text[] = "POST /a HTTP/1.1\r\n" HOST
				   "Content-Length: 3\r\n\r\nabc";
	size_t end = sizeof text - 1 - 3, len, from;

	(void)state;
	for (len = 0; len < end; len++) {
		assert_int_equal(http_head_end(text, len, 0), 0);
		assert_int_equal(http_head_begun(text, len).status, 0);
	}
	for (from = 0; from < end; from++)
		assert_int_equal(http_head_end(text, sizeof text - 1, from),
		    end);
}

/* A bad line is known as soon as it ends, whatever would follow. */
static void
a_bad_line_is_refused_before_the_head_ends(void **state)
{
	static const struct {
		const char *text;
		int want;
	} rows[] = {
		{ "BREW /", 0 },
		{ "BREW / HTTP/1.1\r\n", 501 },
		{ "GET / HTTP/2.0\r\n", 505 },
		{ "GET / HTTP/1.1\n", 400 },
		{ "GET / HTTP/1.1\r\nA b\r\n", 400 },
		{ "GET / HTTP/1.1\r\nA: b\r\n c: d\r\n", 400 },
		{ "GET / HTTP/1.1\r\nA: b\rc: d\r\n", 400 },
		{ "GET / HTTP/1.1\r\nExpect: tea\r\nB: c", 417 },
		{ "GET / HTTP/1.1\r\nA: b", 0 },
		{ "GET / HTTP/1.1\r\nA: b\r\n", 0 },
	};
	int got;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		got =
		    http_head_begun(rows[i].text, strlen(rows[i].text)).status;
		if (got != rows[i].want)
			fail_msg("got %d, want %d: %s", got, rows[i].want,
			    rows[i].text);
	}
}

/* Bytes that no head should hold, one after the other in a good one. */
static void
one_byte_changed_is_never_read_beyond_the_head(void **state)
{
	static const char good[] = "POST /a?b=%20 HTTP/1.1\r\n" HOST
				   "Content-Length: 3\r\nX-Y: z\r\n\r\n";
	char text[sizeof good];
	struct http_head head;
	size_t at, len = sizeof good - 1;
	int byte;

	(void)state;
	for (at = 0; at < len - 4; at++) {
		for (byte = 0; byte < 256; byte++) {
			memcpy(text, good, sizeof good);
			text[at] = (char)byte;
			if (http_head_read(text, len, &head).status != 0)
				continue;
			assert_true(head.target >= text &&
			    head.target + head.target_len <= text + len);
			assert_null(memchr(head.target, '\r', head.target_len));
		}
	}
}

/* Path and query of a target. */
static void
a_target_is_cut_and_its_path_decoded(void **state)
{
	static const struct {
		const char *target, *path, *query; /* path NULL: refused */
	} rows[] = {
		{ "/", "/", "" },
		{ "/?", "/", "" },
		{ "/a%20b%2fc", "/a b/c", "" },
		{ "/a?b%20c", "/a", "b%20c" },
		{ "/a?b?c", "/a", "b?c" },
		{ "/%e2%82%ac", "/\xe2\x82\xac", "" },
		{ "/%", NULL, NULL },
		{ "/%4", NULL, NULL },
		{ "/%4g", NULL, NULL },
		{ "/%00", NULL, NULL },
		{ "/%0a", NULL, NULL },
		{ "/%7f", NULL, NULL },
		{ "/a#b", NULL, NULL },
	};
	char path[64], query[64];
	const char *target;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		target = rows[i].target;
		if (http_target_cut(target, strlen(target), path, query) !=
		    (rows[i].path != NULL))
			fail_msg("%s", target);
		if (rows[i].path == NULL)
			continue;
		assert_string_equal(path, rows[i].path);
		assert_string_equal(query, rows[i].query);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_head_is_read),
		cmocka_unit_test(no_head_is_complete_before_its_end),
		cmocka_unit_test(a_bad_line_is_refused_before_the_head_ends),
		cmocka_unit_test(
		    one_byte_changed_is_never_read_beyond_the_head),
		cmocka_unit_test(a_target_is_cut_and_its_path_decoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
