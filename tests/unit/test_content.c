/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "content.h"
#include "schema.h"
#include "scratch.h"

static const uint8_t key_a[CONTENT_KEY_SIZE] = { 1 };
static const uint8_t key_b[CONTENT_KEY_SIZE] = { 2 };

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

/* A key-encryption key in a file of that name. */
static struct content *
fresh_key(struct scratch *scratch, const char *name)
{
	struct content *content = NULL;
	const char *path = scratch_path(scratch, name);

	assert_int_equal(content_keygen(path, clock_system(), NULL), HUB_OK);
	assert_int_equal(content_open(path, &content, NULL), HUB_OK);
	return content;
}

/* Sealed bytes of a text under key_a and row 7. */
static void
seal_text(const char *text, size_t len, struct hub_buf *out)
{
	const struct content_row row = { .id = 7, .bytes = text, .len = len };

	hub_buf_init(out, 1000);
	content_seal(clock_system(), key_a, &row, out);
	assert_true(hub_buf_ok(out));
	assert_int_equal(out->len, len + CONTENT_OVERHEAD);
}

/* What was sealed opens under the same key and row, also when empty. */
static void
what_was_sealed_opens(void **state)
{
	static const struct {
		const char *text;
		size_t len;
	} table[] = {
		{ "", 0 },
		{ "a", 1 },
		{ "\0\0", 2 },
		{ "Jalan rusak di depan sekolah", 28 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct hub_buf sealed, out;

		seal_text(table[i].text, table[i].len, &sealed);
		hub_buf_init(&out, 100);
		assert_true(
		    content_unseal(key_a, 7, sealed.data, sealed.len, &out));
		assert_int_equal(out.len, table[i].len);
		assert_memory_equal(hub_buf_str(&out), table[i].text,
		    table[i].len);
		hub_buf_release(&out);
		hub_buf_release(&sealed);
	}
}

/* Two sealings of one text have nothing in common. */
static void
two_sealings_differ(void **state)
{
	struct hub_buf a, b;

	(void)state;
	seal_text("sama", 4, &a);
	seal_text("sama", 4, &b);
	assert_memory_not_equal(a.data, b.data, CONTENT_NONCE_SIZE);
	assert_memory_not_equal(a.data + CONTENT_NONCE_SIZE,
	    b.data + CONTENT_NONCE_SIZE, 4);
	hub_buf_release(&a);
	hub_buf_release(&b);
}

/* Another key, row, length or any changed bit: nothing opens. */
static void
what_was_changed_does_not_open(void **state)
{
	struct hub_buf sealed, out;

	(void)state;
	seal_text("rahasia", 7, &sealed);
	hub_buf_init(&out, 100);
	assert_false(content_unseal(key_b, 7, sealed.data, sealed.len, &out));
	assert_false(content_unseal(key_a, 8, sealed.data, sealed.len, &out));
	for (size_t len = 0; len < sealed.len; len++)
		assert_false(content_unseal(key_a, 7, sealed.data, len, &out));
	for (size_t i = 0; i < sealed.len; i++) {
		sealed.data[i] ^= 1;
		assert_false(
		    content_unseal(key_a, 7, sealed.data, sealed.len, &out));
		assert_int_equal(out.len, 0);
		sealed.data[i] ^= 1;
	}
	assert_true(content_unseal(key_a, 7, sealed.data, sealed.len, &out));
	hub_buf_release(&out);
	hub_buf_release(&sealed);
}

/* A buffer that is too small fails, and is not half filled. */
static void
a_full_buffer_takes_nothing(void **state)
{
	const struct content_row row = { .id = 7, .bytes = "abc", .len = 3 };
	struct hub_buf sealed, out;

	(void)state;
	hub_buf_init(&out, 20);
	content_seal(clock_system(), key_a, &row, &out);
	assert_false(hub_buf_ok(&out));
	hub_buf_release(&out);
	seal_text("abc", 3, &sealed);
	hub_buf_init(&out, 2);
	assert_false(content_unseal(key_a, 7, sealed.data, sealed.len, &out));
	hub_buf_release(&out);
	hub_buf_release(&sealed);
}

/* A key file that is not private or not a key is refused in a sentence. */
static void
a_bad_key_file_is_refused_in_a_sentence(void **state)
{
	static const struct {
		const char *name, *text;
		mode_t mode;
		const char *says;
	} table[] = {
		{ "open", "0", 0644, "may be read by others (mode 0644)" },
		{ "group", "0", 0640, "may be read by others (mode 0640)" },
		{ "short", "00ff", 0600, "does not hold 64 hex digits" },
		{ "long",
		    "000102030405060708090a0b0c0d0e0f"
		    "000102030405060708090a0b0c0d0e0f0",
		    0600, "does not hold 64 hex digits" },
		{ "odd",
		    "000102030405060708090a0b0c0d0e0f"
		    "000102030405060708090a0b0c0d0e0g",
		    0600, "does not hold 64 hex digits" },
		{ "missing", NULL, 0600, "No such file" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct hub_error err = { "" };
		struct content *content = NULL;
		const char *path = scratch_path(*state, table[i].name);

		if (table[i].text != NULL) {
			scratch_write(*state, table[i].name, table[i].text);
			assert_int_equal(chmod(path, table[i].mode), 0);
		}
		assert_int_equal(content_open(path, &content, &err),
		    HUB_MISCONFIGURED);
		assert_non_null(strstr(err.text, table[i].says));
		assert_null(content);
	}
}

/* A new key file is private and never written over another. */
static void
a_new_key_file_is_private_and_overwrites_nothing(void **state)
{
	const char *path = scratch_path(*state, "key");
	struct stat st;

	assert_int_equal(content_keygen(path, clock_system(), NULL), HUB_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_size, 65);
	assert_int_equal(content_keygen(path, clock_system(), NULL),
	    HUB_MISCONFIGURED);
}

/* A database knows the key it was made with. */
static void
a_database_knows_its_key(void **state)
{
	struct content *ours = fresh_key(*state, "ours");
	struct content *other = fresh_key(*state, "other");
	struct db *db = fresh(*state);
	struct hub_error err = { "" };

	for (int i = 0; i < 2; i++)
		assert_int_equal(content_bind(ours, db, clock_system(), NULL),
		    HUB_OK);
	assert_int_equal(content_bind(other, db, clock_system(), &err),
	    HUB_MISCONFIGURED);
	assert_non_null(strstr(err.text, "not the one"));
	db_close(db);
	content_free(other);
	content_free(ours);
}

/* A case's key opens under its key-encryption key and its own number. */
static void
a_case_key_is_wrapped_for_its_case(void **state)
{
	struct content *ours = fresh_key(*state, "ours");
	struct content *other = fresh_key(*state, "other");
	struct db *db = fresh(*state);
	uint8_t made[CONTENT_KEY_SIZE], got[CONTENT_KEY_SIZE] = { 0 };

	assert_int_equal(content_key_new(ours, db, clock_system(), 5, made),
	    DB_OK);
	assert_int_equal(content_key_get(ours, db, 5, got), DB_OK);
	assert_memory_equal(got, made, sizeof(got));
	assert_int_equal(content_key_get(ours, db, 6, got), DB_NONE);
	assert_int_equal(content_key_get(other, db, 5, got), DB_CORRUPT);
	assert_int_equal(db_script(db, "UPDATE case_key SET case_id = 6"),
	    DB_OK);
	assert_int_equal(content_key_get(ours, db, 6, got), DB_CORRUPT);
	assert_int_equal(content_key_new(ours, db, clock_system(), 6, made),
	    DB_CONFLICT);
	db_close(db);
	content_free(other);
	content_free(ours);
}

/* Whether a file holds these bytes. */
static bool
file_holds(const char *path, const void *bytes, size_t len)
{
	static char all[1 << 20];
	FILE *file = fopen(path, "r");
	size_t got;

	assert_non_null(file);
	got = fread(all, 1, sizeof(all), file);
	fclose(file);
	return memmem(all, got, bytes, len) != NULL;
}

/* db_row_fn: the wrapped key. */
static bool
take_wrapped(void *ctx, const struct db_row *row)
{
	size_t len;
	const void *bytes = db_row_blob(row, 0, &len);

	assert_int_equal(len, CONTENT_KEY_SIZE + CONTENT_OVERHEAD);
	memcpy(ctx, bytes, len);
	return true;
}

/* An erased case leaves no trace of its key in the file. */
static void
an_erased_case_leaves_no_key_in_the_file(void **state)
{
	static const struct db_query get = { "SELECT wrapped FROM case_key" };
	const char *path = scratch_path(*state, "a.db");
	struct content *content = fresh_key(*state, "key");
	struct db *db = fresh(*state);
	uint8_t key[CONTENT_KEY_SIZE];
	uint8_t wrapped[CONTENT_KEY_SIZE + CONTENT_OVERHEAD];
	struct content_row row = { 9, 5, CONTENT_CANONICAL, "isi", 3 };
	struct hub_buf out;

	hub_buf_init(&out, 100);
	content_key_new(content, db, clock_system(), 5, key);
	assert_int_equal(content_put(db, clock_system(), key, &row), DB_OK);
	assert_int_equal(content_get(db, key, 9, &out), DB_OK);
	assert_string_equal(hub_buf_str(&out), "isi");
	assert_int_equal(content_get(db, key_b, 9, &out), DB_CORRUPT);
	db_get(db, &get, DB_NO_ARGS, take_wrapped, wrapped);
	assert_int_equal(db_checkpoint(db, true), DB_OK);
	assert_true(file_holds(path, wrapped, sizeof(wrapped)));
	assert_int_equal(content_forget(db, 5), DB_OK);
	assert_int_equal(content_forget(db, 5), DB_NONE);
	assert_int_equal(db_checkpoint(db, true), DB_OK);
	assert_false(file_holds(path, wrapped, sizeof(wrapped)));
	assert_int_equal(content_get(db, key, 10, &out), DB_NONE);
	assert_int_equal(content_key_get(content, db, 5, key), DB_NONE);
	hub_buf_release(&out);
	db_close(db);
	content_free(content);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_sealed_opens),
		cmocka_unit_test(two_sealings_differ),
		cmocka_unit_test(what_was_changed_does_not_open),
		cmocka_unit_test(a_full_buffer_takes_nothing),
		IN_SCRATCH(a_bad_key_file_is_refused_in_a_sentence),
		IN_SCRATCH(a_new_key_file_is_private_and_overwrites_nothing),
		IN_SCRATCH(a_database_knows_its_key),
		IN_SCRATCH(a_case_key_is_wrapped_for_its_case),
		IN_SCRATCH(an_erased_case_leaves_no_key_in_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
