/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "digest.h"

/* The calls that OpenSSL would rather have used, EVP_Digest*, take as long for
 * themselves as a node of the audit log's tree takes to be digested. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/sha.h>

struct digest {
	SHA256_CTX ctx;
};

/* Starts ctx. */
static void
restart(SHA256_CTX *ctx)
{
	if (!SHA256_Init(ctx))
		abort();
}

/* Adds bytes to ctx. */
static void
update(SHA256_CTX *ctx, const void *data, size_t len)
{
	if (len > 0 && !SHA256_Update(ctx, data, len))
		abort();
}

/* Takes the digest out of ctx. */
static void
finish(SHA256_CTX *ctx, uint8_t out[DIGEST_SIZE])
{
	if (!SHA256_Final(out, ctx))
		abort();
}

/* SHA-256 (FIPS 180-4) of bytes. */
void
digest_sha256(const void *data, size_t len, uint8_t out[DIGEST_SIZE])
{
	const struct digest_part part = { data, len };

	digest_sha256_parts(&part, 1, out);
}

/* SHA-256 of parts, one behind the other. */
void
digest_sha256_parts(const struct digest_part *parts, size_t count,
    uint8_t out[DIGEST_SIZE])
{
	SHA256_CTX ctx;

	restart(&ctx);
	for (size_t i = 0; i < count; i++)
		update(&ctx, parts[i].data, parts[i].len);
	finish(&ctx, out);
}

/* HMAC-SHA256 of bytes. */
void
digest_hmac(const void *key, size_t key_len, const void *data, size_t len,
    uint8_t out[DIGEST_SIZE])
{
	const struct digest_part part = { data, len };

	digest_hmac_parts(key, key_len, &part, 1, out);
}

/* HMAC-SHA256 of parts, one behind the other. */
void
digest_hmac_parts(const void *key, size_t key_len,
    const struct digest_part *parts, size_t count, uint8_t out[DIGEST_SIZE])
{
	SHA256_CTX ctx;
	uint8_t pad[SHA256_CBLOCK] = { 0 }, inner[DIGEST_SIZE];

	if (key_len > SHA256_CBLOCK)
		digest_sha256(key, key_len, pad);
	else if (key_len > 0)
		memcpy(pad, key, key_len);
	for (size_t i = 0; i < SHA256_CBLOCK; i++)
		pad[i] ^= 0x36;
	restart(&ctx);
	update(&ctx, pad, SHA256_CBLOCK);
	for (size_t i = 0; i < count; i++)
		update(&ctx, parts[i].data, parts[i].len);
	finish(&ctx, inner);
	for (size_t i = 0; i < SHA256_CBLOCK; i++)
		pad[i] ^= 0x36 ^ 0x5c;
	restart(&ctx);
	update(&ctx, pad, SHA256_CBLOCK);
	update(&ctx, inner, DIGEST_SIZE);
	finish(&ctx, out);
	OPENSSL_cleanse(pad, sizeof(pad));
	OPENSSL_cleanse(&ctx, sizeof(ctx));
}

/* A digest of nothing yet. */
struct digest *
digest_new(void)
{
	struct digest *d = malloc(sizeof(*d));

	if (d == NULL)
		abort();
	restart(&d->ctx);
	return d;
}

/* Takes the next bytes in. */
void
digest_add(struct digest *d, const void *data, size_t len)
{
	update(&d->ctx, data, len);
}

/* The digest of all bytes added since the last one. */
void
digest_final(struct digest *d, uint8_t out[DIGEST_SIZE])
{
	finish(&d->ctx, out);
	restart(&d->ctx);
}

/* Ends a digest; NULL is allowed. */
void
digest_free(struct digest *d)
{
	free(d);
}

/* Whether two secrets are the same. */
bool
digest_equal(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}
