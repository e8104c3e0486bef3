/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_compare.h - where two documents differ, by the paths of their
 * values, without telling what a complaint says.
 *
 * A value is shown where it stands in a mapping's own files; of any other its
 * kind and length alone.
 */
#ifndef SIMPULCTL_COMPARE_H
#define SIMPULCTL_COMPARE_H

#include <jansson.h>

#include "hub_buf.h"

#define COMPARE_OWN_MAX 4

struct compare {
	/* Texts whose words may be shown: programs and settings. */
	const char *own[COMPARE_OWN_MAX];
	json_t *found; /* borrowed: gets {"path", "old", "new"} objects */
	struct hub_buf path;
};

/* Appends each difference; either may be NULL. */
void compare_values(struct compare *c, const json_t *old, const json_t *fresh);

#endif
