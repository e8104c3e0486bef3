/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "logbook_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checkpoint_find.h"

void
logbook_check_init(struct logbook_check *check, struct logbook *book,
    const struct policy *policy)
{
	*check = (struct logbook_check){ .book = book, .policy = policy };
}

void
logbook_check_release(struct logbook_check *check)
{
	for (size_t i = 0; i < check->count; i++)
		free(check->others[i].where);
	free(check->others);
	check->others = NULL;
	check->count = check->room = 0;
}

void
logbook_check_tell(struct logbook_check *check, enum logbook_damage damage,
    const char *where, const char *fmt, ...)
{
	struct logbook_finding finding = { .damage = damage, .where = where };
	char text[512];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	finding.text = text;
	check->found++;
	check->find(check->ctx, &finding);
}

/* Checkpoints out of one file that the auditor brought. */
struct brought {
	struct logbook_check *check;
	const char *where;
};

/* checkpoint_found_fn: it will be compared, if it is signed. */
static bool
on_brought(void *ctx, struct note_span bytes)
{
	struct brought *b = ctx;

	logbook_check_other(b->check, bytes, b->where, false);
	return true;
}

void
logbook_check_old(struct logbook_check *check, struct note_span bytes,
    const char *where)
{
	struct brought b = { check, where };

	if (checkpoint_find(bytes, on_brought, &b) == 0)
		logbook_check_tell(check, DAMAGE_OLD_NONE, where,
		    "no checkpoint is in it");
}

/* qsort's: the smaller tree first. */
static int
by_size(const void *a, const void *b)
{
	const struct logbook_witnessed *x = a, *y = b;

	return (x->head.size > y->head.size) - (x->head.size < y->head.size);
}

enum hub_status
logbook_check_run(struct logbook_check *check, struct hub_error *err)
{
	if (check->count > 0)
		qsort(check->others, check->count, sizeof(*check->others),
		    by_size);
	logbook_check_files(check);
	return logbook_check_tree(check, err);
}
