/* SPDX-License-Identifier: Apache-2.0 */
/*
 * token.h - who a caller of the API is, by 32 random bytes that only the
 * caller has.
 *
 * Stored is the SHA-256 of the token's text, found by its first 8 bytes and
 * compared in constant time.  A token says which role it gives, at which
 * institution, and whether a person or a system holds it.
 */
#ifndef TOKEN_H
#define TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clock.h"
#include "db.h"
#include "digest.h"

/* Numbers stand in the database: append only. */
enum token_role {
	TOKEN_SOURCE = 1,  /* hands cases in, sees its own */
	TOKEN_INSTITUTION, /* takes handoffs, sees its own */
	TOKEN_COORDINATOR, /* arbitrates, sees all */
	TOKEN_AUDITOR,	   /* reads all, and that is recorded */
};

#define TOKEN_TEXT_SIZE 72 /* "simpul_", 64 hex digits, NUL */
#define TOKEN_LABEL_MAX 64

struct token_row {
	int64_t id;
	uint8_t sha256[DIGEST_SIZE];
	enum token_role role;
	int64_t institution; /* 0: none (an auditor's) */
	int64_t person;	     /* opaque staff number, 0: a system */
	int64_t created, expires, revoked; /* ms; 0: never */
	char label[TOKEN_LABEL_MAX + 1];   /* for the operator */
};

/* A fresh token's text, and its digest. */
void token_make(const struct clock *clock, char text[TOKEN_TEXT_SIZE],
    uint8_t sha256[DIGEST_SIZE]);
/* The digest of what a caller showed; false when it cannot be a token. */
bool token_digest(const char *text, uint8_t sha256[DIGEST_SIZE]);

enum db_code token_add(struct db *db, const struct token_row *row);
/* DB_NONE: there is no such token, or it was revoked before. */
enum db_code token_revoke(struct db *db, int64_t id, int64_t now_ms);
/* All of them, oldest first; each row is for token_row_read. */
enum db_code token_each(struct db *db, db_row_fn *each, void *ctx);
void token_row_read(const struct db_row *row, struct token_row *ret);

const char *token_role_name(enum token_role role);
bool token_role_parse(const char *name, enum token_role *ret);

#endif
