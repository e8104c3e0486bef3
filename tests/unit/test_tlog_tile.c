/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tlog_tile.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	struct tlog_tile tile;
	const char *path;
} paths[] = {
	{ { false, 0, 1234067, 256 }, "tile/0/x001/x234/067" },
	{ { false, 0, 0, 256 }, "tile/0/000" },
	{ { false, 3, 255, 256 }, "tile/3/255" },
	{ { false, 0, 273, 112 }, "tile/0/273.p/112" },
	{ { false, 1, 1000, 256 }, "tile/1/x001/000" },
	{ { true, 0, 1000, 1 }, "tile/entries/x001/000.p/1" },
	{ { true, 0, 999, 256 }, "tile/entries/999" },
	{ { false, 7, 36028797018963967, 255 },
	    "tile/7/x036/x028/x797/x018/x963/967.p/255" },
};

static void
a_tile_has_one_path(void **state)
{
	char got[TLOG_TILE_PATH_SIZE];
	struct tlog_tile tile;

	(void)state;
	for (size_t i = 0; i < LENGTH(paths); i++) {
		tlog_tile_path(&paths[i].tile, got);
		assert_string_equal(got, paths[i].path);
		assert_true(tlog_tile_parse(paths[i].path, &tile));
		assert_int_equal(tile.bundle, paths[i].tile.bundle);
		assert_int_equal(tile.level, paths[i].tile.level);
		assert_true(tile.number == paths[i].tile.number);
		assert_int_equal(tile.width, paths[i].tile.width);
	}
}

static void
another_path_is_no_tile(void **state)
{
	static const char *const rows[] = { "", "tile", "tile/", "tile/0",
		"tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000",
		"tile/00/000", "tile/8/000", "tile/64/000", "tile/-1/000",
		"tile/x/000", "/tile/0/000", "tile/0/000/", "tile/0/x000/001",
		"tile/0/x001/x002", "tile/0/001/002", "tile/0/x01/002",
		"tile/0/1000", "tile/0/000.p", "tile/0/000.p/",
		"tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/256",
		"tile/0/000.p/-1", "tile/0/000.q/1", "tile/0/000.p/1.p/1",
		"tile/0/000 ", "tile/0/../000", "tile/entries", "tile/data/000",
		"tile/entries/000.p/300",
		"tile/0/x001/x000/x000/x000/x000/x000/000",
		"tile/0/x999/x999/x999/x999/x999/999" };
	struct tlog_tile tile;

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++)
		if (tlog_tile_parse(rows[i], &tile))
			fail_msg("\"%s\" was taken", rows[i]);
}

/* Counts the tiles of a tree, each checked against its width. */
static unsigned
count_tiles(uint64_t from, uint64_t size, unsigned partial[TLOG_TILE_LEVELS])
{
	struct tlog_tile_walk walk;
	struct tlog_tile tile;
	unsigned count = 0;

	tlog_tile_walk_init(&walk, from, size);
	while (tlog_tile_walk_next(&walk, &tile)) {
		assert_false(tile.bundle);
		assert_int_equal(tile.width,
		    tlog_tile_width(tile.level, tile.number, size));
		if (partial != NULL && tile.width < TLOG_TILE_WIDTH)
			partial[tile.level] = tile.width;
		count++;
	}
	assert_false(tlog_tile_walk_next(&walk, &tile));
	return count;
}

static void
a_tree_has_exactly_the_tiles_that_the_format_says(void **state)
{
	unsigned partial[TLOG_TILE_LEVELS] = { 0 };

	(void)state;
	assert_int_equal(count_tiles(0, 70000, partial), 277);
	assert_int_equal(partial[0], 112);
	assert_int_equal(partial[1], 17);
	assert_int_equal(partial[2], 1);
	assert_int_equal(partial[3], 0);
	assert_int_equal(count_tiles(0, 0, NULL), 0);
	assert_int_equal(count_tiles(0, 1, NULL), 1);
	assert_int_equal(count_tiles(0, 255, NULL), 1);
	assert_int_equal(count_tiles(0, 256, NULL), 2);
	assert_int_equal(count_tiles(0, 257, NULL), 3);
	assert_int_equal(count_tiles(0, 65536, NULL), 256 + 1 + 1);
	assert_int_equal(count_tiles(0, 65537, NULL), 256 + 1 + 1 + 1);
}

static void
a_tree_that_grows_needs_only_tiles_that_changed(void **state)
{
	unsigned kept, grown;

	(void)state;
	assert_int_equal(count_tiles(70000, 70000, NULL), 0);
	assert_int_equal(count_tiles(70000, 70001, NULL), 1);
	assert_int_equal(count_tiles(255, 256, NULL), 2);
	assert_int_equal(count_tiles(256, 257, NULL), 1);
	assert_int_equal(count_tiles(65535, 65536, NULL), 3);
	for (uint64_t from = 0; from <= 1500; from += 7)
		for (uint64_t size = from; size <= 1500; size += 13) {
			grown = count_tiles(from, size, NULL);
			kept = (unsigned)(from / 256);
			assert_true(grown + kept <= count_tiles(0, size, NULL));
		}
}

static void
a_tile_beyond_the_tree_has_no_width(void **state)
{
	(void)state;
	assert_int_equal(tlog_tile_width(0, 0, 0), 0);
	assert_int_equal(tlog_tile_width(0, 1, 256), 0);
	assert_int_equal(tlog_tile_width(1, 0, 255), 0);
	assert_int_equal(tlog_tile_width(8, 0, TLOG_SIZE_MAX), 0);
	assert_int_equal(tlog_tile_width(0, UINT64_MAX, TLOG_SIZE_MAX), 0);
	assert_int_equal(tlog_tile_width(7, 0, TLOG_SIZE_MAX), 127);
	assert_int_equal(tlog_tile_width(0, TLOG_SIZE_MAX / 256, TLOG_SIZE_MAX),
	    255);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tile_has_one_path),
		cmocka_unit_test(another_path_is_no_tile),
		cmocka_unit_test(
		    a_tree_has_exactly_the_tiles_that_the_format_says),
		cmocka_unit_test(
		    a_tree_that_grows_needs_only_tiles_that_changed),
		cmocka_unit_test(a_tile_beyond_the_tree_has_no_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
