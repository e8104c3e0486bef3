/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "pickup.h"

#include <stdio.h>
#include <string.h>

#include "cases.h"
#include "db_take.h"

#define SECRET_BYTES 16
#define PLACE_AT (IDENT_TEXT_SIZE - 1)
#define PLACE_DIGITS 2

#define COLUMNS \
	"p.delivery, p.place, p.case_id, p.attachment, p.institution," \
	" p.made, p.expires, p.revoked, p.sha256"

static const struct db_query find = { "SELECT " COLUMNS " FROM pickup p"
				      " JOIN cases c ON c.id = p.case_id"
				      " WHERE p.delivery = ?1 AND p.place = ?2"
				      " AND p.revoked = 0 AND p.expires > ?3"
				      " AND (c.flags & ?4) = 0" };
static const struct db_query of_case = { "SELECT " COLUMNS
					 " FROM pickup p WHERE p.case_id = ?1"
					 " ORDER BY p.delivery, p.place" };
static const struct db_query count_any = {
	"SELECT count(*) FROM pickup WHERE case_id = ?1 AND revoked = 0"
	" AND expires > ?2"
};
static const struct db_query put = {
	"INSERT INTO pickup (delivery, place, case_id, attachment,"
	" institution, made, expires, revoked, sha256)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
	" ON CONFLICT (delivery, place) DO UPDATE SET"
	" attachment = excluded.attachment, made = excluded.made,"
	" expires = excluded.expires, revoked = excluded.revoked,"
	" sha256 = excluded.sha256"
};
static const struct db_query revoke = {
	"UPDATE pickup SET revoked = ?2 WHERE case_id = ?1 AND revoked = 0"
};
static const struct db_query sweep = {
	"DELETE FROM pickup WHERE (delivery, place) IN"
	" (SELECT delivery, place FROM pickup WHERE expires <= ?1"
	" ORDER BY expires LIMIT ?2)"
};

void
pickup_token(const struct clock *clock, int64_t delivery, unsigned place,
    char token[PICKUP_TOKEN_SIZE])
{
	uint8_t secret[SECRET_BYTES];
	size_t at = PLACE_AT + PLACE_DIGITS;

	clock_random(clock, secret, sizeof(secret));
	ident_text(delivery, token);
	(void)snprintf(token + PLACE_AT, PLACE_DIGITS + 1, "%02x",
	    place % PICKUP_PLACES);
	for (size_t i = 0; i < sizeof(secret); i++, at += 2)
		(void)snprintf(token + at, 3, "%02x", secret[i]);
}

/* A hexadecimal digit in lower case; -1: none. */
static int
digit_of(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

/* Delivery and place of a token; false: it is none. */
static bool
read_token(const char *token, int64_t *ret_delivery, int64_t *ret_place)
{
	char id[IDENT_TEXT_SIZE];
	int high, low;

	if (strlen(token) != PICKUP_TOKEN_LEN)
		return false;
	memcpy(id, token, PLACE_AT);
	id[PLACE_AT] = '\0';
	high = digit_of(token[PLACE_AT]);
	low = digit_of(token[PLACE_AT + 1]);
	if (!ident_parse(id, ret_delivery) || high < 0 || low < 0)
		return false;
	*ret_place = high * 16 + low;
	return true;
}

void
pickup_row_read(const struct db_row *row, struct pickup_row *ret)
{
	const void *sha256;
	size_t len;

	memset(ret, 0, sizeof(*ret));
	ret->delivery = db_row_int(row, 0);
	ret->place = db_row_int(row, 1);
	ret->case_id = db_row_int(row, 2);
	ret->attachment = db_row_int(row, 3);
	ret->institution = db_row_int(row, 4);
	ret->made = db_row_int(row, 5);
	ret->expires = db_row_int(row, 6);
	ret->revoked = db_row_int(row, 7);
	sha256 = db_row_blob(row, 8, &len);
	if (len == sizeof(ret->sha256))
		memcpy(ret->sha256, sha256, len);
}

/* db_row_fn: the one. */
static bool
take(void *ctx, const struct db_row *row)
{
	pickup_row_read(row, ctx);
	return false;
}

enum db_code
pickup_find(struct db *db, const char *token, int64_t now_ms,
    struct pickup_row *ret)
{
	struct pickup_row row = { .delivery = 0 };
	uint8_t sha256[DIGEST_SIZE];
	int64_t delivery, place;
	enum db_code code;

	if (!read_token(token, &delivery, &place))
		return DB_NONE;
	digest_sha256(token, strlen(token), sha256);
	code = db_get(db, &find,
	    DB_ARGS(db_int(delivery), db_int(place), db_int(now_ms),
		db_int(CASE_SECRET)),
	    take, &row);
	if (code != DB_OK)
		return code;
	if (!digest_equal(sha256, row.sha256, sizeof(sha256)))
		return DB_NONE;
	*ret = row;
	return DB_OK;
}

enum db_code
pickup_of_case(struct db *db, int64_t case_id, db_row_fn *each, void *ctx)
{
	return db_none_is_ok(
	    db_get(db, &of_case, DB_ARGS(db_int(case_id)), each, ctx));
}

enum db_code
pickup_any(struct db *db, int64_t case_id, int64_t now_ms, bool *ret_any)
{
	int64_t count = 0;
	enum db_code code = db_get(db, &count_any,
	    DB_ARGS(db_int(case_id), db_int(now_ms)), db_take_int, &count);

	if (code == DB_OK)
		*ret_any = count > 0;
	return code;
}

enum db_code
pickup_put(struct db *db, const struct pickup_row *row)
{
	return db_put(db, &put,
	    DB_ARGS(db_int(row->delivery), db_int(row->place),
		db_int(row->case_id), db_int(row->attachment),
		db_int(row->institution), db_int(row->made),
		db_int(row->expires), db_int(row->revoked),
		db_blob(row->sha256, sizeof(row->sha256))));
}

enum db_code
pickup_revoke(struct db *db, int64_t case_id, int64_t now_ms)
{
	return db_none_is_ok(
	    db_put(db, &revoke, DB_ARGS(db_int(case_id), db_int(now_ms))));
}

enum db_code
pickup_sweep(struct db *db, int64_t now_ms, int64_t limit)
{
	return db_none_is_ok(
	    db_put(db, &sweep, DB_ARGS(db_int(now_ms), db_int(limit))));
}
