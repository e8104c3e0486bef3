/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "signer.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdlib.h>

#include "digest.h"

#define RSA_BITS_LEAST 2048
#define RSA_BITS_MOST 4096 /* a longer one holds the loop up */
#define GROUP_SIZE 32

struct signer {
	EVP_PKEY *key; /* NULL: none */
	unsigned alg;
};

/* No key of ours asks a person for anything. */
static int
no_password(char *buf, int size, int writing, void *ctx)
{
	(void)buf;
	(void)size;
	(void)writing;
	(void)ctx;
	return -1;
}

/* The key of a PEM text, or NULL. */
static EVP_PKEY *
read_key(const char *pem)
{
	BIO *bio = BIO_new_mem_buf(pem, (int)strlen(pem));
	EVP_PKEY *key = bio == NULL
	    ? NULL
	    : PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);

	BIO_free(bio);
	ERR_clear_error();
	return key;
}

/* What a key signs with. */
static unsigned
alg_of(const EVP_PKEY *key)
{
	char group[GROUP_SIZE];
	size_t len;
	int bits;

	if (key == NULL)
		return SEAL_NO_KEY;
	bits = EVP_PKEY_get_bits(key);
	if (EVP_PKEY_is_a(key, "RSA"))
		return bits >= RSA_BITS_LEAST && bits <= RSA_BITS_MOST
		    ? SEAL_RS256
		    : SEAL_NO_KEY;
	if (EVP_PKEY_is_a(key, "EC") &&
	    EVP_PKEY_get_group_name(key, group, sizeof(group), &len) &&
	    strcmp(group, "prime256v1") == 0)
		return SEAL_ES256;
	return SEAL_NO_KEY;
}

unsigned
signer_alg(const char *pem)
{
	EVP_PKEY *key = read_key(pem);
	unsigned alg = alg_of(key);

	EVP_PKEY_free(key);
	return alg;
}

struct signer *
signer_new(const char *pem)
{
	struct signer *signer = calloc(1, sizeof(*signer));

	if (signer == NULL || pem[0] == '\0')
		return signer;
	signer->key = read_key(pem);
	signer->alg = alg_of(signer->key);
	if (signer->alg != SEAL_NO_KEY)
		return signer;
	signer_free(signer);
	return NULL;
}

void
signer_free(struct signer *signer)
{
	if (signer == NULL)
		return;
	EVP_PKEY_free(signer->key);
	free(signer);
}

/* Signs a digest; false: OpenSSL would not. */
static bool
sign(const struct signer *s, const struct key_ask *ask, struct key_result *ret)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(s->key, NULL);
	size_t len = KEY_ANSWER_MAX;
	bool good = ctx != NULL && EVP_PKEY_sign_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_signature_md(ctx, EVP_sha256()) == 1;

	if (good && s->alg == SEAL_RS256)
		good = EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) ==
		    1;
	good = good &&
	    EVP_PKEY_sign(ctx, ret->bytes, &len, ask->bytes, ask->len) == 1;
	EVP_PKEY_CTX_free(ctx);
	ERR_clear_error();
	if (good)
		ret->len = len;
	return good;
}

/* Opens a session key; false: it is not for us. */
static bool
unwrap(const struct signer *s, const struct key_ask *ask,
    struct key_result *ret)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(s->key, NULL);
	size_t len = KEY_ANSWER_MAX;
	bool good = ctx != NULL && EVP_PKEY_decrypt_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_OAEP_PADDING) == 1 &&
	    EVP_PKEY_decrypt(ctx, ret->bytes, &len, ask->bytes, ask->len) == 1;

	EVP_PKEY_CTX_free(ctx);
	ERR_clear_error();
	if (good)
		ret->len = len;
	return good;
}

enum hub_status
signer_do(const struct signer *signer, const struct key_ask *ask,
    struct key_result *ret, struct hub_error *err)
{
	if (signer->key == NULL)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "the institution's section has no key to seal with");
	if (ask->verb == KEY_SIGN && ask->len == DIGEST_SIZE)
		return sign(signer, ask, ret)
		    ? HUB_OK
		    : hub_fail(err, HUB_FAULT, "the key did not sign");
	if (ask->verb == KEY_UNWRAP && signer->alg == SEAL_RS256)
		return unwrap(signer, ask, ret)
		    ? HUB_OK
		    : hub_fail(err, HUB_MALFORMED,
			  "it is not encrypted for our certificate");
	return hub_fail(err, HUB_FAULT,
	    "the key cannot do what was asked of it");
}
