/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_split.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "hub_buf.h"

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

/* Every part in brackets, "." at the end when the final boundary was seen. */
static void
split_all(const char *boundary, const char *body, struct hub_buf *out)
{
	struct mail_piece bytes = { body, strlen(body) }, part;
	struct mail_split split;

	hub_buf_clear(out);
	mail_split_init(&split, &bytes, boundary);
	while (mail_split_next(&split, &part)) {
		hub_buf_char(out, '[');
		hub_buf_add(out, part.at, part.len);
		hub_buf_char(out, ']');
	}
	if (split.closed)
		hub_buf_char(out, '.');
}

static void
a_body_is_cut_where_its_boundary_stands_on_a_line(void **state)
{
	static const struct {
		const char *boundary, *body, *parts;
	} rows[] = {
		{ "b", "--b\r\none\r\n--b\r\ntwo\r\n--b--\r\n", "[one][two]." },
		{ "b", "--b\none\n--b\ntwo\n--b--", "[one][two]." },
		{ "b", "pre\n--b\none\n--b--\npost\n--b\nthree", "[one]." },
		{ "b", "--b\n--b\n\n--b\n\n\n--b--", "[][][\n]." },
		{ "b", "--b\r\n\r\n\r\n--b--", "[\r\n]." },
		{ "b", "--b\r\none", "[one]" },
		{ "b", "--b\r\none\r\n", "[one\r\n]" },
		{ "b", "--b\r\none\r\n--b", "[one][]" },
		{ "b", "--b \t\r\none\r\n--b-- \t\r\n", "[one]." },
		{ "b", "--b\none\n--bx\n --b\nx--b\n--b-\n--b--x\n--b--",
		    "[one\n--bx\n --b\nx--b\n--b-\n--b--x]." },
		{ "ab", "--ab\n--a\n--abc\n--ab--", "[--a\n--abc]." },
		{ "--", "----\none\n------\n", "[one]." },
		{ "b", "--b--\n", "." },
		{ "b", "", "" },
		{ "b", "none", "" },
		{ "a b", "--a b\none\n--a b--", "[one]." },
		{ "'()+_,-./:=?", "--'()+_,-./:=?\n1\n--'()+_,-./:=?--",
		    "[1]." },
		{ "b", "--b\none\r\r\n--b--", "[one\r]." },
		{ "b", "--b\none\n\r\n--b--", "[one\n]." },
	};
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 1000);
	for (size_t i = 0; i < COUNT(rows); i++) {
		split_all(rows[i].boundary, rows[i].body, &out);
		assert_string_equal(hub_buf_str(&out), rows[i].parts);
	}
	hub_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_body_is_cut_where_its_boundary_stands_on_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
