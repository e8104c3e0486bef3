/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "audit.h"
#include "digest.h"
#include "ident.h"
#include "schema.h"
#include "scratch.h"

#define NOW INT64_C(1770019200123) /* 2026-02-02T08:00:00.123Z */

/* Computed with Python's hmac, and held against OpenSSL's. */
static const char known_key[] =
    "dd889f62f0a60721945568238cdb84e7359d8894f9dac0fc9fe8f99b0ac38445";
static const char known_id[] = "00000000-0000-4000-8000-000000000001";
static const char known_data[] =
    "{\"complainant\":{\"name\":\"Person 0\",\"phone\":\"+3725000000\"},"
    "\"text\":\"noise\"}";
static const char known_commitment[] =
    "6oIcShMmtfE6zM/u8yUh48zeCciN+Eg4sM1J1uLvjJ4=";

/* A new database with our tables. */
static struct db *
fresh(struct scratch *scratch)
{
	struct db *db = NULL;

	assert_int_equal(db_open(scratch_path(scratch, "a.db"), DB_CREATE, &db,
			     NULL),
	    DB_OK);
	assert_int_equal(schema_open(db, NULL), DB_OK);
	return db;
}

/* The log of that database. */
static struct audit *
log_of(struct db *db)
{
	struct audit *audit = NULL;

	assert_int_equal(audit_open(db, clock_system(), "urn:simpul:bali",
			     "node-1", &audit),
	    DB_OK);
	return audit;
}

/* Bytes of hex digits. */
static void
unhex(const char *text, uint8_t *out, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned byte;

		assert_int_equal(sscanf(text + 2 * i, "%2x", &byte), 1);
		out[i] = (uint8_t)byte;
	}
}

/* The commitment is the one that others compute. */
static void
the_commitment_is_the_known_one(void **state)
{
	uint8_t key[32], sha256[32], commitment[32];
	char text[DIGEST_BASE64_SIZE];

	(void)state;
	unhex(known_key, key, sizeof(key));
	digest_sha256(known_data, sizeof(known_data) - 1, sha256);
	audit_commitment(key, known_id, "payload_in", sha256, commitment);
	digest_base64(commitment, sizeof(commitment), text);
	assert_string_equal(text, known_commitment);
	audit_commitment(key, known_id, "payload_out", sha256, commitment);
	digest_base64(commitment, sizeof(commitment), text);
	assert_string_not_equal(text, known_commitment);
}

/* db_row_fn: the row's text after a line of its numbers. */
static bool
take_entry(void *ctx, const struct db_row *row)
{
	size_t len;
	const char *body = db_row_blob(row, 3, &len);

	snprintf(ctx, 2000, "%d %d %d %.*s", (int)db_row_int(row, 0),
	    (int)db_row_int(row, 1), (int)db_row_int(row, 2), (int)len, body);
	return true;
}

/* The newest entry as "seq case case_seq body". */
static void
newest(struct audit *audit, struct db *db, char text[2000])
{
	static const struct db_query query = {
		"SELECT seq, case_id, case_seq, body FROM audit_entry"
		" ORDER BY seq DESC LIMIT 1"
	};

	assert_int_equal(audit_before_commit(audit, db), DB_OK);
	assert_int_equal(db_get(db, &query, DB_NO_ARGS, take_entry, text),
	    DB_OK);
}

/* Appends an entry about a case and says its number within it. */
static uint64_t
append(struct audit *audit, struct db *db, int64_t case_id)
{
	struct audit_note note = audit_note_init("simpul.case.received.v1");

	note.case_id = case_id;
	assert_int_equal(audit_append(audit, db, NOW, &note), DB_OK);
	return note.case_seq;
}

/* What the log fills in is there: who, when, where, which. */
static void
an_entry_says_who_when_and_which(void **state)
{
	struct db *db = fresh(*state);
	struct audit *audit = log_of(db);
	char text[2000], subject[40] = "\"subject\":\"case/";

	ident_text(77, subject + strlen(subject));
	append(audit, db, 77);
	newest(audit, db, text);
	assert_int_equal(strncmp(text, "0 77 1 {\"data\":{\"case_seq\":1", 28),
	    0);
	assert_non_null(strstr(text, "\"observer\":\"node-1\""));
	assert_non_null(strstr(text, "\"source\":\"urn:simpul:bali\""));
	assert_non_null(strstr(text, subject));
	assert_non_null(strstr(text, "\"time\":\"2026-02-02T08:00:00.123Z\""));
	assert_null(strstr(text, "payload"));
	audit_free(audit);
	db_close(db);
}

/* Numbers follow each other in the log and within each case. */
static void
numbers_follow_each_other(void **state)
{
	static const struct {
		int64_t case_id;
		uint64_t case_seq;
	} table[] = { { 7, 1 }, { 7, 2 }, { 8, 1 }, { 0, 0 }, { 7, 3 },
		{ 0, 0 }, { 8, 2 } };
	struct db *db = fresh(*state);
	struct audit *audit = log_of(db);

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(audit_size(audit), i);
		assert_int_equal(append(audit, db, table[i].case_id),
		    table[i].case_seq);
	}
	assert_int_equal(audit_before_commit(audit, db), DB_OK);
	audit_free(audit);
	audit = log_of(db);
	assert_int_equal(audit_size(audit), 7);
	audit_free(audit);
	db_close(db);
}

/* One note written twice counts on without looking, and a fresh case needs no
 * look-up at all. */
static void
a_known_number_needs_no_look_up(void **state)
{
	struct db *db = fresh(*state);
	struct audit *audit = log_of(db);
	struct audit_note note = audit_note_init("simpul.case.received.v1");
	uint64_t statements = db_statements(db);

	note.case_id = 7;
	note.fresh = true;
	for (uint64_t i = 1; i <= 3; i++) {
		assert_int_equal(audit_append(audit, db, NOW, &note), DB_OK);
		assert_int_equal(note.case_seq, i);
		assert_int_equal(db_statements(db), statements);
	}
	note = audit_note_init("simpul.case.received.v1");
	note.case_id = 7;
	note.case_seq = 3;
	assert_int_equal(audit_append(audit, db, NOW, &note), DB_OK);
	assert_int_equal(note.case_seq, 4);
	assert_int_equal(audit_before_commit(audit, db), DB_OK);
	assert_int_equal(db_statements(db), statements + 4);
	audit_free(audit);
	db_close(db);
}

/* Entries wait for their transaction's end, many for one statement; a look at
 * the log finds those that wait, too. */
static void
many_entries_cost_few_statements(void **state)
{
	static const struct db_query query = {
		"SELECT max(seq), count(*), sum(case_seq), '' FROM audit_entry"
		" WHERE length(body) > 100"
	};
	struct db *db = fresh(*state);
	struct audit *audit = log_of(db);
	uint64_t statements = db_statements(db);
	char text[2000];

	for (uint64_t i = 1; i <= 32; i++)
		append(audit, db, 7);
	assert_int_equal(db_statements(db), statements + 3);
	append(audit, db, 7);
	audit_free(audit);
	audit = log_of(db);
	assert_int_equal(append(audit, db, 7), 33);
	assert_int_equal(append(audit, db, 8), 1);
	assert_int_equal(append(audit, db, 7), 34);
	assert_int_equal(audit_before_commit(audit, db), DB_OK);
	assert_int_equal(db_get(db, &query, DB_NO_ARGS, take_entry, text),
	    DB_OK);
	assert_string_equal(text, "34 35 596 ");
	audit_free(audit);
	db_close(db);
}

/* Payloads stand in the entry as commitments that open with the key. */
static void
payloads_are_committed_to(void **state)
{
	static const uint8_t key[CONTENT_KEY_SIZE] = { 9 };
	struct db *db = fresh(*state);
	struct audit *audit = log_of(db);
	struct audit_note note = audit_note_init("simpul.handoff.received.v1");
	uint8_t sha256[32], commitment[32];
	char text[2000], id[IDENT_UUID_SIZE], want[200], b64[45];

	digest_sha256("isi", 3, sha256);
	note.case_id = 7;
	note.case_key = key;
	note.in = (struct audit_payload){ sha256, 1000 };
	note.sent = (struct audit_payload){ sha256, 1 };
	assert_int_equal(audit_append(audit, db, NOW, &note), DB_OK);
	newest(audit, db, text);
	memcpy(id, strstr(text, "\"id\":\"") + 6, sizeof(id));
	id[36] = '\0';
	assert_int_equal(id[14], '7');
	audit_commitment(key, id, "payload_in", sha256, commitment);
	digest_base64(commitment, sizeof(commitment), b64);
	snprintf(want, sizeof(want),
	    "\"payload_in\":{\"alg\":\"hmac-sha256\",\"c\":\"%s\","
	    "\"size\":1024},\"payload_sent\":{",
	    b64);
	if (strstr(text, want) == NULL)
		fail_msg("want %s in %s", want, text);
	assert_null(strstr(text, "payload_out"));
	audit_free(audit);
	db_close(db);
}

/* A broken entry is not appended, takes no number, and says why. */
static void
a_broken_entry_takes_no_number(void **state)
{
	struct db *db = fresh(*state);
	struct audit *audit = log_of(db);
	struct audit_note note = audit_note_init("simpul.case.received.v1");

	note.case_id = 7;
	note.entry.reason = "free text";
	assert_int_equal(audit_append(audit, db, NOW, &note), DB_FAILED);
	assert_non_null(strstr(audit_error(audit), "data.reason is no word"));
	assert_int_equal(audit_size(audit), 0);
	assert_int_equal(note.case_seq, 0);
	audit_free(audit);
	db_close(db);
}

/* The next number of a channel. */
static uint64_t
next(struct audit *audit, struct db *db, int64_t from, int64_t to)
{
	uint64_t seq = 0;

	assert_int_equal(audit_channel_next(audit, db, from, to, &seq), DB_OK);
	return seq;
}

/* Channels count apart, survive commits, and forget what is rolled back. */
static void
channels_follow_the_transaction(void **state)
{
	struct db *db = fresh(*state);
	struct audit *audit = log_of(db);

	assert_int_equal(db_begin(db), DB_OK);
	assert_int_equal(next(audit, db, 1, 2), 1);
	assert_int_equal(next(audit, db, 1, 2), 2);
	assert_int_equal(next(audit, db, 2, 1), 1);
	append(audit, db, 7);
	assert_int_equal(audit_before_commit(audit, db), DB_OK);
	assert_int_equal(db_commit(db), DB_OK);
	audit_committed(audit);

	assert_int_equal(db_begin(db), DB_OK);
	assert_int_equal(next(audit, db, 1, 2), 3);
	assert_int_equal(next(audit, db, 5, 6), 1);
	append(audit, db, 7);
	assert_int_equal(audit_before_commit(audit, db), DB_OK);
	db_rollback(db);
	audit_rolled_back(audit);
	assert_int_equal(audit_size(audit), 1);
	assert_int_equal(next(audit, db, 1, 2), 3);
	assert_int_equal(next(audit, db, 5, 6), 1);
	audit_free(audit);

	audit = log_of(db);
	assert_int_equal(next(audit, db, 1, 2), 3);
	assert_int_equal(next(audit, db, 2, 1), 2);
	assert_int_equal(next(audit, db, 5, 6), 1);
	audit_free(audit);
	db_close(db);
}

/* A thousand institutions, each with each neighbour. */
static void
many_channels_are_kept(void **state)
{
	struct db *db = fresh(*state);
	struct audit *audit = log_of(db);

	for (uint64_t round = 1; round <= 2; round++) {
		assert_int_equal(db_begin(db), DB_OK);
		for (int64_t i = 1; i <= 3000; i++)
			assert_int_equal(next(audit, db, i, i + 1), round);
		assert_int_equal(audit_before_commit(audit, db), DB_OK);
		assert_int_equal(db_commit(db), DB_OK);
		audit_committed(audit);
	}
	audit_free(audit);
	audit = log_of(db);
	for (int64_t i = 1; i <= 3000; i++)
		assert_int_equal(next(audit, db, i, i + 1), 3);
	audit_free(audit);
	db_close(db);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_commitment_is_the_known_one),
		IN_SCRATCH(an_entry_says_who_when_and_which),
		IN_SCRATCH(numbers_follow_each_other),
		IN_SCRATCH(a_known_number_needs_no_look_up),
		IN_SCRATCH(many_entries_cost_few_statements),
		IN_SCRATCH(payloads_are_committed_to),
		IN_SCRATCH(a_broken_entry_takes_no_number),
		IN_SCRATCH(channels_follow_the_transaction),
		IN_SCRATCH(many_channels_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
