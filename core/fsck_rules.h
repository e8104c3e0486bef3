/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fsck_rules.h - what must hold between rows, as queries that find the rows
 * for which it does not.  For fsck.c alone.
 */
#ifndef FSCK_RULES_H
#define FSCK_RULES_H

#include <stddef.h>

#include "db.h"

/* A row of the query is (id, a, b); in the sentence %i is the id's text, %a
 * and %b are the two numbers. */
struct fsck_rule {
	struct db_query query;
	const char *sentence;
};

const struct fsck_rule *fsck_rules(size_t *ret_count);

#endif
