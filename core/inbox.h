/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inbox.h - rows of messages from institutions that could not be understood
 * and are kept, sealed, for a person.
 */
#ifndef INBOX_H
#define INBOX_H

#include "clock.h"
#include "content.h"
#include "db.h"
#include "digest.h"

enum inbox_state {
	INBOX_QUARANTINED = 1, /* its plugin died on it, twice */
	INBOX_TRAY = 2,	       /* nobody's: for the coordinator */
};

struct inbox_row {
	int64_t id, institution;
	int64_t until; /* ms: answered without a worker until then */
	enum inbox_state state;
	uint8_t digest[DIGEST_SIZE]; /* SHA-256 of the message */
	const void *bytes;	     /* the message, borrowed; when stored */
	size_t len;
};

/* Stores the bytes sealed under a key of the row's own: as many as a piece has
 * in the row, the rest as content. */
enum db_code inbox_add(struct db *db, const struct content *content,
    const struct clock *clock, struct ident *ident,
    const struct inbox_row *row);
/* Rows that still are in force at now_ms; each is for inbox_row_read. */
enum db_code inbox_each(struct db *db, int64_t now_ms, db_row_fn *each,
    void *ctx);
void inbox_row_read(const struct db_row *row, struct inbox_row *ret);

#endif
