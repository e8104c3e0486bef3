/* SPDX-License-Identifier: Apache-2.0 */
/*
 * letters.h - rows of letters that came in, sealed.
 *
 * A letter stands here before anybody reads it, and its number in the mailbox
 * is passed in the same transaction (letters_place.h): whatever happens, it is
 * neither lost nor taken twice.  Numbers of states stand in the database:
 * append only.
 */
#ifndef LETTERS_H
#define LETTERS_H

#include "clock.h"
#include "content.h"
#include "db.h"
#include "digest.h"

enum letter_state {
	LETTER_WAITING = 1,   /* to be understood by a worker */
	LETTER_ANSWERING = 2, /* understood; an answer is to be posted */
	LETTER_HELD = 3,      /* until its sender confirms it */
	LETTER_TRAY = 4,      /* a person must say whose it is */
	LETTER_DONE = 10,
	LETTER_DROPPED = 11, /* a person put it away */
};

#define LETTERS_BOX_MAX 64
#define LETTERS_WHY_MAX 160
#define LETTERS_CODE_MAX 15
#define LETTERS_BUSY_MAX 4

struct letter_row {
	int64_t id;
	char mailbox[LETTERS_BOX_MAX + 1];
	int64_t validity, uid; /* UIDVALIDITY and UID (RFC 3501) */
	uint8_t name[DIGEST_SIZE], digest[DIGEST_SIZE];
	int64_t size, institution, delivery;
	enum letter_state state;
	int64_t proof; /* enum hub_proof, where more than the letter says */
	int64_t due_at;
	bool moved;
	char why[LETTERS_WHY_MAX + 1], code[LETTERS_CODE_MAX + 1];
};

/* Keeps it, sealed; DB_CONFLICT: its double is here, and only that it came is
 * written down. */
enum db_code letters_add(struct db *db, const struct content *content,
    const struct clock *clock, const struct letter_row *row, const void *bytes);
/* The first that is due and whose institution is none of the busy ones. */
enum db_code letters_due(struct db *db, int64_t now_ms,
    const int64_t busy[LETTERS_BUSY_MAX], struct letter_row *ret);
/* When the next one is due after now_ms; 0: none. */
enum db_code letters_next_due(struct db *db, int64_t now_ms, int64_t *ret_due);
enum db_code letters_get(struct db *db, int64_t id, struct letter_row *ret);
/* The held one of an institution that has this code. */
enum db_code letters_by_code(struct db *db, int64_t institution,
    const char *code, struct letter_row *ret);
/* The oldest CONTROL_ROWS_MAX in a state that a person looks at; rows for
 * letters_row_read. */
enum db_code letters_kept(struct db *db, enum letter_state state,
    db_row_fn *each, void *ctx);
void letters_row_read(const struct db_row *row, struct letter_row *ret);
enum db_code letters_count(struct db *db, enum letter_state state,
    int64_t *ret_count);

/* Writes what changes: institution, delivery, state, proof, due_at, moved, why
 * and code; DB_NONE: it is not in state `from`. */
enum db_code letters_set(struct db *db, const struct letter_row *row,
    enum letter_state from);
/* Its bytes, into out; DB_NONE: dropped. */
enum db_code letters_open(struct db *db, const struct content *content,
    int64_t id, struct hub_buf *out);
/* What is to be posted about it. */
enum db_code letters_set_answer(struct db *db, const struct content *content,
    const struct clock *clock, int64_t id, const struct hub_buf *frame);
enum db_code letters_open_answer(struct db *db, const struct content *content,
    int64_t id, struct hub_buf *out);
/* Its bytes are past recovery. */
enum db_code letters_drop(struct db *db, int64_t id);

/* "waiting", "tray"...; "" for none. */
const char *letter_state_name(enum letter_state state);

#endif
