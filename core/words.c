/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "words.h"

#include <stdio.h>
#include <string.h>

#include "db_take.h"

#define WORD_COLUMNS \
	"institution, word, meaning, reason, count, first_at, last_at"

static const struct db_query get = { "SELECT " WORD_COLUMNS
				     " FROM word WHERE institution = ?1"
				     " AND word = ?2" };
static const struct db_query count_words = {
	"SELECT count(*) FROM word WHERE institution = ?1"
};
static const struct db_query add = {
	"INSERT INTO word (institution, word, meaning, reason, count,"
	" first_at, last_at) VALUES (?1,?2,?3,?4,?5,?6,?7)"
};
static const struct db_query again = {
	"UPDATE word SET count = count + 1, last_at = ?3"
	" WHERE institution = ?1 AND word = ?2"
};
static const struct db_query mean = {
	"UPDATE word SET meaning = ?3, reason = ?4"
	" WHERE institution = ?1 AND word = ?2"
};
static const struct db_query each_word = { "SELECT " WORD_COLUMNS
					   " FROM word WHERE institution = ?1"
					   " ORDER BY last_at DESC, word" };
static const struct db_query held = {
	"SELECT id, case_id, handoff_id, kind, speaker, audience, applied,"
	" claimed_at, content FROM event WHERE speaker = ?1 AND applied = 2"
	" AND kind = ?2 AND id > ?3 ORDER BY id LIMIT ?4"
};
static const struct db_query settle = {
	"UPDATE event SET applied = ?2, heard = ?3 WHERE id = ?1"
};

void
words_cut(const char *word, char ret[WORD_MAX + 1])
{
	size_t len = strnlen(word, WORD_MAX + 1);

	if (len > WORD_MAX) {
		len = WORD_MAX;
		while (len > 0 && ((unsigned char)word[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(ret, word, len);
	ret[len] = '\0';
}

void
word_row_read(const struct db_row *row, struct word_row *ret)
{
	ret->institution = db_row_int(row, 0);
	(void)snprintf(ret->word, sizeof(ret->word), "%s", db_row_text(row, 1));
	ret->meaning = (int)db_row_int(row, 2);
	ret->reason = (enum hub_reason)db_row_int(row, 3);
	ret->count = db_row_int(row, 4);
	ret->first_at = db_row_int(row, 5);
	ret->last_at = db_row_int(row, 6);
}

/* db_row_fn: one word. */
static bool
take_word(void *ctx, const struct db_row *row)
{
	word_row_read(row, ctx);
	return false;
}

enum db_code
words_get(struct db *db, int64_t institution, const char *word,
    struct word_row *ret_row)
{
	return db_get(db, &get, DB_ARGS(db_int(institution), db_text(word)),
	    take_word, ret_row);
}

/* A row more. */
static enum db_code
insert(struct db *db, const struct word_row *row)
{
	return db_put(db, &add,
	    DB_ARGS(db_int(row->institution), db_text(row->word),
		db_int(row->meaning), db_int(row->reason), db_int(row->count),
		db_int(row->first_at), db_int(row->last_at)));
}

enum db_code
words_hear(struct db *db, int64_t institution, const char *word, int64_t now_ms,
    struct word_row *ret_row)
{
	struct word_row row = { .institution = institution,
		.count = 1,
		.first_at = now_ms,
		.last_at = now_ms };
	int64_t count = 0;
	enum db_code code;

	words_cut(word, row.word);
	code = words_get(db, institution, row.word, ret_row);
	if (code == DB_OK)
		return db_put(db, &again,
		    DB_ARGS(db_int(institution), db_text(row.word),
			db_int(now_ms)));
	if (code != DB_NONE)
		return code;
	*ret_row = row;
	code = db_get(db, &count_words, DB_ARGS(db_int(institution)),
	    db_take_int, &count);
	if (code != DB_OK && code != DB_NONE)
		return code;
	return count < WORDS_MAX ? insert(db, &row) : DB_OK;
}

enum db_code
words_mean(struct db *db, const struct word_row *row)
{
	struct word_row known;
	enum db_code code = words_get(db, row->institution, row->word, &known);

	if (code == DB_NONE)
		return insert(db, row);
	if (code != DB_OK)
		return code;
	return db_put(db, &mean,
	    DB_ARGS(db_int(row->institution), db_text(row->word),
		db_int(row->meaning), db_int(row->reason)));
}

enum db_code
words_each(struct db *db, int64_t institution, db_row_fn *each, void *ctx)
{
	enum db_code code = db_get(db, &each_word, DB_ARGS(db_int(institution)),
	    each, ctx);

	return code == DB_NONE ? DB_OK : code;
}

enum db_code
words_held(struct db *db, int64_t speaker, int64_t after, db_row_fn *each,
    void *ctx)
{
	enum db_code code = db_get(db, &held,
	    DB_ARGS(db_int(speaker), db_int(HUB_EV_COMMENT), db_int(after),
		db_int(WORDS_PAGE)),
	    each, ctx);

	return code == DB_NONE ? DB_OK : code;
}

enum db_code
words_settle(struct ledger_room *room, int64_t event_id,
    enum event_applied applied)
{
	int64_t heard = applied == EVENT_APPLIED ? ident_new(&room->ident) : 0;

	return db_put(room->db, &settle,
	    DB_ARGS(db_int(event_id), db_int(applied), db_int(heard)));
}

/* What a word may mean. */
static const struct {
	const char *name;
	int meaning;
	bool reasoned;
} meanings[] = {
	{ "progress", HUB_EV_PROGRESS, false },
	{ "answered", HUB_EV_ANSWERED, false },
	{ "accepted", HUB_EV_ACCEPTED, false },
	{ "refused", HUB_EV_REFUSED, true },
	{ "comment", HUB_EV_COMMENT, false },
	{ "ignore", WORD_IGNORED, false },
};
#define MEANINGS (sizeof(meanings) / sizeof(meanings[0]))

void
word_meaning_text(const struct word_row *row, char ret[WORD_MEANING_SIZE])
{
	ret[0] = '\0';
	for (size_t i = 0; i < MEANINGS; i++)
		if (meanings[i].meaning == row->meaning)
			(void)snprintf(ret, WORD_MEANING_SIZE, "%s%s%s",
			    meanings[i].name,
			    row->reason == HUB_REASON_NONE ? "" : ":",
			    hub_reason_name(row->reason));
}

bool
word_meaning_parse(const char *text, struct word_row *ret_row)
{
	size_t len = strcspn(text, ":");
	enum hub_reason reason = HUB_REASON_NONE;

	for (size_t i = 0; i < MEANINGS; i++) {
		if (strlen(meanings[i].name) != len ||
		    memcmp(meanings[i].name, text, len) != 0)
			continue;
		if (text[len] == ':' &&
		    (!meanings[i].reasoned || text[len + 1] == '\0' ||
			!hub_reason_parse(text + len + 1, &reason)))
			return false;
		ret_row->meaning = meanings[i].meaning;
		ret_row->reason = reason;
		return true;
	}
	return false;
}
