/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "csv.h"
#include "hub_buf.h"

/* Every record as LINE:[FIELD][FIELD], a bad one as LINE!PROBLEM. */
static void
read_all(const char *bytes, size_t len, char delimiter, struct hub_buf *told)
{
	struct csv_record r;
	struct csv csv;
	enum csv_end end;

	hub_buf_init(told, 1 << 20);
	csv_init(&csv, bytes, len, delimiter);
	while ((end = csv_next(&csv, &r)) == CSV_RECORD || end == CSV_BAD) {
		hub_buf_fmt(told, "%lu%c", r.line, end == CSV_BAD ? '!' : ':');
		for (size_t i = 0; i < r.count; i++)
			hub_buf_fmt(told, "[%s]", r.fields[i]);
		hub_buf_fmt(told, "%.14s\n", r.problem);
	}
	assert_int_equal(end, CSV_END);
	csv_release(&csv);
}

static const struct {
	const char *text, *told;
} files[] = {
	{ "", "" },
	{ "\r\n\n", "" },
	{ "a,b\n1,2\n", "1:[a][b]\n2:[1][2]\n" },
	{ "a,b\r\n1,2", "1:[a][b]\n2:[1][2]\n" },
	{ "\xef\xbb\xbf"
	  "a;b,c;d\n",
	    "1:[a][b,c][d]\n" },
	{ "\"a;b;c\",d\n1;2,3\n", "1:[a;b;c][d]\n2:[1;2][3]\n" },
	{ "a,,\n,\n", "1:[a][][]\n2:[][]\n" },
	{ "a\n\"x\ny\"\n\n\nz\n", "1:[a]\n2:[x\ny]\n6:[z]\n" },
	{ "\"x\r\ny\",\"\"\"q\"\"\",\"\"\r\nz\n",
	    "1:[x\r\ny][\"q\"][]\n3:[z]\n" },
	{ " a , b\n", "1:[ a ][ b]\n" },
	{ "a\rb,c\n", "1:[a\rb][c]\n" },
	{ "a,b\nx\"y,1\nz,2\n", "1:[a][b]\n2!found a quote \n3:[z][2]\n" },
	{ "\"a\"b,c\nd,e\n", "1!found text beh\n2:[d][e]\n" },
	{ "a,b\n\"c,d\ne,f\n", "1:[a][b]\n2!a field in quo\n3:[e][f]\n" },
	{ "\"", "1!a field in quo\n" },
};

static void
records_are_told_apart_as_rfc_4180_does(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		struct hub_buf told;

		read_all(files[i].text, strlen(files[i].text), '\0', &told);
		assert_string_equal(hub_buf_str(&told), files[i].told);
		hub_buf_release(&told);
	}
}

static void
a_delimiter_that_is_set_is_not_looked_for(void **state)
{
	struct hub_buf told;

	(void)state;
	read_all("a;b;c,d\n", 8, ',', &told);
	assert_string_equal(hub_buf_str(&told), "1:[a;b;c][d]\n");
	hub_buf_release(&told);
}

static void
a_nul_byte_is_no_text(void **state)
{
	struct hub_buf told;

	(void)state;
	read_all("a\0,b\nc,d\n", 9, '\0', &told);
	assert_string_equal(hub_buf_str(&told), "1!found a NUL by\n2:[c][d]\n");
	hub_buf_release(&told);
}

static void
what_is_too_long_ends_and_the_next_line_is_read(void **state)
{
	struct hub_buf file, told;

	(void)state;
	hub_buf_init(&file, 1 << 20);
	hub_buf_text(&file, "\"");
	for (unsigned i = 0; i < CSV_RECORD_MAX; i++)
		hub_buf_char(&file, 'x');
	hub_buf_text(&file, "\"\nnext,");
	for (unsigned i = 1; i < CSV_FIELDS_MAX; i++)
		hub_buf_char(&file, ',');
	hub_buf_text(&file, "\nlast\n");
	read_all(file.data, file.len, ',', &told);
	assert_string_equal(hub_buf_str(&told),
	    "1!the record has\n2!found more tha\n3:[last]\n");
	hub_buf_release(&told);
	hub_buf_release(&file);
}

/* The mark that some write in front of UTF-8. */
#define MARK "\xef\xbb\xbf"

static void
a_record_has_its_bytes_without_the_end_of_its_line(void **state)
{
	static const char *const files_of_one[] = { "a,\"b\nc\"\n",
		"a,\"b\nc\"\r\n", "a,\"b\nc\"", MARK "a,\"b\nc\"\n\n" };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct csv_record r;
		struct csv csv;

		csv_init(&csv, files_of_one[i], strlen(files_of_one[i]), '\0');
		assert_int_equal(csv_next(&csv, &r), CSV_RECORD);
		assert_int_equal(r.raw_len, 7);
		assert_memory_equal(r.raw, "a,\"b\nc\"", 7);
		csv_release(&csv);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_told_apart_as_rfc_4180_does),
		cmocka_unit_test(a_delimiter_that_is_set_is_not_looked_for),
		cmocka_unit_test(a_nul_byte_is_no_text),
		cmocka_unit_test(
		    what_is_too_long_ends_and_the_next_line_is_read),
		cmocka_unit_test(
		    a_record_has_its_bytes_without_the_end_of_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
