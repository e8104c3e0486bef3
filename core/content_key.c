/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "content.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include "content_cipher.h"
#include "digest.h"

#define KEY_TEXT (2 * CONTENT_KEY_SIZE)
#define WRAPPED_SIZE (CONTENT_KEY_SIZE + CONTENT_OVERHEAD)

/* What a key-encryption key seals to know its database again. */
#define BIND_ID 0
#define BIND_TEXT "simpul key-encryption key"
#define BIND_SIZE (sizeof(BIND_TEXT) - 1 + CONTENT_OVERHEAD)
#define BIND_BASE64 (4 * ((BIND_SIZE + 2) / 3) + 1)

struct content {
	uint8_t key[CONTENT_KEY_SIZE];
};

/* The value of a hex digit, -1 for another character. */
static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Reads 64 hex digits, a newline behind them allowed. */
static bool
parse_key(const char *text, size_t len, uint8_t key[CONTENT_KEY_SIZE])
{
	size_t i;

	if (len == KEY_TEXT + 1 && text[KEY_TEXT] == '\n')
		len--;
	if (len != KEY_TEXT)
		return false;
	for (i = 0; i < CONTENT_KEY_SIZE; i++) {
		int high = hex_value(text[2 * i]);
		int low = hex_value(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		key[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

/* Reads an open key file into key. */
static enum hub_status
read_key(int fd, const char *name, uint8_t key[CONTENT_KEY_SIZE],
    struct hub_error *err)
{
	char text[KEY_TEXT + 2];
	struct stat st;
	ssize_t got;
	bool good;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "key file %s is no regular file", name);
	if ((st.st_mode & 077) != 0)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "key file %s may be read by others (mode %04o); "
		    "chmod 600 it",
		    name, (unsigned)st.st_mode & 07777);
	got = read(fd, text, sizeof(text));
	if (got < 0)
		return hub_fail(err, HUB_MISCONFIGURED, "key file %s: %s", name,
		    strerror(errno));
	good = parse_key(text, (size_t)got, key);
	OPENSSL_cleanse(text, sizeof(text));
	if (!good)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "key file %s does not hold 64 hex digits", name);
	return HUB_OK;
}

/* Reads the key-encryption key. */
enum hub_status
content_open(const char *key_file, struct content **ret, struct hub_error *err)
{
	struct content *content = malloc(sizeof(*content));
	enum hub_status status;
	int fd;

	if (content == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	fd = open(key_file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		content_free(content);
		return hub_fail(err, HUB_MISCONFIGURED, "key file %s: %s",
		    key_file, strerror(errno));
	}
	status = read_key(fd, key_file, content->key, err);
	close(fd);
	if (status != HUB_OK) {
		content_free(content);
		return status;
	}
	*ret = content;
	return HUB_OK;
}

void
content_derive(const struct content *content, const char *label,
    uint8_t key[CONTENT_KEY_SIZE])
{
	digest_hmac(content->key, sizeof(content->key), label, strlen(label),
	    key);
}

/* Writes a new key-encryption key where there was none. */
enum hub_status
content_keygen(const char *key_file, const struct clock *clock,
    struct hub_error *err)
{
	uint8_t key[CONTENT_KEY_SIZE];
	char text[DIGEST_HEX_SIZE];
	ssize_t put;
	int fd, synced;

	fd = open(key_file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return hub_fail(err, HUB_MISCONFIGURED, "key file %s: %s",
		    key_file, strerror(errno));
	clock_random(clock, key, sizeof(key));
	digest_hex(key, text);
	text[KEY_TEXT] = '\n';
	put = write(fd, text, sizeof(text));
	synced = fsync(fd);
	close(fd);
	OPENSSL_cleanse(key, sizeof(key));
	OPENSSL_cleanse(text, sizeof(text));
	if (put == (ssize_t)sizeof(text) && synced == 0)
		return HUB_OK;
	unlink(key_file);
	return hub_fail(err, HUB_FAULT, "key file %s could not be written",
	    key_file);
}

/* Wipes and forgets the key. */
void
content_free(struct content *content)
{
	if (content == NULL)
		return;
	OPENSSL_cleanse(content->key, sizeof(content->key));
	free(content);
}

struct bound {
	const struct content *content;
	bool opens;
};

/* db_row_fn: whether the mark opens under the key. */
static bool
check_bound(void *ctx, const struct db_row *row)
{
	struct bound *bound = ctx;
	const char *text = db_row_text(row, 0);
	uint8_t sealed[BIND_BASE64], plain[BIND_SIZE];
	long len = -1;

	if (strlen(text) < BIND_BASE64)
		len = digest_unbase64(text, strlen(text), sealed);
	bound->opens = len == BIND_SIZE &&
	    content_cipher_open(bound->content->key, BIND_ID,
		(struct cipher_bytes){ sealed, BIND_SIZE }, plain);
	return false;
}

/* Stores a mark that only this key opens. */
static enum db_code
bind_new(const struct content *content, struct db *db,
    const struct clock *clock)
{
	static const struct db_query add = {
		"INSERT INTO setting (name, value) VALUES ('key.bound', ?1)"
	};
	uint8_t sealed[BIND_SIZE];
	char text[BIND_BASE64];

	content_cipher_seal(clock, content->key, BIND_ID,
	    (struct cipher_bytes){ BIND_TEXT, sizeof(BIND_TEXT) - 1 }, sealed);
	digest_base64(sealed, sizeof(sealed), text);
	return db_put(db, &add, DB_ARGS(db_text(text)));
}

/* Whether the key is the one that the database was made with. */
enum hub_status
content_bind(const struct content *content, struct db *db,
    const struct clock *clock, struct hub_error *err)
{
	static const struct db_query get = {
		"SELECT value FROM setting WHERE name = 'key.bound'"
	};
	struct bound bound = { content, true };
	enum db_code code = db_get(db, &get, DB_NO_ARGS, check_bound, &bound);

	if (code == DB_NONE)
		code = bind_new(content, db, clock);
	if (code != DB_OK)
		return hub_fail(err, HUB_FAULT, "database: %s", db_error(db));
	if (!bound.opens)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "the key file is not the one that this database was made "
		    "with");
	return HUB_OK;
}

/* Makes a case's key and stores it wrapped. */
enum db_code
content_key_new(const struct content *content, struct db *db,
    const struct clock *clock, int64_t case_id, uint8_t key[CONTENT_KEY_SIZE])
{
	static const struct db_query add = {
		"INSERT INTO case_key (case_id, wrapped) VALUES (?1, ?2)"
	};
	uint8_t wrapped[WRAPPED_SIZE];

	clock_random(clock, key, CONTENT_KEY_SIZE);
	content_cipher_seal(clock, content->key, case_id,
	    (struct cipher_bytes){ key, CONTENT_KEY_SIZE }, wrapped);
	return db_put(db, &add,
	    DB_ARGS(db_int(case_id), db_blob(wrapped, sizeof(wrapped))));
}

/* Unwraps a case's key. */
bool
content_key_unwrap(const struct content *content, int64_t case_id,
    const void *wrapped, size_t len, uint8_t key[CONTENT_KEY_SIZE])
{
	return len == WRAPPED_SIZE &&
	    content_cipher_open(content->key, case_id,
		(struct cipher_bytes){ wrapped, len }, key);
}

struct wanted_key {
	const struct content *content;
	int64_t case_id;
	uint8_t *key;
	bool opens;
};

/* db_row_fn: unwraps the key of the row. */
static bool
take_key(void *ctx, const struct db_row *row)
{
	struct wanted_key *wanted = ctx;
	size_t len;
	const void *wrapped = db_row_blob(row, 0, &len);

	wanted->opens = content_key_unwrap(wanted->content, wanted->case_id,
	    wrapped, len, wanted->key);
	return false;
}

/* Reads a case's key. */
enum db_code
content_key_get(const struct content *content, struct db *db, int64_t case_id,
    uint8_t key[CONTENT_KEY_SIZE])
{
	static const struct db_query get = {
		"SELECT wrapped FROM case_key WHERE case_id = ?1"
	};
	struct wanted_key wanted = { content, case_id, key, false };
	enum db_code code = db_get(db, &get, DB_ARGS(db_int(case_id)), take_key,
	    &wanted);

	if (code == DB_OK && !wanted.opens)
		return DB_CORRUPT;
	return code;
}
