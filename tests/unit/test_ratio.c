/* SPDX-License-Identifier: Apache-2.0 */
/* Ratios as decimal texts: by hand, and against each other. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ratio.h"

struct row {
	int64_t over, under;
	struct ratio_style style;
	const char *text;
};

#define T(d, p) \
	{ \
		RATIO_TRUNCATE, d, p, false, ',' \
	}
#define H(d, p) \
	{ \
		RATIO_HALF_UP, d, p, false, ',' \
	}
#define TP(d, p) \
	{ \
		RATIO_TRUNCATE, d, p, true, ',' \
	}
#define HP(d, p) \
	{ \
		RATIO_HALF_UP, d, p, true, ',' \
	}

/* clang-format off */
static const struct row rows[] = {
	/* As newspapers have them. */
	{ 503, 935, TP(1, 1), "53,7" },
	{ 503, 935, HP(1, 1), "53,8" },
	{ 437, 935, HP(2, 2), "46,74" },
	{ 379, 397, HP(1, 2), "95,50" },
	{ 379, 397, HP(1, 1), "95,5" },
	{ 379, 397, TP(1, 2), "95,40" },
	{ 18, 18, HP(1, 1), "100,0" },
	{ 18, 18, HP(0, 0), "100" },
	/* Half counts as one, less does not. */
	{ 1, 2, H(0, 0), "1" },
	{ 1, 2, T(0, 0), "0" },
	{ 49, 100, H(0, 0), "0" },
	{ 5, 100, H(1, 1), "0,1" },
	{ 499, 10000, H(1, 1), "0,0" },
	{ 1, 3, H(3, 3), "0,333" },
	{ 2, 3, H(3, 3), "0,667" },
	{ 2, 3, T(3, 3), "0,666" },
	/* Nines count up to the front. */
	{ 9995, 10000, HP(1, 1), "100,0" },
	{ 99949, 100000, HP(1, 1), "99,9" },
	{ 99999, 100, H(1, 1), "1000,0" },
	/* Zeros, at either end. */
	{ 0, 7, H(1, 2), "0,00" },
	{ 0, 7, HP(0, 0), "0" },
	{ 1, 1000, HP(2, 2), "0,10" },
	{ 1, 1000, HP(0, 3), "0,000" },
	{ 7, 1, H(0, 2), "7,00" },
	/* As large as numbers are. */
	{ INT64_MAX, 1, H(1, 1), "9223372036854775807,0" },
	{ INT64_MAX, INT64_MAX, HP(2, 2), "100,00" },
	{ INT64_MAX - 1, INT64_MAX, TP(9, 9), "99,999999999" },
	{ INT64_MAX - 1, INT64_MAX, HP(9, 9), "100,000000000" },
	{ 1, INT64_MAX, TP(9, 9), "0,000000000" },
};
/* clang-format on */

/* Every row comes out. */
static void
ratios_are_exact(void **state)
{
	char text[RATIO_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(ratio_text(rows[i].over, rows[i].under,
		    &rows[i].style, text));
		assert_string_equal(text, rows[i].text);
	}
}

/* Over nothing there is no value, and nothing negative is taken. */
static void
nothing_has_no_share(void **state)
{
	static const struct ratio_style style = HP(1, 1);
	char text[RATIO_TEXT_SIZE];

	(void)state;
	assert_false(ratio_text(1, 0, &style, text));
	assert_string_equal(text, "");
	assert_false(ratio_text(-1, 2, &style, text));
	assert_false(ratio_text(1, -2, &style, text));
}

/* The text as a number of thousandths. */
static int64_t
thousandths(const char *text)
{
	char *point;
	int64_t whole = strtoll(text, &point, 10);

	assert_int_equal(*point, '.');
	assert_int_equal(strlen(point), 4);
	return whole * 1000 + strtoll(point + 1, NULL, 10);
}

/* What is printed is the nearest, or the next one below, for every share of
 * up to 200. */
static void
no_share_is_off_by_more_than_its_rounding(void **state)
{
	struct ratio_style style = { RATIO_TRUNCATE, 3, 3, false, '.' };
	char text[RATIO_TEXT_SIZE];

	(void)state;
	for (int64_t under = 1; under <= 200; under++) {
		for (int64_t over = 0; over <= 2 * under; over++) {
			style.rounding = RATIO_TRUNCATE;
			assert_true(ratio_text(over, under, &style, text));
			assert_int_equal(thousandths(text),
			    over * 1000 / under);
			style.rounding = RATIO_HALF_UP;
			assert_true(ratio_text(over, under, &style, text));
			assert_int_equal(thousandths(text),
			    (over * 2000 + under) / (2 * under));
		}
	}
}

/* The names of the ways are read back. */
static void
roundings_have_names(void **state)
{
	enum ratio_rounding rounding;

	(void)state;
	assert_true(ratio_rounding_parse("truncate", &rounding));
	assert_int_equal(rounding, RATIO_TRUNCATE);
	assert_true(ratio_rounding_parse("half_up", &rounding));
	assert_int_equal(rounding, RATIO_HALF_UP);
	assert_false(ratio_rounding_parse("bankers", &rounding));
	assert_false(ratio_rounding_parse("", &rounding));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ratios_are_exact),
		cmocka_unit_test(nothing_has_no_share),
		cmocka_unit_test(no_share_is_off_by_more_than_its_rounding),
		cmocka_unit_test(roundings_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
