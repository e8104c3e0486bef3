/* SPDX-License-Identifier: Apache-2.0 */
/*
 * content.h - what was said, sealed under the case's own key.
 *
 * Each case has 32 random bytes (K_case), stored wrapped by a key-encryption
 * key that stands in a file outside the data directory.  Content is
 * AES-256-GCM under K_case with the row's id as associated data.  Forgetting
 * K_case erases the case; its audit entries stay.
 */
#ifndef CONTENT_H
#define CONTENT_H

#include "clock.h"
#include "db.h"
#include "hub_buf.h"
#include "ident.h"

#define CONTENT_KEY_SIZE 32
#define CONTENT_NONCE_SIZE 12 /* before the sealed bytes */
#define CONTENT_OVERHEAD 28   /* with the tag of 16 behind them */

enum content_kind {
	CONTENT_CANONICAL = 1, /* the case: a frame of hub_handoff */
	CONTENT_EVENT,	       /* a frame of hub_event */
	CONTENT_REQUEST,       /* a composed request: frame of hub_request */
	CONTENT_INBOUND,       /* raw bytes as received */
	CONTENT_FILE,	       /* name, type and SHA-256 of an attachment */
	CONTENT_HEARD,	       /* what was said, word for word: see heard.h */
};

struct content; /* the key-encryption key; safe to share between threads */

/* Reads the key file (64 hex digits, mode 0600 or refused). */
enum hub_status content_open(const char *key_file, struct content **ret,
    struct hub_error *err);
/* Writes a new key file; refuses to overwrite one. */
enum hub_status content_keygen(const char *key_file, const struct clock *clock,
    struct hub_error *err);
void content_free(struct content *content); /* wipes the key */
/* A key of its own for what the label says, the same as long as the key
 * file is. */
void content_derive(const struct content *content, const char *label,
    uint8_t key[CONTENT_KEY_SIZE]);
/* Whether this is the key that the database's case keys are wrapped with; a
 * new database takes it. */
enum hub_status content_bind(const struct content *content, struct db *db,
    const struct clock *clock, struct hub_error *err);

/* A new K_case, stored wrapped. */
enum db_code content_key_new(const struct content *content, struct db *db,
    const struct clock *clock, int64_t case_id, uint8_t key[CONTENT_KEY_SIZE]);
/* DB_NONE when the case was erased. */
enum db_code content_key_get(const struct content *content, struct db *db,
    int64_t case_id, uint8_t key[CONTENT_KEY_SIZE]);
/* From the wrapped bytes of a case_key row; false when they do not open. */
bool content_key_unwrap(const struct content *content, int64_t case_id,
    const void *wrapped, size_t len, uint8_t key[CONTENT_KEY_SIZE]);

/* One thing said; id is minted by the caller, bytes are borrowed. */
struct content_row {
	int64_t id, case_id;
	enum content_kind kind;
	const void *bytes;
	size_t len;
};

/* Seals and stores. */
enum db_code content_put(struct db *db, const struct clock *clock,
    const uint8_t key[CONTENT_KEY_SIZE], const struct content_row *row);
/* The same in pieces, in the order of their ids, which are new: the database
 * holds a few copies of a row while it writes it. */
enum db_code content_put_long(struct db *db, const struct clock *clock,
    const uint8_t key[CONTENT_KEY_SIZE], struct ident *ident,
    const struct content_row *row);
/* Erases a case: its key is past recovery once the WAL was written back, and
 * with it all that was sealed.  DB_NONE when it has no key (any more). */
enum db_code content_forget(struct db *db, int64_t case_id);
/* Opens a row into out (cleared first); DB_NONE: no row; DB_CORRUPT: it does
 * not open under this key. */
enum db_code content_get(struct db *db, const uint8_t key[CONTENT_KEY_SIZE],
    int64_t id, struct hub_buf *out);
/* The two without a database; sealing appends to out. */
void content_seal(const struct clock *clock,
    const uint8_t key[CONTENT_KEY_SIZE], const struct content_row *row,
    struct hub_buf *out);
bool content_unseal(const uint8_t key[CONTENT_KEY_SIZE], int64_t id,
    const void *sealed, size_t len, struct hub_buf *out);

#endif
