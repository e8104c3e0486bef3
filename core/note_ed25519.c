/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "note_ed25519.h"

#include <openssl/err.h>
#include <openssl/evp.h>

/* The key of a seed, or NULL. */
static EVP_PKEY *
private_key(const uint8_t seed[ED25519_SEED_SIZE])
{
	return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed,
	    ED25519_SEED_SIZE);
}

enum hub_status
note_ed25519_public(const uint8_t seed[ED25519_SEED_SIZE],
    uint8_t ret[ED25519_PUBLIC_SIZE])
{
	EVP_PKEY *key = private_key(seed);
	uint8_t out[ED25519_PUBLIC_SIZE];
	size_t len = sizeof(out);
	int done;

	done = key != NULL && EVP_PKEY_get_raw_public_key(key, out, &len) == 1;
	EVP_PKEY_free(key);
	if (!done || len != sizeof(out))
		return HUB_FAULT;
	memcpy(ret, out, sizeof(out));
	return HUB_OK;
}

enum hub_status
note_ed25519_sign(const uint8_t seed[ED25519_SEED_SIZE], const void *data,
    size_t len, uint8_t ret[ED25519_SIGNATURE_SIZE])
{
	EVP_PKEY *key = private_key(seed);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t out[ED25519_SIGNATURE_SIZE];
	size_t out_len = sizeof(out);
	int done;

	done = key != NULL && ctx != NULL &&
	    EVP_DigestSignInit(ctx, NULL, NULL, NULL, key) == 1 &&
	    EVP_DigestSign(ctx, out, &out_len, data, len) == 1;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	if (!done || out_len != sizeof(out))
		return HUB_FAULT;
	memcpy(ret, out, sizeof(out));
	return HUB_OK;
}

enum hub_status
note_ed25519_check(const uint8_t key[ED25519_PUBLIC_SIZE], const void *data,
    size_t len, const uint8_t signature[ED25519_SIGNATURE_SIZE])
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
	    key, ED25519_PUBLIC_SIZE);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	enum hub_status status = HUB_FAULT;

	if (pkey != NULL && ctx != NULL &&
	    EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1)
		status = EVP_DigestVerify(ctx, signature,
			     ED25519_SIGNATURE_SIZE, data, len) == 1
		    ? HUB_OK
		    : HUB_MALFORMED;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	ERR_clear_error();
	return status;
}
