/* SPDX-License-Identifier: Apache-2.0 */
/*
 * import_row.h - one case that is brought over from elsewhere, as simpulctl
 * sends it and the hub reads it: the body of POST /v1/cases, with when it was
 * received and how it ended.
 *
 * The table is that of api_words.h without attachments, and a few rows more:
 * same names, same limits, same checks.
 */
#ifndef IMPORT_ROW_H
#define IMPORT_ROW_H

#include "api_words.h"
#include "custody_case.h"

struct import_said {
	struct api_said said;	 /* first: the rows of a case point into it */
	int64_t received, ended; /* seconds, 0: not given */
	enum case_state status;	 /* 0: not given */
};

#define IMPORT_ROWS 48 /* room in the table */
struct import_rows {
	struct body_row rows[IMPORT_ROWS];
};

/* Fills the table in. */
void import_rows_init(struct import_rows *table);
/* The row of a member, with "complainant." before those of the complainant;
 * NULL: there is none. */
const struct body_row *import_rows_find(const struct import_rows *table,
    const char *member);

/* Everything "" and 0. */
struct import_said import_said_init(void);
/* A document with those members, and what they say together; texts are
 * borrowed from it.  False with the first problem. */
bool import_said_read(const struct import_rows *table,
    const struct hub_json *doc, int64_t now_ms, struct import_said *ret,
    struct body_problem *ret_problem);

#endif
