/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed files: added to, read by ranges, and found out when changed. */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "files_chunk.h"
#include "scratch.h"

#define LONG (3 * 65536 + 1000)

static const uint8_t key[CONTENT_KEY_SIZE] = { 1, 2, 3 };

/* A file of that name in the scratch folder. */
static struct files_sealed
file_in(struct scratch *scratch, const char *name)
{
	int folder = open(scratch->dir, O_RDONLY | O_DIRECTORY);

	assert_true(folder >= 0);
	return (struct files_sealed){ folder, name, key, clock_system() };
}

/* Bytes that differ from place to place. */
static char *
some_bytes(size_t len)
{
	char *bytes = malloc(len);

	assert_non_null(bytes);
	for (size_t i = 0; i < len; i++)
		bytes[i] = (char)(i * 31 + i / 251);
	return bytes;
}

/* files_sink_fn: into a buffer. */
static bool
keep(void *ctx, const void *bytes, size_t len)
{
	hub_buf_add(ctx, bytes, len);
	return true;
}

/* A range reads as what was written there. */
static void
expect_range(const struct files_sealed *f, const char *bytes, uint64_t from,
    uint64_t to)
{
	struct hub_buf out;

	hub_buf_init(&out, LONG);
	assert_int_equal(files_read(f, from, to, keep, &out), FILES_OK);
	assert_int_equal(out.len, to - from);
	if (out.len > 0)
		assert_memory_equal(out.data, bytes + from, out.len);
	hub_buf_release(&out);
}

/* What a read of the whole says. */
static enum files_code
read_all(const struct files_sealed *f, size_t len)
{
	struct hub_buf out;
	enum files_code code;

	hub_buf_init(&out, LONG);
	code = files_read(f, 0, len, keep, &out);
	hub_buf_release(&out);
	return code;
}

/* Pieces of any length join, and any range of them is read. */
static void
pieces_join(void **state)
{
	static const size_t steps[] = { 1, 65535, 65536, 65537, 2, LONG };
	struct files_sealed f = file_in(*state, "a");
	char *bytes = some_bytes(LONG);
	size_t at = 0;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		size_t len = steps[i] < LONG - at ? steps[i] : LONG - at;

		assert_int_equal(files_append(&f, at, bytes + at, len),
		    FILES_OK);
		at += len;
	}
	assert_int_equal(at, LONG);
	expect_range(&f, bytes, 0, LONG);
	expect_range(&f, bytes, 0, 1);
	expect_range(&f, bytes, 1, 65537);
	expect_range(&f, bytes, 65536, 65540);
	expect_range(&f, bytes, LONG - 1, LONG);
	expect_range(&f, bytes, 7, 7);
	free(bytes);
	close(f.folder);
}

/* What a crash left behind the known length is cut off by the next piece. */
static void
left_over_bytes_are_cut_off(void **state)
{
	struct files_sealed f = file_in(*state, "b");
	char *bytes = some_bytes(1000);

	assert_int_equal(files_append(&f, 0, bytes, 400), FILES_OK);
	assert_int_equal(files_append(&f, 400, bytes, 600), FILES_OK);
	/* The second piece was never known: its place is taken again. */
	assert_int_equal(files_append(&f, 400, bytes + 400, 600), FILES_OK);
	expect_range(&f, bytes, 0, 1000);
	assert_int_equal(read_all(&f, 1001), FILES_BROKEN);
	free(bytes);
	close(f.folder);
}

/* A piece goes only where another ended. */
static void
no_piece_goes_between(void **state)
{
	struct files_sealed f = file_in(*state, "c");

	assert_int_equal(files_append(&f, 0, "12345", 5), FILES_OK);
	assert_int_equal(files_append(&f, 3, "x", 1), FILES_BROKEN);
	assert_int_equal(files_append(&f, 9, "x", 1), FILES_BROKEN);
	expect_range(&f, "12345", 0, 5);
	close(f.folder);
}

/* Every changed byte, a swapped and a missing piece are found out. */
static void
changes_are_found_out(void **state)
{
	struct files_sealed f = file_in(*state, "d");
	char stored[2 * (4 + 8 + CONTENT_OVERHEAD)];
	const size_t piece = sizeof(stored) / 2;
	int fd;

	assert_int_equal(files_append(&f, 0, "first...", 8), FILES_OK);
	assert_int_equal(files_append(&f, 8, "second..", 8), FILES_OK);
	fd = openat(f.folder, "d", O_RDWR);
	assert_int_equal(pread(fd, stored, sizeof(stored), 0), sizeof(stored));
	for (size_t i = 0; i < sizeof(stored); i++) {
		char changed = (char)(stored[i] ^ 1);

		assert_int_equal(pwrite(fd, &changed, 1, (off_t)i), 1);
		assert_int_equal(read_all(&f, 16), FILES_BROKEN);
		assert_int_equal(pwrite(fd, &stored[i], 1, (off_t)i), 1);
	}
	assert_int_equal(read_all(&f, 16), FILES_OK);
	assert_int_equal(pwrite(fd, stored + piece, piece, 0), piece);
	assert_int_equal(read_all(&f, 8), FILES_BROKEN);
	assert_int_equal(pwrite(fd, stored, piece, 0), piece);
	assert_int_equal(ftruncate(fd, (off_t)piece), 0);
	assert_int_equal(read_all(&f, 16), FILES_BROKEN);
	close(fd);
	close(f.folder);
}

/* A file that is not there is said to be gone; one's name is random. */
static void
names_and_absence(void **state)
{
	struct files_sealed f = file_in(*state, "e");
	char one[FILES_NAME_SIZE], other[FILES_NAME_SIZE];

	assert_int_equal(read_all(&f, 1), FILES_GONE);
	files_name(clock_system(), one);
	files_name(clock_system(), other);
	assert_int_equal(strlen(one), 32);
	assert_string_not_equal(one, other);
	assert_int_equal(files_append(&f, 0, "x", 1), FILES_OK);
	files_remove(f.folder, "e");
	assert_int_equal(read_all(&f, 1), FILES_GONE);
	close(f.folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pieces_join, scratch_setup,
		    scratch_teardown),
		cmocka_unit_test_setup_teardown(left_over_bytes_are_cut_off,
		    scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(no_piece_goes_between,
		    scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(changes_are_found_out,
		    scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(names_and_absence,
		    scratch_setup, scratch_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
