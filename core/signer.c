/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "signer.h"

#include <openssl/core_names.h>
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
#define AGREED_LEAST 16
#define AGREED_MOST 32

struct signer {
	EVP_PKEY *key; /* NULL: none */
	unsigned alg;
	bool opens; /* session keys; and then it signs nothing */
};

/* By enum key_padding. */
static const struct {
	int padding;
	const char *digest; /* of OAEP and its mask, or of X9.63 */
} paddings[] = {
	[KEY_OAEP_SHA1] = { RSA_PKCS1_OAEP_PADDING, "SHA1" },
	[KEY_OAEP_SHA256] = { RSA_PKCS1_OAEP_PADDING, "SHA256" },
	[KEY_OAEP_SHA384] = { RSA_PKCS1_OAEP_PADDING, "SHA384" },
	[KEY_OAEP_SHA512] = { RSA_PKCS1_OAEP_PADDING, "SHA512" },
	[KEY_PKCS1] = { RSA_PKCS1_PADDING, NULL },
	[KEY_KDF_SHA1] = { 0, "SHA1" },
	[KEY_KDF_SHA224] = { 0, "SHA224" },
	[KEY_KDF_SHA256] = { 0, "SHA256" },
	[KEY_KDF_SHA384] = { 0, "SHA384" },
	[KEY_KDF_SHA512] = { 0, "SHA512" },
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

/* Their half of an agreement, a point on the curve; NULL: it is none. */
static EVP_PKEY *
read_point(const uint8_t *bytes, size_t len)
{
	char group[] = "prime256v1";
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
		    group, 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
		    (void *)(uintptr_t)bytes, len),
		OSSL_PARAM_construct_end()
	};
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_PKEY *made = NULL;

	if (ctx != NULL && EVP_PKEY_fromdata_init(ctx) == 1)
		(void)EVP_PKEY_fromdata(ctx, &made, EVP_PKEY_PUBLIC_KEY,
		    params);
	EVP_PKEY_CTX_free(ctx);
	return made;
}

/* Computes what both sides agree on; more: what else goes into it. */
static bool
agree_with(const struct signer *s, EVP_PKEY *theirs, const char *digest,
    const OSSL_PARAM *more, struct key_result *ret)
{
	char kdf[] = OSSL_KDF_NAME_X963KDF;
	size_t wanted = ret->len, len = wanted;
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_EXCHANGE_PARAM_KDF_TYPE,
		    kdf, 0),
		OSSL_PARAM_construct_utf8_string(OSSL_EXCHANGE_PARAM_KDF_DIGEST,
		    (char *)(uintptr_t)digest, 0),
		OSSL_PARAM_construct_size_t(OSSL_EXCHANGE_PARAM_KDF_OUTLEN,
		    &wanted),
		*more, OSSL_PARAM_construct_end()
	};
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(s->key, NULL);
	bool good = ctx != NULL && EVP_PKEY_derive_init_ex(ctx, params) == 1 &&
	    EVP_PKEY_derive_set_peer(ctx, theirs) == 1 &&
	    EVP_PKEY_derive(ctx, ret->bytes, &len) == 1 && len == wanted;

	EVP_PKEY_CTX_free(ctx);
	return good;
}

/* Agrees on the key that a session key is wrapped in; false: what is asked
 * about is no point, or does not read. */
static bool
agree(const struct signer *s, const struct key_ask *ask, struct key_result *ret)
{
	const uint8_t *at = ask->bytes;
	size_t point = ask->len > 2 ? at[1] : 0;
	EVP_PKEY *theirs = NULL;
	OSSL_PARAM more;
	bool good;

	if (ask->len < 2 + point || ask->padding < KEY_KDF_SHA1 ||
	    at[0] < AGREED_LEAST || at[0] > AGREED_MOST)
		return false;
	theirs = read_point(at + 2, point);
	more = OSSL_PARAM_construct_octet_string(OSSL_EXCHANGE_PARAM_KDF_UKM,
	    (void *)(uintptr_t)(at + 2 + point), ask->len - 2 - point);
	ret->len = at[0];
	good = theirs != NULL &&
	    agree_with(s, theirs, paddings[ask->padding].digest, &more, ret);
	EVP_PKEY_free(theirs);
	ERR_clear_error();
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
	if (ask->verb == KEY_AGREE && signer->alg == SEAL_ES256 &&
	    signer->opens)
		return agree(signer, ask, ret)
		    ? HUB_OK
		    : hub_fail(err, HUB_MALFORMED,
			  "it is not encrypted for our certificate");
	if (ask->verb == KEY_UNWRAP && signer->alg == SEAL_RS256 &&
	    ask->padding <= KEY_PKCS1 && signer->opens)
		return unwrap(signer, ask, ret)
		    ? HUB_OK
		    : hub_fail(err, HUB_MALFORMED,
			  "it is not encrypted for our certificate");
	return hub_fail(err, HUB_FAULT,
	    "the key cannot do what was asked of it");
}
