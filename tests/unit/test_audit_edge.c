/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "audit.h"
#include "audit_edge.h"
#include "schema.h"
#include "scratch.h"

#define NOW INT64_C(1770019200123)

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

/* One transaction of so many entries. */
static void
append(struct audit *audit, struct db *db, unsigned count, bool commit)
{
	assert_int_equal(db_begin(db), DB_OK);
	for (unsigned i = 0; i < count; i++) {
		struct audit_note note = audit_note_init(
		    "simpul.case.received.v1");

		note.case_id = 7 + i % 3;
		assert_int_equal(audit_append(audit, db, NOW, &note), DB_OK);
	}
	assert_int_equal(audit_before_commit(audit, db), DB_OK);
	if (commit) {
		assert_int_equal(db_commit(db), DB_OK);
		audit_committed(audit);
		return;
	}
	db_rollback(db);
	audit_rolled_back(audit);
}

/* audit_entry_fn: one leaf more. */
static bool
grow(void *ctx, const void *entry, size_t len)
{
	struct tlog_hash leaf;

	tlog_leaf(entry, len, &leaf);
	return tlog_append(ctx, &leaf);
}

/* The frontier beside the newest entry is that of all entries. */
static void
expect_tree(struct db *db, uint64_t size)
{
	struct tlog_frontier stored, made;
	struct tlog_hash stored_root, made_root;

	assert_int_equal(audit_edge_load(db, &stored), DB_OK);
	assert_int_equal(stored.size, size);
	tlog_init(&made);
	assert_int_equal(audit_entries(db, 0, size, grow, &made), DB_OK);
	tlog_root(&stored, &stored_root);
	tlog_root(&made, &made_root);
	assert_true(tlog_equal(&stored_root, &made_root));
}

/* A log without entries has the empty tree. */
static void
an_empty_log_has_the_empty_tree(void **state)
{
	struct db *db = fresh(*state);

	expect_tree(db, 0);
	db_close(db);
}

/* Whatever a transaction holds, the tree is that of its entries; one that is
 * undone leaves the tree as it was, and a start goes on with it. */
static void
the_tree_follows_the_transactions(void **state)
{
	static const unsigned counts[] = { 1, 2, 15, 16, 17, 32, 33, 1, 300 };
	struct db *db = fresh(*state);
	struct audit *audit = log_of(db);
	uint64_t size = 0;

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		append(audit, db, counts[i], false);
		append(audit, db, counts[i], true);
		expect_tree(db, size += counts[i]);
	}
	audit_free(audit);
	audit = log_of(db);
	append(audit, db, 5, true);
	expect_tree(db, size + 5);
	audit_free(audit);
	db_close(db);
}

/* Entries that a hub of before has written have no frontier beside them. */
static void
a_log_of_before_gets_its_tree(void **state)
{
	struct db *db = fresh(*state);
	struct audit *audit;

	assert_int_equal(db_script(db,
			     "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL"
			     " SELECT i + 1 FROM n WHERE i < 2999)"
			     " INSERT INTO audit_entry"
			     " (seq, case_id, case_seq, body)"
			     " SELECT i, 0, 0, 'entry ' || i FROM n"),
	    DB_OK);
	expect_tree(db, 3000);
	audit = log_of(db);
	append(audit, db, 1, true);
	expect_tree(db, 3001);
	audit_free(audit);
	db_close(db);
}

/* A reading that ends early is good, one that meets a gap is not. */
static void
a_gap_is_not_read_over(void **state)
{
	struct db *db = fresh(*state);
	struct tlog_frontier tree;

	assert_int_equal(db_script(db,
			     "INSERT INTO audit_entry (seq, case_id, case_seq,"
			     " body) VALUES (0, 0, 0, 'a'), (2, 0, 0, 'c')"),
	    DB_OK);
	tlog_init(&tree);
	assert_int_equal(audit_entries(db, 0, 1, grow, &tree), DB_OK);
	assert_int_equal(audit_entries(db, 0, 3, grow, &tree), DB_NONE);
	assert_int_equal(audit_entries(db, 2, 4, grow, &tree), DB_NONE);
	assert_int_equal(audit_edge_load(db, &tree), DB_NONE);
	db_close(db);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCRATCH(an_empty_log_has_the_empty_tree),
		IN_SCRATCH(the_tree_follows_the_transactions),
		IN_SCRATCH(a_log_of_before_gets_its_tree),
		IN_SCRATCH(a_gap_is_not_read_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
