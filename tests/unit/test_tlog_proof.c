/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tlog_proof.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tlog_rfc.h"

#define SIZES 70   /* every pair of sizes up to this */
#define LARGE 1000 /* pairs of sizes up to this, by chance */
#define PAIRS 300

static struct tlog_hash *leaves; /* of numbers in decimal, LARGE of them */

static int
make_leaves(void **state)
{
	(void)state;
	leaves = rfc_decimal_leaves(LARGE);
	return 0;
}

static int
free_leaves(void **state)
{
	(void)state;
	free(leaves);
	return 0;
}

/* Fails unless both proofs are the same. */
static void
is_proof(const struct tlog_proof *got, const struct tlog_proof *want, size_t m,
    size_t n)
{
	if (got->count != want->count ||
	    memcmp(got->hashes, want->hashes,
		want->count * sizeof(want->hashes[0])) != 0)
		fail_msg("proof %zu of %zu: %zu hashes, want %zu (or others)",
		    m, n, got->count, want->count);
}

/* The head of the tree of the first n leaves. */
static struct tlog_head
head_of(size_t n)
{
	struct tlog_head head = { .size = n };

	rfc_root(leaves, 0, n, &head.root);
	return head;
}

/* An entry's proof is the RFC's, and holds for it. */
static void
prove_entry(size_t m, size_t n, struct tlog_proof *ret)
{
	struct rfc_source all = { leaves, n, false };
	struct tlog_source source = { rfc_get, &all };
	struct tlog_head head = head_of(n);
	struct tlog_proof want;

	assert_true(tlog_prove_entry(&source, m, n, ret));
	rfc_path(leaves, m, n, &want);
	is_proof(ret, &want, m, n);
	assert_true(tlog_check_entry(ret, m, &leaves[m], &head));
}

/* A growth's proof is the RFC's, and holds for it. */
static void
prove_growth(size_t m, size_t n, struct tlog_proof *ret)
{
	struct rfc_source all = { leaves, n, false };
	struct tlog_source source = { rfc_get, &all };
	struct tlog_head old = head_of(m), head = head_of(n);
	struct tlog_proof want = { .count = 0 };

	assert_true(tlog_prove_growth(&source, m, n, ret));
	if (m > 0 && m < n)
		rfc_growth(leaves, m, n, &want);
	is_proof(ret, &want, m, n);
	assert_true(tlog_check_growth(ret, &old, &head));
}

static void
every_entry_of_a_small_tree_has_the_rfcs_proof(void **state)
{
	struct tlog_proof proof;

	(void)state;
	for (size_t n = 1; n <= SIZES; n++)
		for (size_t m = 0; m < n; m++)
			prove_entry(m, n, &proof);
}

static void
every_growth_of_a_small_tree_has_the_rfcs_proof(void **state)
{
	struct tlog_proof proof;

	(void)state;
	for (size_t n = 0; n <= SIZES; n++)
		for (size_t m = 0; m <= n; m++)
			prove_growth(m, n, &proof);
}

static void
larger_trees_have_the_rfcs_proofs(void **state)
{
	struct tlog_proof proof;
	uint64_t x = 7;

	(void)state;
	for (unsigned i = 0; i < PAIRS; i++) {
		size_t n, m;

		x = x * UINT64_C(6364136223846793005) + 1442695040888963407u;
		n = (size_t)(x >> 40) % LARGE + 1;
		m = (size_t)(x >> 20) % n;
		prove_entry(m, n, &proof);
		prove_growth(m, n, &proof);
	}
}

static void
a_proof_holds_for_no_other_entry(void **state)
{
	struct tlog_proof proof;
	struct tlog_head head;

	(void)state;
	for (size_t n = 1; n <= 20; n++) {
		head = head_of(n);
		for (size_t m = 0; m < n; m++) {
			prove_entry(m, n, &proof);
			for (size_t i = 0; i < n + 3; i++)
				assert_int_equal(tlog_check_entry(&proof, i,
						     &leaves[m], &head),
				    i == m);
			assert_false(
			    tlog_check_entry(&proof, m, &leaves[m + 1], &head));
		}
	}
}

/* Fails if the entry's proof holds with any one bit of it, of the leaf or of
 * the root changed, or with a hash less or more. */
static void
damage_entry(size_t m, size_t n)
{
	struct tlog_head head = head_of(n);
	struct tlog_hash leaf = leaves[m];
	struct tlog_proof proof;
	uint8_t *parts[] = { leaf.bytes, head.root.bytes,
		(uint8_t *)proof.hashes };
	size_t bits[] = { 256, 256, 0 };

	prove_entry(m, n, &proof);
	bits[2] = 256 * proof.count;
	for (unsigned part = 0; part < 3; part++)
		for (size_t bit = 0; bit < bits[part]; bit++) {
			parts[part][bit / 8] ^= (uint8_t)(1u << bit % 8);
			assert_false(tlog_check_entry(&proof, m, &leaf, &head));
			parts[part][bit / 8] ^= (uint8_t)(1u << bit % 8);
		}
	assert_true(tlog_check_entry(&proof, m, &leaf, &head));
	proof.hashes[proof.count++] = leaf;
	assert_false(tlog_check_entry(&proof, m, &leaf, &head));
	if (proof.count < 2)
		return;
	proof.count -= 2;
	assert_false(tlog_check_entry(&proof, m, &leaf, &head));
}

static void
a_damaged_proof_of_an_entry_is_refused(void **state)
{
	(void)state;
	for (size_t n = 1; n <= 11; n++)
		for (size_t m = 0; m < n; m++)
			damage_entry(m, n);
	damage_entry(600, 999);
}

/* The same of a growth and both of its roots. */
static void
damage_growth(size_t m, size_t n)
{
	struct tlog_head old = head_of(m), head = head_of(n);
	struct tlog_proof proof;
	uint8_t *parts[] = { old.root.bytes, head.root.bytes,
		(uint8_t *)proof.hashes };
	size_t bits[] = { 256, 256, 0 };

	prove_growth(m, n, &proof);
	bits[1] = m == 0 ? 0 : 256; /* nothing says more than nothing */
	bits[2] = 256 * proof.count;
	for (unsigned part = 0; part < 3; part++)
		for (size_t bit = 0; bit < bits[part]; bit++) {
			parts[part][bit / 8] ^= (uint8_t)(1u << bit % 8);
			assert_false(tlog_check_growth(&proof, &old, &head));
			parts[part][bit / 8] ^= (uint8_t)(1u << bit % 8);
		}
	assert_true(tlog_check_growth(&proof, &old, &head));
	proof.hashes[proof.count++] = head.root;
	assert_false(tlog_check_growth(&proof, &old, &head));
	if (proof.count < 2)
		return;
	proof.count -= 2;
	assert_false(tlog_check_growth(&proof, &old, &head));
}

static void
a_damaged_proof_of_growth_is_refused(void **state)
{
	(void)state;
	for (size_t n = 0; n <= 11; n++)
		for (size_t m = 0; m <= n; m++)
			damage_growth(m, n);
	damage_growth(600, 999);
	damage_growth(512, 999);
}

/* Fails if the proof of growth holds for another old size. */
static void
mistake_growth(size_t m, size_t n)
{
	struct tlog_head old = head_of(m), head = head_of(n);
	struct tlog_proof proof;

	prove_growth(m, n, &proof);
	for (old.size = 0; old.size <= n + 1; old.size++)
		assert_int_equal(tlog_check_growth(&proof, &old, &head),
		    old.size == m);
}

static void
a_proof_of_growth_holds_for_no_other_sizes(void **state)
{
	(void)state;
	for (size_t n = 2; n <= 20; n++)
		for (size_t m = 1; m < n; m++)
			mistake_growth(m, n);
}

static void
what_is_not_there_is_not_proved(void **state)
{
	struct rfc_source all = { leaves, 10, false };
	struct tlog_source source = { rfc_get, &all };
	struct tlog_head head = head_of(0);
	struct tlog_proof proof = { .count = 0 };

	(void)state;
	assert_false(tlog_prove_entry(&source, 10, 10, &proof));
	assert_false(tlog_prove_entry(&source, 0, 0, &proof));
	assert_false(tlog_prove_growth(&source, 11, 10, &proof));
	assert_false(tlog_check_entry(&proof, 0, &leaves[0], &head));
	all.failing = true;
	assert_false(tlog_prove_entry(&source, 4, 10, &proof));
	assert_false(tlog_prove_growth(&source, 4, 10, &proof));
	assert_int_equal(proof.count, 0);
}

/* tlog_source of a tree too large to be: every subtree has the same hash. */
static bool
get_same(void *ctx, struct tlog_place at, struct tlog_hash *ret)
{
	const struct tlog_hash *nodes = ctx;

	assert_true(at.level < TLOG_LEVELS);
	*ret = nodes[at.level];
	return true;
}

static void
the_largest_tree_has_proofs_of_63_hashes(void **state)
{
	struct tlog_hash nodes[TLOG_LEVELS];
	struct tlog_source source = { get_same, nodes };
	struct tlog_head head = { .size = TLOG_SIZE_MAX };
	struct tlog_frontier f = { .size = 0 };
	struct tlog_proof proof;

	(void)state;
	tlog_leaf("", 0, &nodes[0]);
	for (unsigned i = 1; i < TLOG_LEVELS; i++)
		tlog_node(&nodes[i - 1], &nodes[i - 1], &nodes[i]);
	f.size = TLOG_SIZE_MAX;
	for (f.count = 0; f.count < 63; f.count++)
		f.hashes[f.count] = nodes[62 - f.count];
	tlog_root(&f, &head.root);
	assert_true(tlog_prove_entry(&source, 5, head.size, &proof));
	assert_int_equal(proof.count, 63);
	assert_true(tlog_check_entry(&proof, 5, &nodes[0], &head));
	assert_true(
	    tlog_prove_entry(&source, head.size - 1, head.size, &proof));
	assert_true(tlog_check_entry(&proof, head.size - 1, &nodes[0], &head));
	proof.count = TLOG_PROOF_MAX;
	assert_false(tlog_proof_add(&proof, &nodes[0]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_entry_of_a_small_tree_has_the_rfcs_proof),
		cmocka_unit_test(
		    every_growth_of_a_small_tree_has_the_rfcs_proof),
		cmocka_unit_test(larger_trees_have_the_rfcs_proofs),
		cmocka_unit_test(a_proof_holds_for_no_other_entry),
		cmocka_unit_test(a_damaged_proof_of_an_entry_is_refused),
		cmocka_unit_test(a_damaged_proof_of_growth_is_refused),
		cmocka_unit_test(a_proof_of_growth_holds_for_no_other_sizes),
		cmocka_unit_test(what_is_not_there_is_not_proved),
		cmocka_unit_test(the_largest_tree_has_proofs_of_63_hashes),
	};

	return cmocka_run_group_tests(tests, make_leaves, free_leaves);
}
