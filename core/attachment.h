/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attachment.h - rows of attachments, and how their files' keys are kept.
 *
 * Each file has a random key of its own.  While no case has claimed it, the
 * attachment is loose: the key stands wrapped by the key-encryption key, under
 * the attachment's own id.  A case that claims it takes the key under K_case,
 * together with name, type and fingerprint: forgetting K_case erases it.
 */
#ifndef ATTACHMENT_H
#define ATTACHMENT_H

#include "files_chunk.h"
#include "hub_handoff.h"
#include "ident.h"

#define ATTACHMENT_NAME_MAX 255
#define ATTACHMENT_TYPE_MAX 127

struct attachment_row {
	int64_t id, case_id, owner; /* case_id 0: loose */
	char file[FILES_NAME_SIZE];
	int64_t size, received, meta, expires;
};

/* What stands sealed. */
struct attachment_meta {
	char name[ATTACHMENT_NAME_MAX + 1], type[ATTACHMENT_TYPE_MAX + 1];
	uint8_t key[CONTENT_KEY_SIZE]; /* of the file */
	uint8_t sha256[32];	       /* of what it holds, zeros: not yet */
};

enum db_code attachment_get(struct db *db, int64_t id,
    struct attachment_row *ret);
/* Of a case, oldest first; rows for attachment_row_read. */
enum db_code attachment_of_case(struct db *db, int64_t case_id, db_row_fn *each,
    void *ctx);
/* Loose ones whose time is over, at most limit. */
enum db_code attachment_expired(struct db *db, int64_t now_ms, int64_t limit,
    db_row_fn *each, void *ctx);
/* How many loose ones an institution has. */
enum db_code attachment_loose(struct db *db, int64_t owner, int64_t *ret_count);
void attachment_row_read(const struct db_row *row, struct attachment_row *ret);

/* Writers, in the ledger's transactions. */
enum db_code attachment_add(struct db *db, const struct attachment_row *row);
/* DB_NONE: it has not received `from` bytes, or a case has it. */
enum db_code attachment_advance(struct db *db, const struct attachment_row *row,
    int64_t from);
enum db_code attachment_set(struct db *db, const struct attachment_row *row);
enum db_code attachment_drop(struct db *db, int64_t id);

/* Opens what is sealed; the key is in ret.  DB_NONE: it was erased. */
enum db_code attachment_open(struct db *db, const struct content *content,
    const struct attachment_row *row, struct attachment_meta *ret);
/* Seals meta under the key of the case, or of the loose attachment itself, as
 * the content row that row->meta names; what the database's row names now is
 * dropped. */
enum db_code attachment_seal(struct db *db, const struct clock *clock,
    const uint8_t key[CONTENT_KEY_SIZE], const struct attachment_row *row,
    const struct attachment_meta *meta);

#endif
