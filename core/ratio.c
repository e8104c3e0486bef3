/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "ratio.h"

#include <stdio.h>
#include <string.h>

const char *const ratio_rounding_words[] = { "truncate", "half_up", NULL };

/* A division under way: its digits so far, and what is left to divide. */
struct division {
	char digits[RATIO_TEXT_SIZE];
	int point; /* digits in front of the mark */
	int64_t rest, divisor;
};

/* The next digit: ten times the rest, divided without ever exceeding it. */
static char
next_digit(struct division *d)
{
	int64_t added = 0;
	char digit = '0';

	for (int i = 0; i < 10; i++) {
		if (added >= d->divisor - d->rest) {
			added -= d->divisor - d->rest;
			digit++;
		} else {
			added += d->rest;
		}
	}
	d->rest = added;
	return digit;
}

/* Adds one to the last digit; a 0 stands in front, so there is room. */
static void
count_up(char *digits)
{
	size_t i = strlen(digits) - 1;

	while (digits[i] == '9')
		digits[i--] = '0';
	digits[i]++;
}

/* All digits, with a 0 in front, and where the mark belongs. */
static void
divide(struct division *d, int64_t numerator, const struct ratio_style *style)
{
	unsigned more = style->percent ? 2 : 0;
	size_t len;

	d->rest = numerator % d->divisor;
	(void)snprintf(d->digits, sizeof(d->digits), "0%lld",
	    (long long)(numerator / d->divisor));
	len = strlen(d->digits);
	d->point = (int)(len + more);
	for (unsigned i = 0; i < more + style->digits; i++)
		d->digits[len++] = next_digit(d);
	d->digits[len] = '\0';
	if (style->rounding == RATIO_HALF_UP && d->rest >= d->divisor - d->rest)
		count_up(d->digits);
}

bool
ratio_text(int64_t numerator, int64_t denominator,
    const struct ratio_style *style, char buf[RATIO_TEXT_SIZE])
{
	struct division d = { .divisor = denominator };
	struct ratio_style within = *style;
	int first = 0, zeros;

	buf[0] = '\0';
	if (denominator <= 0 || numerator < 0)
		return false;
	if (within.digits > RATIO_DIGITS_MAX)
		within.digits = RATIO_DIGITS_MAX;
	if (within.pad > RATIO_DIGITS_MAX)
		within.pad = RATIO_DIGITS_MAX;
	divide(&d, numerator, &within);
	while (d.digits[first] == '0' && first < d.point - 1)
		first++;
	zeros = (int)within.pad - (int)within.digits;
	(void)snprintf(buf, RATIO_TEXT_SIZE, "%.*s", d.point - first,
	    d.digits + first);
	if (within.digits + within.pad == 0)
		return true;
	(void)snprintf(buf + strlen(buf), RATIO_TEXT_SIZE - strlen(buf),
	    "%c%s%.*s", within.mark, d.digits + d.point, zeros > 0 ? zeros : 0,
	    "000000000");
	return true;
}

bool
ratio_rounding_parse(const char *name, enum ratio_rounding *ret)
{
	for (unsigned i = 0; ratio_rounding_words[i] != NULL; i++) {
		if (strcmp(ratio_rounding_words[i], name) != 0)
			continue;
		*ret = (enum ratio_rounding)i;
		return true;
	}
	return false;
}
