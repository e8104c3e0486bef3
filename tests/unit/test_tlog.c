/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tlog.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tlog_known.h"
#include "tlog_rfc.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))
#define TREES 60
#define LEAVES_MAX 1000

/* Fails unless the hash is that hex. */
static void
is_hash(const struct tlog_hash *got, const char *want, const char *what,
    uint64_t number)
{
	char hex[DIGEST_HEX_SIZE];

	digest_hex(got->bytes, hex);
	if (strcmp(hex, want) != 0)
		fail_msg("%s %llu: got %s, want %s", what,
		    (unsigned long long)number, hex, want);
}

static void
leaves_have_the_published_hashes(void **state)
{
	struct tlog_hash got;

	(void)state;
	for (size_t i = 0; i < RFC6962_LEAVES; i++) {
		tlog_leaf(rfc6962_leaves[i].bytes, rfc6962_leaves[i].len, &got);
		is_hash(&got, rfc6962_leaves[i].hash, "leaf", i);
	}
}

static void
trees_have_the_published_roots(void **state)
{
	struct tlog_frontier f;
	struct tlog_hash hash;

	(void)state;
	tlog_init(&f);
	for (size_t i = 0; i <= RFC6962_LEAVES; i++) {
		tlog_root(&f, &hash);
		is_hash(&hash, rfc6962_roots[i], "root of size", i);
		if (i == RFC6962_LEAVES)
			break;
		tlog_leaf(rfc6962_leaves[i].bytes, rfc6962_leaves[i].len,
		    &hash);
		assert_true(tlog_append(&f, &hash));
	}
}

static void
trees_of_numbers_have_the_roots_that_others_found(void **state)
{
	struct tlog_frontier f;
	struct tlog_hash hash;
	char text[24];

	(void)state;
	tlog_init(&f);
	for (size_t i = 0; decimal_roots[i].root != NULL; i++) {
		while (f.size < decimal_roots[i].size) {
			int len = snprintf(text, sizeof(text), "%llu",
			    (unsigned long long)f.size);

			tlog_leaf(text, (size_t)len, &hash);
			assert_true(tlog_append(&f, &hash));
		}
		tlog_root(&f, &hash);
		is_hash(&hash, decimal_roots[i].root, "root of size", f.size);
	}
}

static void
an_entry_of_any_length_has_one_hash(void **state)
{
	static uint8_t bytes[1 + 65535];
	struct tlog_hash got, want;

	(void)state;
	for (size_t i = 1; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 7);
	for (size_t len = 0; len <= 65535; len = len < 1100 ? len + 1 : 65535) {
		digest_sha256(bytes, 1 + len, want.bytes);
		tlog_leaf(bytes + 1, len, &got);
		assert_true(tlog_equal(&got, &want));
		if (len == 65535)
			break;
	}
}

static void
random_trees_equal_the_rfcs_definition(void **state)
{
	struct tlog_hash *leaves = calloc(LEAVES_MAX, sizeof(*leaves));
	struct tlog_hash got, want;
	struct tlog_frontier f;
	uint64_t x = 1;

	(void)state;
	assert_non_null(leaves);
	for (unsigned tree = 0; tree < TREES; tree++) {
		size_t size;

		x = x * UINT64_C(6364136223846793005) + 1442695040888963407u;
		size = (size_t)(x >> 33) % (LEAVES_MAX + 1);
		tlog_init(&f);
		for (size_t i = 0; i < size; i++) {
			uint64_t seed[2] = { x, i };

			tlog_leaf(seed, sizeof(seed), &leaves[i]);
			assert_true(tlog_append(&f, &leaves[i]));
		}
		tlog_root(&f, &got);
		rfc_root(leaves, 0, size, &want);
		if (!tlog_equal(&got, &want))
			fail_msg("tree %u of size %zu differs", tree, size);
	}
	free(leaves);
}

static void
every_hash_of_a_frontier_stands_where_its_place_says(void **state)
{
	struct tlog_hash *leaves = rfc_decimal_leaves(70), want;
	struct tlog_frontier f;

	(void)state;
	tlog_init(&f);
	for (size_t n = 0; n <= 70; n++) {
		assert_int_equal(f.count, tlog_ones(n));
		for (unsigned i = 0; i < f.count; i++) {
			struct tlog_place at = tlog_place(n, i);

			rfc_root(leaves, at.index << at.level,
			    (at.index + 1) << at.level, &want);
			assert_true(tlog_equal(&f.hashes[i], &want));
		}
		assert_true(tlog_append(&f, &leaves[n < 70 ? n : 0]));
	}
	free(leaves);
}

static void
a_stored_frontier_goes_on_like_the_one_it_was(void **state)
{
	struct tlog_hash *leaves = rfc_decimal_leaves(300), got, want;
	struct tlog_frontier f, again;

	(void)state;
	tlog_init(&f);
	for (size_t i = 0; i < 300; i++) {
		size_t len = f.count * sizeof(f.hashes[0]);

		assert_true(tlog_load(&again, i, f.hashes, len));
		assert_false(tlog_load(&again, i, f.hashes, len + 1));
		assert_false(tlog_load(&again, i, f.hashes, len + 32));
		assert_true(tlog_append(&f, &leaves[i]));
		assert_true(tlog_append(&again, &leaves[i]));
		tlog_root(&f, &want);
		tlog_root(&again, &got);
		assert_true(tlog_equal(&got, &want));
	}
	free(leaves);
}

static void
a_full_tree_takes_no_more(void **state)
{
	static struct tlog_hash hashes[TLOG_LEVELS];
	struct tlog_frontier f;

	(void)state;
	assert_true(tlog_load(&f, TLOG_SIZE_MAX, hashes, 63 * 32));
	assert_false(tlog_append(&f, &hashes[0]));
	assert_true(f.size == TLOG_SIZE_MAX && f.count == 63);
	assert_false(tlog_load(&f, UINT64_C(1) << 63, hashes, 32));
}

static void
a_hash_is_read_as_it_is_written_and_no_other_way(void **state)
{
	static const char *const bad[] = {
		"",
		"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
		"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=",
		"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==",
		"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFUA",
		"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=",
		"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
		"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFUAAAA=",
	};
	char text[TLOG_HASH_TEXT_SIZE];
	struct tlog_frontier none;
	struct tlog_hash empty, got;

	(void)state;
	tlog_init(&none);
	tlog_root(&none, &empty);
	tlog_hash_text(&empty, text);
	assert_string_equal(text,
	    "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
	assert_true(tlog_hash_parse(text, strlen(text), &got));
	assert_true(tlog_equal(&got, &empty));
	for (size_t i = 0; i < LENGTH(bad); i++)
		if (tlog_hash_parse(bad[i], strlen(bad[i]), &got))
			fail_msg("\"%s\" was taken", bad[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaves_have_the_published_hashes),
		cmocka_unit_test(trees_have_the_published_roots),
		cmocka_unit_test(
		    trees_of_numbers_have_the_roots_that_others_found),
		cmocka_unit_test(an_entry_of_any_length_has_one_hash),
		cmocka_unit_test(random_trees_equal_the_rfcs_definition),
		cmocka_unit_test(
		    every_hash_of_a_frontier_stands_where_its_place_says),
		cmocka_unit_test(a_stored_frontier_goes_on_like_the_one_it_was),
		cmocka_unit_test(a_full_tree_takes_no_more),
		cmocka_unit_test(
		    a_hash_is_read_as_it_is_written_and_no_other_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
