/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "token.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#define TOKEN_BEGIN "simpul_"
#define TOKEN_PREFIX 8 /* bytes of the digest by which a token is found */

#define TOKEN_COLUMNS \
	"id, sha256, role, institution, person, created, expires, revoked," \
	" label"

static const struct db_query token_insert = {
	"INSERT INTO token (" TOKEN_COLUMNS ", prefix)"
	" VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)"
};
static const struct db_query token_end = {
	"UPDATE token SET revoked = ?2 WHERE id = ?1 AND revoked = 0"
};
static const struct db_query token_all = { "SELECT " TOKEN_COLUMNS
					   " FROM token ORDER BY id" };

static const char *const roles[] = {
	[TOKEN_SOURCE] = "source",
	[TOKEN_INSTITUTION] = "institution",
	[TOKEN_COORDINATOR] = "coordinator",
	[TOKEN_AUDITOR] = "auditor",
};

#define ROLES (sizeof(roles) / sizeof(roles[0]))

/* 32 random bytes as text. */
void
token_make(const struct clock *clock, char text[TOKEN_TEXT_SIZE],
    uint8_t sha256[DIGEST_SIZE])
{
	uint8_t random[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];

	clock_random(clock, random, sizeof(random));
	digest_hex(random, hex);
	(void)snprintf(text, TOKEN_TEXT_SIZE, TOKEN_BEGIN "%s", hex);
	digest_sha256(text, strlen(text), sha256);
	OPENSSL_cleanse(random, sizeof(random));
	OPENSSL_cleanse(hex, sizeof(hex));
}

/* What stands in the database for a token. */
bool
token_digest(const char *text, uint8_t sha256[DIGEST_SIZE])
{
	size_t len = strlen(text);

	if (len != TOKEN_TEXT_SIZE - 1 ||
	    memcmp(text, TOKEN_BEGIN, strlen(TOKEN_BEGIN)) != 0)
		return false;
	digest_sha256(text, len, sha256);
	return true;
}

/* Stores a token's row. */
enum db_code
token_add(struct db *db, const struct token_row *row)
{
	return db_put(db, &token_insert,
	    DB_ARGS(db_int(row->id), db_blob(row->sha256, DIGEST_SIZE),
		db_int(row->role), db_int(row->institution),
		db_int(row->person), db_int(row->created), db_int(row->expires),
		db_int(row->revoked), db_text(row->label),
		db_blob(row->sha256, TOKEN_PREFIX)));
}

/* From now on the token is worth nothing. */
enum db_code
token_revoke(struct db *db, int64_t id, int64_t now_ms)
{
	return db_put(db, &token_end, DB_ARGS(db_int(id), db_int(now_ms)));
}

/* Every token. */
enum db_code
token_each(struct db *db, db_row_fn *each, void *ctx)
{
	enum db_code code = db_get(db, &token_all, DB_NO_ARGS, each, ctx);

	return code == DB_NONE ? DB_OK : code;
}

/* A row as token_each gives it. */
void
token_row_read(const struct db_row *row, struct token_row *ret)
{
	size_t len;
	const void *sha256 = db_row_blob(row, 1, &len);

	memset(ret, 0, sizeof(*ret));
	ret->id = db_row_int(row, 0);
	if (len == DIGEST_SIZE)
		memcpy(ret->sha256, sha256, DIGEST_SIZE);
	ret->role = (enum token_role)db_row_int(row, 2);
	ret->institution = db_row_int(row, 3);
	ret->person = db_row_int(row, 4);
	ret->created = db_row_int(row, 5);
	ret->expires = db_row_int(row, 6);
	ret->revoked = db_row_int(row, 7);
	(void)snprintf(ret->label, sizeof(ret->label), "%s",
	    db_row_text(row, 8));
}

/* "source"...; "" for a value not in the list. */
const char *
token_role_name(enum token_role role)
{
	return role >= TOKEN_SOURCE && role < ROLES ? roles[role] : "";
}

/* A role by its name. */
bool
token_role_parse(const char *name, enum token_role *ret)
{
	for (size_t i = TOKEN_SOURCE; i < ROLES; i++) {
		if (strcmp(roles[i], name) == 0) {
			*ret = (enum token_role)i;
			return true;
		}
	}
	return false;
}
