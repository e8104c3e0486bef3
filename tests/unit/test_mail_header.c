/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_header.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static void
a_header_ends_at_an_empty_line_or_before_what_is_no_field(void **state)
{
	static const struct {
		const char *bytes, *header, *body;
	} rows[] = {
		{ "A: 1\r\nB: 2\r\n\r\nbody", "A: 1\r\nB: 2\r\n", "body" },
		{ "A: 1\nB: 2\n\nbody", "A: 1\nB: 2\n", "body" },
		{ "A: 1\r\n more\r\n\tyet\r\n\r\nb",
		    "A: 1\r\n more\r\n\tyet\r\n", "b" },
		{ "\r\nbody", "", "body" },
		{ "\nbody", "", "body" },
		{ "A: 1", "A: 1", "" },
		{ "A: 1\r\n", "A: 1\r\n", "" },
		{ "A: 1\r\n\r", "A: 1\r\n", "" },
		{ "A: 1\nno field\nB: 2\n\n", "A: 1\n", "no field\nB: 2\n\n" },
		{ " A: 1\n\n", "", " A: 1\n\n" },
		{ ": 1\n\n", "", ": 1\n\n" },
		{ "A B: 1\n\n", "", "A B: 1\n\n" },
		{ "plain text", "", "plain text" },
		{ "", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mail_piece bytes = { rows[i].bytes,
			strlen(rows[i].bytes) };
		struct mail_piece body;
		struct mail_piece header = mail_header_cut(&bytes, &body);

		assert_int_equal(header.len, strlen(rows[i].header));
		assert_memory_equal(header.at, rows[i].header, header.len);
		assert_int_equal(body.len, strlen(rows[i].body));
		assert_memory_equal(body.at, rows[i].body, body.len);
	}
}

static void
a_value_stands_on_one_line(void **state)
{
	static const struct {
		const char *header, *name, *value;
	} rows[] = {
		{ "A: 1\r\nB: 2\r\n", "b", "2" },
		{ "A: 1\r\nB: 2\r\n", "C", "" },
		{ "A: 1\r\n", "AB", "" },
		{ "AB: 1\r\n", "A", "" },
		{ "A:  one\r\n two\r\n\t three \r\n", "A", "one two\t three" },
		{ "A:\r\n one\r\n", "A", "one" },
		{ "A: 1\nA: 2\n", "A", "1" },
		{ "A:\nB: 2\n", "A", "" },
		{ "A:x:y\n", "A", "x:y" },
		{ "A: last", "A", "last" },
	};
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 100);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mail_piece header = { rows[i].header,
			strlen(rows[i].header) };

		hub_buf_clear(&out);
		mail_header_find(&header, rows[i].name, &out);
		assert_string_equal(hub_buf_str(&out), rows[i].value);
	}
	hub_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_header_ends_at_an_empty_line_or_before_what_is_no_field),
		cmocka_unit_test(a_value_stands_on_one_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
