/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cases_span.h - many cases at once, with their handoffs and disputes: spans
 * of ids, each short enough for one look of the reader.
 */
#ifndef CASES_SPAN_H
#define CASES_SPAN_H

#include "db.h"

/* Cases behind an id, in order; rows for case_row_read. */
enum db_code cases_behind(struct db *db, int64_t after, int64_t limit,
    db_row_fn *each, void *ctx);
/* Handoffs of the cases from first to last, in order of case and id; rows for
 * handoff_row_read. */
enum db_code handoffs_between(struct db *db, int64_t first, int64_t last,
    db_row_fn *each, void *ctx);

/* A table's rows by id, `limit` at a time. */
struct cases_span {
	int64_t after;	/* from behind this id */
	int64_t before; /* up to below this one */
	int64_t limit;
};

/* Who spoke in a span of events, who handed a case in in a span of cases:
 * institutions, each once.  *ret_last: the last id that was looked at, 0 when
 * there was none. */
enum db_code cases_speakers(struct db *db, const struct cases_span *span,
    db_row_fn *each, void *ctx, int64_t *ret_last);
enum db_code cases_sources(struct db *db, const struct cases_span *span,
    db_row_fn *each, void *ctx, int64_t *ret_last);

#endif
