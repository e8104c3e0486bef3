/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "inbox.h"

#include <openssl/crypto.h>
#include <string.h>

#include "limits.h"

static const struct db_query add = {
	"INSERT INTO inbound (id, institution, digest, until, state, sealed)"
	" VALUES (?1,?2,?3,?4,?5,?6)"
};
static const struct db_query each_row = {
	"SELECT id, institution, until, state, digest FROM inbound"
	" WHERE until > ?1 ORDER BY id"
};

/* Seals the message under a fresh key and stores both. */
enum db_code
inbox_add(struct db *db, const struct content *content,
    const struct clock *clock, struct ident *ident, const struct inbox_row *row)
{
	struct content_row said = { .id = row->id,
		.case_id = row->id,
		.kind = CONTENT_INBOUND,
		.bytes = row->bytes,
		.len = row->len < CONTENT_PIECE_MAX ? row->len
						    : CONTENT_PIECE_MAX };
	uint8_t key[CONTENT_KEY_SIZE];
	struct hub_buf sealed;
	enum db_code code;

	code = content_key_new(content, db, clock, row->id, key);
	if (code != DB_OK)
		return code;
	hub_buf_init(&sealed, said.len + CONTENT_OVERHEAD);
	content_seal(clock, key, &said, &sealed);
	code = DB_FAILED;
	if (hub_buf_ok(&sealed))
		code = db_put(db, &add,
		    DB_ARGS(db_int(row->id), db_int(row->institution),
			db_blob(row->digest, sizeof(row->digest)),
			db_int(row->until), db_int(row->state),
			db_blob(sealed.data, sealed.len)));
	hub_buf_release(&sealed);
	said.bytes = (const char *)row->bytes + said.len;
	said.len = row->len - said.len;
	if (code == DB_OK && said.len > 0)
		code = content_put_long(db, clock, key, ident, &said);
	OPENSSL_cleanse(key, sizeof(key));
	return code;
}

/* Those that are still answered without a worker. */
enum db_code
inbox_each(struct db *db, int64_t now_ms, db_row_fn *each, void *ctx)
{
	return db_get(db, &each_row, DB_ARGS(db_int(now_ms)), each, ctx);
}

/* A row of inbox_each; without the message itself. */
void
inbox_row_read(const struct db_row *row, struct inbox_row *ret)
{
	size_t len;
	const void *digest = db_row_blob(row, 4, &len);

	memset(ret, 0, sizeof(*ret));
	ret->id = db_row_int(row, 0);
	ret->institution = db_row_int(row, 1);
	ret->until = db_row_int(row, 2);
	ret->state = (enum inbox_state)db_row_int(row, 3);
	if (digest != NULL && len == sizeof(ret->digest))
		memcpy(ret->digest, digest, len);
}
