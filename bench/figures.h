/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a run found, as named numbers in the order in which they are told.
 * The same table is printed for people (key=value on one line) and for
 * programs (one JSON object), so that the two never disagree.
 */
#ifndef BENCH_FIGURES_H
#define BENCH_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct figure {
	const char *name;
	double value;
	int decimals;
};

/* Writes the figures and a newline. */
void figures_print(FILE *, const struct figure *, size_t count, bool json);

#endif
