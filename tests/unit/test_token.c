/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens: made, stored by digest alone, found while they are in force. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "schema.h"
#include "scratch.h"
#include "token_set.h"

#define MANY 500

/* A row with a digest of its own. */
static struct token_row
row_of(int64_t id)
{
	struct token_row row = { .id = id, .role = TOKEN_SOURCE };

	digest_sha256(&id, sizeof(id), row.sha256);
	return row;
}

/* A token's text gives the digest it was made with; other texts do not. */
static void
text_gives_its_digest(void **state)
{
	char text[TOKEN_TEXT_SIZE];
	uint8_t made[DIGEST_SIZE], read[DIGEST_SIZE];

	(void)state;
	token_make(clock_system(), text, made);
	assert_int_equal(strlen(text), TOKEN_TEXT_SIZE - 1);
	assert_true(token_digest(text, read));
	assert_memory_equal(made, read, DIGEST_SIZE);
	text[20] ^= 1;
	assert_true(token_digest(text, read));
	assert_memory_not_equal(made, read, DIGEST_SIZE);
	assert_false(token_digest(text + 1, read));
	assert_false(token_digest("", read));
	text[0] = 'S';
	assert_false(token_digest(text, read));
}

/* Each of many is found, also after others went, and none that is not there.
 */
static void
many_are_found(void **state)
{
	struct token_set *set = token_set_new();
	struct token_row row;

	(void)state;
	for (int64_t id = 1; id <= MANY; id++) {
		row = row_of(id);
		assert_true(token_set_put(set, &row));
	}
	for (int64_t id = 1; id <= MANY; id += 2)
		token_set_drop(set, id);
	assert_int_equal(token_set_count(set), MANY / 2);
	for (int64_t id = 1; id <= MANY + 10; id++) {
		const struct token_row *found;

		row = row_of(id);
		found = token_set_find(set, row.sha256, 0);
		if (id % 2 == 0 && id <= MANY)
			assert_int_equal(found->id, id);
		else
			assert_null(found);
	}
	token_set_free(set);
}

/* Two whose first bytes are the same are told apart. */
static void
like_beginnings_are_told_apart(void **state)
{
	struct token_set *set = token_set_new();
	struct token_row one = row_of(1), other = one;

	(void)state;
	other.id = 2;
	other.sha256[31] ^= 1;
	assert_true(token_set_put(set, &one));
	assert_true(token_set_put(set, &other));
	assert_int_equal(token_set_find(set, one.sha256, 0)->id, 1);
	assert_int_equal(token_set_find(set, other.sha256, 0)->id, 2);
	other.sha256[30] ^= 1;
	assert_null(token_set_find(set, other.sha256, 0));
	token_set_free(set);
}

/* One that has run out or was revoked is not in force. */
static void
only_those_in_force_count(void **state)
{
	struct token_set *set = token_set_new();
	struct token_row row = row_of(1), revoked = row_of(2);

	(void)state;
	row.expires = 1000;
	revoked.revoked = 5;
	assert_true(token_set_put(set, &row));
	assert_true(token_set_put(set, &revoked));
	assert_non_null(token_set_find(set, row.sha256, 999));
	assert_null(token_set_find(set, row.sha256, 1000));
	assert_null(token_set_find(set, revoked.sha256, 0));
	token_set_free(set);
}

/* db_row_fn: the last row. */
static bool
take(void *ctx, const struct db_row *row)
{
	token_row_read(row, ctx);
	return true;
}

/* A row comes back as it was stored, and is revoked once. */
static void
rows_are_kept(void **state)
{
	struct token_row row = row_of(7), read;
	struct db *db = NULL;

	assert_int_equal(db_open(scratch_path(*state, "a.db"), DB_CREATE, &db,
			     NULL),
	    DB_OK);
	assert_int_equal(schema_open(db, NULL), DB_OK);
	row.institution = 3;
	row.person = 12;
	row.created = 100;
	row.expires = 200;
	(void)snprintf(row.label, sizeof(row.label), "meja depan");
	assert_int_equal(token_add(db, &row), DB_OK);
	assert_int_equal(token_each(db, take, &read), DB_OK);
	assert_memory_equal(&row, &read, sizeof(row));
	assert_int_equal(token_revoke(db, 7, 150), DB_OK);
	assert_int_equal(token_revoke(db, 7, 160), DB_NONE);
	assert_int_equal(token_each(db, take, &read), DB_OK);
	assert_int_equal(read.revoked, 150);
	db_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_gives_its_digest),
		cmocka_unit_test(many_are_found),
		cmocka_unit_test(like_beginnings_are_told_apart),
		cmocka_unit_test(only_those_in_force_count),
		cmocka_unit_test_setup_teardown(rows_are_kept, scratch_setup,
		    scratch_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
