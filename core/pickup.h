/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pickup.h - a file of a case that one receiver may fetch at an address,
 * <public_url>/a/<token>.
 *
 * The token is the delivery that told of it, its place there, and 128 random
 * bits; the database has its SHA-256 alone.  It ends with its time, by the
 * coordinator's word, and for as long as its case is secret; nobody who asks
 * can tell these from a token that never was.
 */
#ifndef PICKUP_H
#define PICKUP_H

#include "db.h"
#include "digest.h"
#include "ident.h"

#define PICKUP_PATH "/a/"
#define PICKUP_PLACES 256
#define PICKUP_TOKEN_LEN 47
#define PICKUP_TOKEN_SIZE (PICKUP_TOKEN_LEN + 1)

struct pickup_row {
	int64_t delivery, place; /* below PICKUP_PLACES */
	int64_t case_id, attachment, institution;
	int64_t made, expires, revoked; /* revoked 0: it is not */
	uint8_t sha256[DIGEST_SIZE];
};

/* A fresh one. */
void pickup_token(const struct clock *clock, int64_t delivery, unsigned place,
    char token[PICKUP_TOKEN_SIZE]);
/* What a token opens now; DB_NONE: nothing. */
enum db_code pickup_find(struct db *db, const char *token, int64_t now_ms,
    struct pickup_row *ret);
/* Of a case, as they were made; rows for pickup_row_read. */
enum db_code pickup_of_case(struct db *db, int64_t case_id, db_row_fn *each,
    void *ctx);
void pickup_row_read(const struct db_row *row, struct pickup_row *ret);
/* Whether any of a case's has neither been revoked nor ended by its time. */
enum db_code pickup_any(struct db *db, int64_t case_id, int64_t now_ms,
    bool *ret_any);

/* Writers, in the ledger's transactions. */
/* In place of what the delivery told before at that place. */
enum db_code pickup_put(struct db *db, const struct pickup_row *row);
/* All of a case that are not revoked. */
enum db_code pickup_revoke(struct db *db, int64_t case_id, int64_t now_ms);
/* Those whose time is over, at most limit. */
enum db_code pickup_sweep(struct db *db, int64_t now_ms, int64_t limit);

#endif
