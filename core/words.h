/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words.h - rows of words that institutions said and their plugin does not
 * know: how often, since when, and what a person said that they mean.
 *
 * Institutions are their numbers in the database, times are milliseconds.
 */
#ifndef WORDS_H
#define WORDS_H

#include "cases.h"
#include "ledger.h"
#include "limits.h"

/* What a word means: an event's kind, or one of these. */
enum word_meaning { WORD_OPEN = 0, WORD_IGNORED = -1 };

struct word_row {
	int64_t institution, count, first_at, last_at;
	int meaning;
	enum hub_reason reason; /* of a refusal, or NONE */
	char word[WORD_MAX + 1];
};

/* The word as it is kept: cut to WORD_MAX bytes between characters. */
void words_cut(const char *word, char ret[WORD_MAX + 1]);
/* It was said once more; *ret_row as it is known.  Of an institution that
 * invents words no more than WORDS_MAX are kept: the others have no row, and
 * no meaning. */
enum db_code words_hear(struct db *db, int64_t institution, const char *word,
    int64_t now_ms, struct word_row *ret_row);
enum db_code words_get(struct db *db, int64_t institution, const char *word,
    struct word_row *ret_row);
/* Writes meaning and reason; a word that was never heard becomes known. */
enum db_code words_mean(struct db *db, const struct word_row *row);
/* All of an institution, the newest first; rows for word_row_read. */
enum db_code words_each(struct db *db, int64_t institution, db_row_fn *each,
    void *ctx);
void word_row_read(const struct db_row *row, struct word_row *ret);

/* WORDS_PAGE comments of a speaker that wait for the meaning of a word, behind
 * that id, oldest first; rows for event_row_read. */
enum db_code words_held(struct db *db, int64_t speaker, int64_t after,
    db_row_fn *each, void *ctx);
/* What a row of what was said has become. */
enum db_code words_settle(struct ledger_room *room, int64_t event_id,
    enum event_applied applied);

/* "progress", "refused:wrong_region", "ignore", "" for WORD_OPEN. */
#define WORD_MEANING_SIZE 64
void word_meaning_text(const struct word_row *row, char ret[WORD_MEANING_SIZE]);
/* Reads it into meaning and reason; false: it is no meaning. */
bool word_meaning_parse(const char *text, struct word_row *ret_row);

#endif
