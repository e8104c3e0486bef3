/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"

/* What is taken is zeroed and fit for any type. */
static void
pieces_are_zeroed_and_aligned(void **state)
{
	static const unsigned char zero[100];
	struct arena arena;

	(void)state;
	arena_init(&arena, 100000);
	for (size_t size = 1; size <= sizeof(zero); size++) {
		unsigned char *piece = arena_take(&arena, size);

		assert_non_null(piece);
		assert_int_equal((uintptr_t)piece % alignof(max_align_t), 0);
		assert_memory_equal(piece, zero, size);
		memset(piece, 0xff, size);
		arena_text(&arena, "odd");
	}
	assert_true(arena_ok(&arena));
	arena_release(&arena);
}

/* Texts and bytes are copies that later pieces leave alone. */
static void
copies_stay_as_they_were(void **state)
{
	char source[] = "first";
	struct arena arena;
	const char *first, *bytes;

	(void)state;
	arena_init(&arena, 1000000);
	first = arena_text(&arena, source);
	bytes = arena_bytes(&arena, "a\0b", 3);
	source[0] = 'x';
	for (int i = 0; i < 100; i++)
		assert_string_equal(arena_text(&arena, "more"), "more");
	assert_non_null(arena_take(&arena, 100000));
	assert_string_equal(first, "first");
	assert_memory_equal(bytes, "a\0b", 4);
	arena_release(&arena);
}

/* NULL and nothing are the empty text, and cost nothing. */
static void
nothing_is_the_empty_text(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 0);
	assert_string_equal(arena_text(&arena, NULL), "");
	assert_string_equal(arena_text(&arena, ""), "");
	assert_string_equal(arena_bytes(&arena, "abc", 0), "");
	assert_true(arena_ok(&arena));
	assert_null(arena.first);
	arena_release(&arena);
}

/* Going over the cap fails for good. */
static void
over_the_cap_is_a_sticky_failure(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 10);
	assert_string_equal(arena_text(&arena, "123456789"), "123456789");
	assert_true(arena_ok(&arena));
	assert_string_equal(arena_text(&arena, "x"), "");
	assert_false(arena_ok(&arena));
	assert_null(arena_take(&arena, 0));
	assert_string_equal(arena_text(&arena, "x"), "");
	arena_release(&arena);
	assert_true(arena_ok(&arena));
	assert_string_equal(arena_text(&arena, "again"), "again");
	arena_release(&arena);
}

/* A size that no memory has is refused, not wrapped around. */
static void
huge_sizes_fail(void **state)
{
	static const size_t sizes[] = { SIZE_MAX, SIZE_MAX - 1, SIZE_MAX / 2 };
	struct arena arena;

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		arena_init(&arena, 1000);
		assert_null(arena_take(&arena, sizes[i]));
		assert_false(arena_ok(&arena));
		arena_release(&arena);
		assert_string_equal(arena_bytes(&arena, "", sizes[i]), "");
		assert_false(arena_ok(&arena));
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_zeroed_and_aligned),
		cmocka_unit_test(copies_stay_as_they_were),
		cmocka_unit_test(nothing_is_the_empty_text),
		cmocka_unit_test(over_the_cap_is_a_sticky_failure),
		cmocka_unit_test(huge_sizes_fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
