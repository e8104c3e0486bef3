/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hub_scene.h"
#include "inbox.h"
#include "limits.h"

#define UNTIL INT64_C(1770105600000)

static const char message[] = "{\"makes\":\"the plugin die\"}";

/* A message kept aside. */
static struct inbox_row
kept(void)
{
	struct inbox_row row = { .id = 7,
		.institution = KSP,
		.until = UNTIL,
		.state = INBOX_QUARANTINED,
		.bytes = message,
		.len = strlen(message) };

	digest_sha256(message, strlen(message), row.digest);
	return row;
}

/* db_row_fn: the last row seen. */
static bool
take(void *ctx, const struct db_row *row)
{
	inbox_row_read(row, ctx);
	return true;
}

static void
what_is_kept_aside_is_found_until_its_day_is_over(void **state)
{
	struct hub_scene *s = *state;
	struct inbox_row row = kept(), found = { .id = 0 };

	assert_int_equal(inbox_add(s->room.db, s->content, s->room.clock,
			     &s->room.ident, &row),
	    DB_OK);
	assert_int_equal(inbox_each(s->room.db, UNTIL - 1, take, &found),
	    DB_OK);
	assert_int_equal(found.institution, KSP);
	assert_memory_equal(found.digest, row.digest, sizeof(row.digest));
	assert_int_equal(inbox_each(s->room.db, UNTIL, take, &found), DB_NONE);
}

static void
what_is_kept_aside_is_sealed(void **state)
{
	struct hub_scene *s = *state;
	struct inbox_row row = kept();

	assert_int_equal(inbox_add(s->room.db, s->content, s->room.clock,
			     &s->room.ident, &row),
	    DB_OK);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM inbound WHERE"
			     " instr(sealed, CAST('plugin' AS BLOB)) > 0"),
	    0);
	assert_int_equal(hub_scene_count(s,
			     "SELECT length(sealed) FROM"
			     " inbound"),
	    (int64_t)strlen(message) + CONTENT_OVERHEAD);
}

static void
what_is_long_is_sealed_in_pieces(void **state)
{
	const size_t len = 2 * CONTENT_PIECE_MAX + 1;
	struct hub_scene *s = *state;
	struct inbox_row row = kept();
	char *bytes = calloc(1, len);

	row.bytes = bytes;
	row.len = len;
	assert_int_equal(inbox_add(s->room.db, s->content, s->room.clock,
			     &s->room.ident, &row),
	    DB_OK);
	assert_int_equal(hub_scene_count(s,
			     "SELECT length(sealed) FROM inbound"),
	    CONTENT_PIECE_MAX + CONTENT_OVERHEAD);
	assert_int_equal(hub_scene_count(s,
			     "SELECT sum(length(sealed)) FROM content"
			     " WHERE case_id = 7"),
	    CONTENT_PIECE_MAX + 1 + 2 * CONTENT_OVERHEAD);
	free(bytes);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hub_scene_setup, \
	    hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_kept_aside_is_found_until_its_day_is_over),
		TEST(what_is_kept_aside_is_sealed),
		TEST(what_is_long_is_sealed_in_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
