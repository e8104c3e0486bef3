/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "frame.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

enum colour { RED, GREEN, BLUE };

/* One field of each kind, and one struct inside. */
struct thing {
	const char *text, *line;
	int64_t number;
	uint64_t size;
	unsigned count;
	enum colour colour;
	bool yes;
	struct {
		const char *name;
	} inner;
};

static const struct frame_row thing_rows[] = {
	FRAME_ROW(struct thing, text),
	FRAME_LINE_ROW(struct thing, line),
	FRAME_ROW(struct thing, number),
	FRAME_ROW(struct thing, size),
	FRAME_ROW(struct thing, count),
	FRAME_ENUM_ROW(struct thing, colour, BLUE),
	FRAME_ROW(struct thing, yes),
	FRAME_ROW(struct thing, inner.name),
};

static const struct thing full = { .text = "two\nlines",
	.line = "one",
	.number = INT64_MIN,
	.size = UINT64_MAX,
	.count = UINT32_MAX,
	.colour = BLUE,
	.yes = true,
	.inner.name = "in" };

/* All fields are equal. */
static void
assert_thing(const struct thing *got, const struct thing *want)
{
	assert_string_equal(got->text, want->text);
	assert_string_equal(got->line, want->line);
	assert_true(got->number == want->number);
	assert_true(got->size == want->size);
	assert_int_equal(got->count, want->count);
	assert_int_equal(got->colour, want->colour);
	assert_int_equal(got->yes, want->yes);
	assert_string_equal(got->inner.name, want->inner.name);
}

/* What is put in comes out, and nothing else is there. */
static void
values_come_out_as_they_went_in(void **state)
{
	static const int64_t numbers[] = { 0, 1, -1, INT64_MAX, INT64_MIN };
	struct hub_buf out;
	struct frame_in in;
	size_t len;

	(void)state;
	hub_buf_init(&out, 10000);
	for (size_t i = 0; i < LENGTH(numbers); i++)
		frame_put_int(&out, numbers[i]);
	frame_put_text(&out, "teks");
	frame_put_text(&out, "");
	frame_put_text(&out, NULL);
	frame_put_bytes(&out, "a\0b", 3);
	frame_put_bytes(&out, NULL, 0);
	frame_in_init(&in, out.data, out.len);
	for (size_t i = 0; i < LENGTH(numbers); i++)
		assert_true(frame_int(&in) == numbers[i]);
	assert_string_equal(frame_text(&in), "teks");
	assert_string_equal(frame_text(&in), "");
	assert_string_equal(frame_text(&in), "");
	assert_false(frame_done(&in));
	assert_memory_equal(frame_bytes(&in, &len), "a\0b", 4);
	assert_int_equal(len, 3);
	assert_string_equal(frame_bytes(&in, &len), "");
	assert_int_equal(len, 0);
	assert_true(frame_done(&in));
	hub_buf_release(&out);
}

/* The bytes on the wire are those that the header tells of. */
static void
the_wire_is_little_endian(void **state)
{
	static const char want[] = "\x02\x01\0\0\0\0\0\0\x03\0\0\0abc";
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 100);
	frame_put_int(&out, 0x102);
	frame_put_text(&out, "abc");
	assert_int_equal(out.len, sizeof(want));
	assert_memory_equal(out.data, want, sizeof(want));
	hub_buf_release(&out);
}

static const struct {
	const char *bytes;
	size_t len;
	const char *what;
} broken_texts[] = {
	{ "", 0, "nothing" },
	{ "\1\0\0", 3, "a cut length" },
	{ "\0\0\0\0", 4, "no NUL behind nothing" },
	{ "\0\0\0\0x", 5, "no NUL after nothing" },
	{ "\3\0\0\0abc", 7, "no room for the NUL" },
	{ "\3\0\0\0abcd", 8, "no NUL at the end" },
	{ "\3\0\0\0a\0c", 8, "a NUL inside" },
	{ "\xff\xff\xff\xff"
	  "abc",
	    8, "a huge length" },
	{ "\xfb\xff\xff\x7f"
	  "abc",
	    8, "a length that wraps" },
	{ "\4\0\0\0abc", 8, "a length past the end" },
};

/* A text that is not whole is a failure that sticks. */
static void
broken_texts_fail(void **state)
{
	struct frame_in in;

	(void)state;
	for (size_t i = 0; i < LENGTH(broken_texts); i++) {
		frame_in_init(&in, broken_texts[i].bytes, broken_texts[i].len);
		assert_string_equal(frame_text(&in), "");
		if (frame_ok(&in))
			fail_msg("%s was taken", broken_texts[i].what);
		assert_false(frame_done(&in));
		assert_int_equal(frame_int(&in), 0);
		assert_string_equal(frame_text(&in), "");
	}
}

/* A number needs its eight bytes. */
static void
cut_numbers_fail(void **state)
{
	struct frame_in in;

	(void)state;
	for (size_t len = 0; len < 8; len++) {
		frame_in_init(&in, "\1\1\1\1\1\1\1\1", len);
		assert_int_equal(frame_int(&in), 0);
		assert_false(frame_ok(&in));
	}
}

/* A count may not pass its maximum, nor be negative. */
static void
counts_are_bounded(void **state)
{
	static const struct {
		int64_t value;
		bool ok;
	} rows[] = { { 0, true }, { 5, true }, { 6, false }, { -1, false },
		{ INT64_MIN, false }, { INT64_MAX, false } };
	struct frame_in in;

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		frame_in_init(&in, &rows[i].value, 8);
		assert_int_equal(frame_count(&in, 5),
		    rows[i].ok ? rows[i].value : 0);
		assert_int_equal(frame_ok(&in), rows[i].ok);
	}
}

/* A struct keeps every field. */
static void
a_struct_keeps_every_field(void **state)
{
	struct thing got;
	struct hub_buf out;
	struct frame_in in;

	(void)state;
	hub_buf_init(&out, 10000);
	frame_put_rows(&out, thing_rows, LENGTH(thing_rows), &full);
	frame_put_int(&out, 77);
	frame_in_init(&in, out.data, out.len);
	frame_rows(&in, thing_rows, LENGTH(thing_rows), &got);
	assert_thing(&got, &full);
	assert_int_equal(frame_int(&in), 77);
	assert_true(frame_done(&in));
	hub_buf_release(&out);
}

/* An older reader skips the rows it does not know; a younger one leaves the
 * rest empty. */
static void
rows_may_be_appended(void **state)
{
	static const struct thing nothing = { .text = "",
		.line = "",
		.inner.name = "" };
	struct hub_buf out;
	struct frame_in in;

	(void)state;
	hub_buf_init(&out, 10000);
	for (size_t here = 0; here <= LENGTH(thing_rows); here++) {
		for (size_t know = 0; know <= LENGTH(thing_rows); know++) {
			struct thing got = nothing;

			hub_buf_clear(&out);
			frame_put_rows(&out, thing_rows, here, &full);
			frame_put_int(&out, 77);
			frame_in_init(&in, out.data, out.len);
			frame_rows(&in, thing_rows, know, &got);
			assert_int_equal(frame_int(&in), 77);
			assert_true(frame_done(&in));
			assert_string_equal(got.text,
			    here > 0 && know > 0 ? full.text : "");
			assert_string_equal(got.inner.name,
			    here > 7 && know > 7 ? full.inner.name : "");
		}
	}
	hub_buf_release(&out);
}

/* Cut anywhere, a struct fails, and its texts are still texts. */
static void
a_cut_struct_fails_with_every_field_set(void **state)
{
	struct hub_buf out;
	struct frame_in in;

	(void)state;
	hub_buf_init(&out, 10000);
	frame_put_rows(&out, thing_rows, LENGTH(thing_rows), &full);
	for (size_t len = 0; len < out.len; len++) {
		char *copy = malloc(len + 1);
		struct thing got;

		assert_non_null(copy);
		memset(&got, 0xff, sizeof(got));
		memcpy(copy, out.data, len);
		frame_in_init(&in, copy, len);
		frame_rows(&in, thing_rows, LENGTH(thing_rows), &got);
		assert_false(frame_ok(&in));
		assert_true(strlen(got.text) < 10 && strlen(got.line) < 10);
		assert_string_equal(got.inner.name, "");
		assert_true(got.colour <= BLUE);
		free(copy);
	}
	hub_buf_release(&out);
}

/* Where in the frame of `full` a number stands. */
enum { NUMBER_AT = 16 + 14 + 8, UINT_AT = NUMBER_AT + 16 };

static const struct {
	size_t at;
	int64_t value;
	const char *what;
} lies[] = {
	{ 0, -1, "a negative number of rows" },
	{ 0, 4096, "more rows than any struct has" },
	{ 0, 7, "fewer rows than bytes" },
	{ 8, 0, "no bytes" },
	{ 8, 5, "too few bytes" },
	{ 8, 4000, "more bytes than there are" },
	{ 8, -1, "a negative length" },
	{ UINT_AT, -1, "a negative count" },
	{ UINT_AT, 1LL << 32, "a count of 33 bits" },
	{ UINT_AT + 8, BLUE + 1, "a colour that is none" },
	{ UINT_AT + 8, -1, "a negative colour" },
	{ UINT_AT + 16, 2, "neither yes nor no" },
};

/* Numbers that lie are refused. */
static void
a_lying_struct_fails(void **state)
{
	struct hub_buf out;
	struct frame_in in;
	struct thing got;

	(void)state;
	hub_buf_init(&out, 10000);
	for (size_t i = 0; i < LENGTH(lies); i++) {
		hub_buf_clear(&out);
		frame_put_rows(&out, thing_rows, LENGTH(thing_rows), &full);
		memcpy(out.data + lies[i].at, &lies[i].value, 8);
		frame_in_init(&in, out.data, out.len);
		frame_rows(&in, thing_rows, LENGTH(thing_rows), &got);
		if (frame_done(&in))
			fail_msg("%s was taken", lies[i].what);
	}
	hub_buf_release(&out);
}

/* What does not fit the buffer fails there. */
static void
a_full_buffer_fails(void **state)
{
	struct hub_buf out;

	(void)state;
	hub_buf_init(&out, 80);
	frame_put_rows(&out, thing_rows, LENGTH(thing_rows), &full);
	frame_put_text(&out, "more");
	assert_false(hub_buf_ok(&out));
	hub_buf_clear(&out);
	frame_put_bytes(&out, "", (size_t)UINT32_MAX + 1);
	assert_false(hub_buf_ok(&out));
	hub_buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_come_out_as_they_went_in),
		cmocka_unit_test(the_wire_is_little_endian),
		cmocka_unit_test(broken_texts_fail),
		cmocka_unit_test(cut_numbers_fail),
		cmocka_unit_test(counts_are_bounded),
		cmocka_unit_test(a_struct_keeps_every_field),
		cmocka_unit_test(rows_may_be_appended),
		cmocka_unit_test(a_cut_struct_fails_with_every_field_set),
		cmocka_unit_test(a_lying_struct_fails),
		cmocka_unit_test(a_full_buffer_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
