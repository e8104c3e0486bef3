/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "logbook_key.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PEM_MAX 4096

/* pem_password_cb: a key with a password is not asked for it. */
static int
no_password(char *buf, int size, int rwflag, void *ctx)
{
	(void)buf;
	(void)size;
	(void)rwflag;
	(void)ctx;
	return -1;
}

/* The seed of an Ed25519 key in PEM. */
static bool
parse(const char *text, size_t len, uint8_t seed[ED25519_SEED_SIZE])
{
	BIO *bio = BIO_new_mem_buf(text, (int)len);
	EVP_PKEY *key = bio == NULL
	    ? NULL
	    : PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);
	size_t size = ED25519_SEED_SIZE;
	bool good = key != NULL && EVP_PKEY_id(key) == EVP_PKEY_ED25519 &&
	    EVP_PKEY_get_raw_private_key(key, seed, &size) == 1;

	EVP_PKEY_free(key);
	BIO_free(bio);
	return good;
}

/* Reads an open key file. */
static enum hub_status
read_seed(int fd, const char *file, uint8_t seed[ED25519_SEED_SIZE],
    struct hub_error *err)
{
	char text[PEM_MAX];
	struct stat st;
	ssize_t got;
	bool good;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "signing key %s is no regular file", file);
	if ((st.st_mode & 077) != 0)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "signing key %s may be read by others (mode %04o);"
		    " chmod 600 it",
		    file, (unsigned)st.st_mode & 07777);
	got = read(fd, text, sizeof(text));
	if (got < 0)
		return hub_fail(err, HUB_MISCONFIGURED, "signing key %s: %s",
		    file, strerror(errno));
	good = parse(text, (size_t)got, seed);
	OPENSSL_cleanse(text, sizeof(text));
	if (good)
		return HUB_OK;
	return hub_fail(err, HUB_MISCONFIGURED,
	    "signing key %s holds no Ed25519 key in PEM; make one with"
	    " simpulctl audit keygen",
	    file);
}

enum hub_status
logbook_key_read(const char *file, const char *name, uint8_t type,
    struct note_signer *ret, struct hub_error *err)
{
	uint8_t seed[ED25519_SEED_SIZE];
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	enum hub_status status;

	if (fd < 0)
		return hub_fail(err, HUB_MISCONFIGURED, "signing key %s: %s",
		    file, strerror(errno));
	status = read_seed(fd, file, seed, err);
	(void)close(fd);
	if (status == HUB_OK)
		status = note_signer_make(name, type, seed, ret, err);
	OPENSSL_cleanse(seed, sizeof(seed));
	return status;
}

/* Writes a key in PEM to a file that is open. */
static bool
write_pem(int fd, const uint8_t seed[ED25519_SEED_SIZE])
{
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
	    seed, ED25519_SEED_SIZE);
	BIO *bio = BIO_new_fd(fd, BIO_NOCLOSE);
	bool good = key != NULL && bio != NULL &&
	    PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL,
		NULL) == 1;

	BIO_free(bio);
	EVP_PKEY_free(key);
	return good && fsync(fd) == 0;
}

enum hub_status
logbook_keygen(const char *file, const struct clock *clock,
    struct hub_error *err)
{
	uint8_t seed[ED25519_SEED_SIZE];
	int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good;

	if (fd < 0)
		return hub_fail(err, HUB_MISCONFIGURED, "signing key %s: %s",
		    file, strerror(errno));
	clock_random(clock, seed, sizeof(seed));
	good = write_pem(fd, seed);
	OPENSSL_cleanse(seed, sizeof(seed));
	if (close(fd) == 0 && good)
		return HUB_OK;
	(void)unlink(file);
	return hub_fail(err, HUB_FAULT, "signing key %s could not be written",
	    file);
}
