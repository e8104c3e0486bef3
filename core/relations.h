/* SPDX-License-Identifier: Apache-2.0 */
/*
 * relations.h - rows of what two cases are to each other: the same matter
 * told twice, or related.
 *
 * a is the older case.  Cases that are the same all stand beside one lead,
 * never in a chain.
 */
#ifndef RELATIONS_H
#define RELATIONS_H

#include "db.h"
#include "limits.h"

enum relation_kind { RELATION_NONE, RELATION_SAME, RELATION_RELATED };

struct relation_row {
	int64_t id, a, b;
	int64_t undone_at; /* 0: it holds */
	enum relation_kind kind;
};

/* "same", "related"; "" for a value not in the list. */
const char *relation_name(unsigned kind);

/* A new one; a is the older case. */
enum db_code relations_add(struct db *db, const struct relation_row *row);
/* The one of that kind that holds between two cases, in either order. */
enum db_code relations_between(struct db *db, int64_t x, int64_t y,
    enum relation_kind kind, struct relation_row *ret);
enum db_code relations_undo(struct db *db, int64_t id, int64_t now_ms);
/* All of a case that hold, oldest first; rows for relation_row_read. */
enum db_code relations_of(struct db *db, int64_t case_id, db_row_fn *each,
    void *ctx);
void relation_row_read(const struct db_row *row, struct relation_row *ret);

/* Cases that are joined to a lead. */
struct relations_joined {
	int64_t ids[RELATIONS_MAX];
	size_t count;
};
enum db_code relations_joined(struct db *db, int64_t lead,
    struct relations_joined *ret);

#endif
