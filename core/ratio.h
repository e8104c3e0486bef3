/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ratio.h - one number over another as a decimal text, exactly: digits come
 * by long division of integers, and the way of rounding has a name.
 *
 * 503 of 935 in percent is "53,7" truncated to one digit; 379 of 397 is
 * "95,50" rounded half up to one digit and padded to two.
 */
#ifndef RATIO_H
#define RATIO_H

#include <stdbool.h>
#include <stdint.h>

#define RATIO_DIGITS_MAX 9
#define RATIO_TEXT_SIZE 48

enum ratio_rounding {
	RATIO_TRUNCATE, /* what is behind the last digit is dropped */
	RATIO_HALF_UP,	/* half of the last digit and more counts as one */
};

struct ratio_style {
	enum ratio_rounding rounding;
	unsigned digits; /* behind the mark, to which is rounded */
	unsigned pad;	 /* digits behind the mark at least: zeros follow */
	bool percent;	 /* a hundred times the ratio */
	char mark;	 /* ',' in Indonesian */
};

/* Neither number may be negative.  False, and "", over 0. */
bool ratio_text(int64_t numerator, int64_t denominator,
    const struct ratio_style *style, char buf[RATIO_TEXT_SIZE]);

/* "truncate", "half_up", in the order of the enum, NULL at the end. */
extern const char *const ratio_rounding_words[];
bool ratio_rounding_parse(const char *name, enum ratio_rounding *ret);

#endif
