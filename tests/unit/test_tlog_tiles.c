/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tlog_tiles.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tlog_bundle.h"
#include "tlog_rfc.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))
#define SIZE 70000

/* Tiles of a tree, made of its leaves as the format defines them. */
struct shelf {
	struct tlog_hash *leaves;
	uint64_t size;
	unsigned reads;
	bool empty;
};

/* tlog_tile_read_fn */
static bool
read_tile(void *ctx, const struct tlog_tile *tile, struct tlog_hash *ret)
{
	struct shelf *shelf = ctx;
	size_t span = (size_t)1 << (8 * tile->level);
	size_t first = tile->number * TLOG_TILE_WIDTH * span;

	assert_int_equal(tile->width,
	    tlog_tile_width(tile->level, tile->number, shelf->size));
	assert_true(tile->width > 0 && !tile->bundle);
	shelf->reads++;
	if (shelf->empty)
		return false;
	for (unsigned i = 0; i < tile->width; i++)
		rfc_root(shelf->leaves, first + i * span,
		    first + (i + 1) * span, &ret[i]);
	return true;
}

static struct shelf shelf;
static struct tlog_tiles tiles;

static int
fill(void **state)
{
	(void)state;
	shelf.leaves = rfc_decimal_leaves(SIZE);
	return 0;
}

static int
empty(void **state)
{
	(void)state;
	free(shelf.leaves);
	return 0;
}

/* The tree of the first leaves. */
static void
open_tree(uint64_t size)
{
	shelf.size = size;
	shelf.reads = 0;
	shelf.empty = false;
	tlog_tiles_init(&tiles, size, read_tile, &shelf);
}

static const uint64_t sizes[] = { 0, 1, 2, 255, 256, 257, 511, 512, 1000, 65535,
	65536, 65537, SIZE };

static void
the_right_edge_of_a_tree_stands_in_its_tiles(void **state)
{
	struct tlog_frontier f;
	struct tlog_hash got, want;

	(void)state;
	for (size_t i = 0; i < LENGTH(sizes); i++) {
		open_tree(sizes[i]);
		assert_true(tlog_tiles_frontier(&tiles, &f));
		assert_int_equal(f.size, sizes[i]);
		tlog_root(&f, &got);
		rfc_root(shelf.leaves, 0, sizes[i], &want);
		assert_true(tlog_equal(&got, &want));
	}
}

static void
proofs_are_made_of_tiles(void **state)
{
	struct tlog_source source = { tlog_tiles_get, &tiles };
	struct tlog_head head, old;
	struct tlog_proof proof;

	(void)state;
	for (size_t i = 1; i < LENGTH(sizes); i++) {
		open_tree(sizes[i]);
		head.size = sizes[i];
		rfc_root(shelf.leaves, 0, head.size, &head.root);
		for (uint64_t m = 0; m < head.size; m += head.size / 7 + 1) {
			assert_true(
			    tlog_prove_entry(&source, m, head.size, &proof));
			assert_true(tlog_check_entry(&proof, m,
			    &shelf.leaves[m], &head));
		}
		for (size_t k = 0; k <= i; k++) {
			old.size = sizes[k];
			rfc_root(shelf.leaves, 0, old.size, &old.root);
			assert_true(tlog_prove_growth(&source, old.size,
			    head.size, &proof));
			assert_true(tlog_check_growth(&proof, &old, &head));
		}
	}
}

static void
a_proof_reads_few_tiles(void **state)
{
	struct tlog_source source = { tlog_tiles_get, &tiles };
	struct tlog_proof proof;

	(void)state;
	open_tree(SIZE);
	assert_true(tlog_prove_entry(&source, 12345, SIZE, &proof));
	assert_true(shelf.reads <= 6);
}

static void
what_no_tile_holds_is_not_told(void **state)
{
	struct tlog_place at = { 0, 5 };
	struct tlog_frontier f = { .size = 99 };
	struct tlog_hash got;

	(void)state;
	open_tree(5);
	assert_false(tlog_tiles_get(&tiles, at, &got));
	at.level = TLOG_LEVELS;
	assert_false(tlog_tiles_get(&tiles, at, &got));
	assert_int_equal(shelf.reads, 0);
	shelf.empty = true;
	assert_false(tlog_tiles_frontier(&tiles, &f));
	assert_int_equal(f.size, 99);
	shelf.empty = false;
	assert_true(tlog_tiles_frontier(&tiles, &f));
}

static void
a_bundle_gives_its_entries_back(void **state)
{
	static char longest[TLOG_ENTRY_MAX + 1];
	static const size_t lens[] = { 0, 1, 255, 256, TLOG_ENTRY_MAX };
	struct note_span rest, entry;
	struct hub_buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(longest); i++)
		longest[i] = (char)(i * 31);
	hub_buf_init(&out, 1u << 20);
	for (size_t i = 0; i < LENGTH(lens); i++)
		assert_true(tlog_bundle_add(&out, longest + 1, lens[i]));
	assert_false(tlog_bundle_add(&out, longest, TLOG_ENTRY_MAX + 1));
	assert_memory_equal(out.data, "\0\0\0\1", 4);
	rest.at = out.data;
	rest.len = out.len;
	for (size_t i = 0; i < LENGTH(lens); i++) {
		assert_true(tlog_bundle_take(&rest, &entry));
		assert_int_equal(entry.len, lens[i]);
		assert_memory_equal(entry.at, longest + 1, lens[i]);
	}
	assert_false(tlog_bundle_take(&rest, &entry));
	assert_int_equal(rest.len, 0);
	hub_buf_release(&out);
}

static void
a_bundle_that_is_cut_off_leaves_a_rest(void **state)
{
	static const char bytes[] = "\0\2ab\0\3xyz";
	struct note_span rest, entry;
	size_t taken;

	(void)state;
	for (size_t len = 0; len < sizeof(bytes); len++) {
		rest.at = bytes;
		rest.len = len;
		for (taken = 0; tlog_bundle_take(&rest, &entry); taken++)
			continue;
		assert_int_equal(taken, len < 4 ? 0 : len < 9 ? 1 : 2);
		assert_int_equal(rest.len == 0,
		    len == 0 || len == 4 || len == 9);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_right_edge_of_a_tree_stands_in_its_tiles),
		cmocka_unit_test(proofs_are_made_of_tiles),
		cmocka_unit_test(a_proof_reads_few_tiles),
		cmocka_unit_test(what_no_tile_holds_is_not_told),
		cmocka_unit_test(a_bundle_gives_its_entries_back),
		cmocka_unit_test(a_bundle_that_is_cut_off_leaves_a_rest),
	};

	return cmocka_run_group_tests(tests, fill, empty);
}
