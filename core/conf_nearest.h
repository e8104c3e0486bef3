/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_nearest.h - the known word that a misspelt one was meant to be.
 *
 * Words are offered one by one; the nearest within a third of the letters
 * (insert, drop, change or swap one) is kept.
 */
#ifndef CONF_NEAREST_H
#define CONF_NEAREST_H

#include <stddef.h>

struct conf_nearest {
	const char *word; /* as written */
	const char *best; /* "" when nothing offered is near; borrowed */
	size_t distance;
};

void conf_nearest_init(struct conf_nearest *nearest, const char *word);
void conf_nearest_offer(struct conf_nearest *nearest, const char *known);
/* "; did you mean \"BEST\"?" into buf, "" when nothing is near. */
const char *conf_nearest_hint(const struct conf_nearest *nearest, char *buf,
    size_t size);

#endif
