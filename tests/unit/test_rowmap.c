/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "namebook.h"
#include "rowmap.h"

#define MANY 20000u

struct row {
	uint64_t key, value;
};

/* Keys that differ in high bits alone, or in low ones, or by much. */
static uint64_t
key_of(uint64_t i)
{
	switch (i % 3) {
	case 0:
		return i;
	case 1:
		return i << 40;
	default:
		return ~i;
	}
}

static void
a_row_is_found_by_its_key(void **state)
{
	struct rowmap map;

	(void)state;
	rowmap_init(&map, sizeof(struct row));
	assert_null(rowmap_find(&map, 1));
	for (uint64_t i = 0; i < MANY; i++) {
		struct row *row = rowmap_add(&map, key_of(i));

		assert_non_null(row);
		assert_true(row->key == key_of(i) && row->value == 0);
		row->value = i + 1;
	}
	assert_int_equal(map.count, MANY);
	for (uint64_t i = 0; i < MANY; i++) {
		const struct row *row = rowmap_add(&map, key_of(i));

		assert_true(row->value == i + 1);
		assert_ptr_equal(row, rowmap_find(&map, key_of(i)));
		assert_ptr_equal(row, rowmap_at(&map, i));
	}
	assert_int_equal(map.count, MANY);
	assert_null(rowmap_find(&map, UINT64_C(1) << 63));
	rowmap_release(&map);
}

static void
a_text_has_one_number(void **state)
{
	struct namebook book;
	char text[32];
	uint32_t number = 7;

	(void)state;
	namebook_init(&book);
	assert_true(namebook_take(&book, "", &number));
	assert_int_equal(number, 0);
	assert_string_equal(namebook_text(&book, 0), "");
	for (int twice = 0; twice < 2; twice++) {
		for (unsigned i = 1; i <= MANY / 10; i++) {
			(void)snprintf(text, sizeof(text), "instansi-%u", i);
			assert_true(namebook_take(&book, text, &number));
			assert_int_equal(number, i);
			assert_string_equal(namebook_text(&book, i), text);
		}
	}
	namebook_release(&book);
}

static void
a_name_that_changed_keeps_its_number(void **state)
{
	struct namebook book;
	char text[32], next[32];
	uint32_t number = 0;

	(void)state;
	namebook_init(&book);
	assert_true(namebook_take(&book, "esdm", &number));
	assert_true(namebook_rename(&book, "nobody", "somebody"));
	for (unsigned i = 0; i < 1000; i++) { /* more than there are slots */
		(void)snprintf(text, sizeof(text), i == 0 ? "esdm" : "n%u", i);
		(void)snprintf(next, sizeof(next), "n%u", i + 1);
		assert_true(namebook_rename(&book, text, next));
	}
	assert_true(namebook_take(&book, "n1000", &number));
	assert_int_equal(number, 1);
	assert_true(namebook_rename(&book, "n1000", "esdm"));
	assert_true(namebook_take(&book, "esdm", &number));
	assert_int_equal(number, 1);
	assert_true(namebook_take(&book, "n1000", &number));
	assert_int_equal(number, 2);
	assert_true(namebook_rename(&book, "esdm", "n1000"));
	assert_string_equal(namebook_text(&book, 1), "esdm");
	namebook_release(&book);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_found_by_its_key),
		cmocka_unit_test(a_text_has_one_number),
		cmocka_unit_test(a_name_that_changed_keeps_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
