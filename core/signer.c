/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "signer.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <stdlib.h>

#include "digest.h"

#define RSA_BITS_LEAST 2048
#define RSA_BITS_MOST 4096 /* a longer one holds the loop up */
#define GROUP_SIZE 32
#define OTHER_KEY 32 /* bytes, of AES-256 */

struct signer {
	EVP_PKEY *key; /* NULL: none */
	unsigned alg;
	bool opens; /* session keys; and then it signs nothing */
};

/* By enum key_padding. */
static const struct {
	int padding;
	const char *digest; /* of OAEP and its mask */
} paddings[] = {
	[KEY_OAEP_SHA1] = { RSA_PKCS1_OAEP_PADDING, "SHA1" },
	[KEY_OAEP_SHA256] = { RSA_PKCS1_OAEP_PADDING, "SHA256" },
	[KEY_OAEP_SHA384] = { RSA_PKCS1_OAEP_PADDING, "SHA384" },
	[KEY_OAEP_SHA512] = { RSA_PKCS1_OAEP_PADDING, "SHA512" },
	[KEY_PKCS1] = { RSA_PKCS1_PADDING, NULL },
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
signer_new(const char *pem, unsigned kind)
{
	struct signer *signer = calloc(1, sizeof(*signer));

	if (signer == NULL || pem[0] == '\0')
		return signer;
	signer->opens = kind == SEAL_SMIME;
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

/* Tells OpenSSL how a session key was encrypted. */
static bool
set_padding(EVP_PKEY_CTX *ctx, unsigned padding)
{
	const char *digest = paddings[padding].digest;

	return EVP_PKEY_CTX_set_rsa_padding(ctx, paddings[padding].padding) ==
	    1 &&
	    (digest == NULL ||
		(EVP_PKEY_CTX_set_rsa_oaep_md_name(ctx, digest, NULL) == 1 &&
		    EVP_PKEY_CTX_set_rsa_mgf1_md_name(ctx, digest, NULL) == 1));
}

/* Opens a session key; false: it is not for us.  With the padding of PKCS #1
 * v1.5 nobody may learn whether it was well formed: what is not gives a key
 * that opens nothing. */
static bool
unwrap(const struct signer *s, const struct key_ask *ask,
    struct key_result *ret)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(s->key, NULL);
	size_t len = KEY_ANSWER_MAX;
	uint8_t other[OTHER_KEY];
	bool set = ctx != NULL && RAND_bytes(other, sizeof(other)) == 1 &&
	    EVP_PKEY_decrypt_init(ctx) == 1 && set_padding(ctx, ask->padding);
	bool good = set &&
	    EVP_PKEY_decrypt(ctx, ret->bytes, &len, ask->bytes, ask->len) == 1;

	EVP_PKEY_CTX_free(ctx);
	ERR_clear_error();
	if (set && !good && ask->padding == KEY_PKCS1) {
		len = sizeof(other);
		memcpy(ret->bytes, other, len);
		good = true;
	}
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
	if (ask->verb == KEY_SIGN && ask->len == DIGEST_SIZE && !signer->opens)
		return sign(signer, ask, ret)
		    ? HUB_OK
		    : hub_fail(err, HUB_FAULT, "the key did not sign");
	if (ask->verb == KEY_UNWRAP && signer->alg == SEAL_RS256 &&
	    signer->opens)
		return unwrap(signer, ask, ret)
		    ? HUB_OK
		    : hub_fail(err, HUB_MALFORMED,
			  "it is not encrypted for our certificate");
	return hub_fail(err, HUB_FAULT,
	    "the key cannot do what was asked of it");
}
