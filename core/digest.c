/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>

#define SHA256_BLOCK 64

struct digest {
	EVP_MD_CTX *ctx;
};

/* What the process shares: fetching an algorithm by name costs more than
 * digesting a kilobyte. */
static struct {
	pthread_once_t once;
	pthread_key_t key; /* each thread's EVP_MD_CTX */
	EVP_MD *sha256;
} shared = { .once = PTHREAD_ONCE_INIT };

/* Ends a thread's context. */
static void
context_free(void *ctx)
{
	EVP_MD_CTX_free(ctx);
}

/* Fetches SHA-256, once. */
static void
shared_init(void)
{
	shared.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (shared.sha256 == NULL ||
	    pthread_key_create(&shared.key, context_free) != 0)
		abort();
}

/* A context with the algorithm set. */
static EVP_MD_CTX *
context_new(void)
{
	EVP_MD_CTX *ctx;

	pthread_once(&shared.once, shared_init);
	ctx = EVP_MD_CTX_new();
	if (ctx == NULL || !EVP_DigestInit_ex2(ctx, shared.sha256, NULL))
		abort();
	return ctx;
}

/* This thread's context. */
static EVP_MD_CTX *
context(void)
{
	EVP_MD_CTX *ctx;

	pthread_once(&shared.once, shared_init);
	ctx = pthread_getspecific(shared.key);
	if (ctx == NULL) {
		ctx = context_new();
		if (pthread_setspecific(shared.key, ctx) != 0)
			abort();
	}
	return ctx;
}

/* Starts ctx again. */
static void
restart(EVP_MD_CTX *ctx)
{
	if (!EVP_DigestInit_ex2(ctx, NULL, NULL))
		abort();
}

/* Adds bytes to ctx. */
static void
update(EVP_MD_CTX *ctx, const void *data, size_t len)
{
	if (len > 0 && !EVP_DigestUpdate(ctx, data, len))
		abort();
}

/* Takes the digest out of ctx. */
static void
finish(EVP_MD_CTX *ctx, uint8_t out[DIGEST_SIZE])
{
	if (!EVP_DigestFinal_ex(ctx, out, NULL))
		abort();
}

/* SHA-256 (FIPS 180-4) of bytes. */
void
digest_sha256(const void *data, size_t len, uint8_t out[DIGEST_SIZE])
{
	EVP_MD_CTX *ctx = context();

	restart(ctx);
	update(ctx, data, len);
	finish(ctx, out);
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
	EVP_MD_CTX *ctx = context();
	uint8_t pad[SHA256_BLOCK] = { 0 }, inner[DIGEST_SIZE];

	if (key_len > SHA256_BLOCK)
		digest_sha256(key, key_len, pad);
	else if (key_len > 0)
		memcpy(pad, key, key_len);
	for (size_t i = 0; i < SHA256_BLOCK; i++)
		pad[i] ^= 0x36;
	restart(ctx);
	update(ctx, pad, SHA256_BLOCK);
	for (size_t i = 0; i < count; i++)
		update(ctx, parts[i].data, parts[i].len);
	finish(ctx, inner);
	for (size_t i = 0; i < SHA256_BLOCK; i++)
		pad[i] ^= 0x36 ^ 0x5c;
	restart(ctx);
	update(ctx, pad, SHA256_BLOCK);
	update(ctx, inner, DIGEST_SIZE);
	finish(ctx, out);
	OPENSSL_cleanse(pad, sizeof(pad));
}

/* A digest of nothing yet. */
struct digest *
digest_new(void)
{
	struct digest *d = malloc(sizeof(*d));

	if (d == NULL)
		abort();
	d->ctx = context_new();
	return d;
}

/* Takes the next bytes in. */
void
digest_add(struct digest *d, const void *data, size_t len)
{
	update(d->ctx, data, len);
}

/* The digest of all bytes added since the last one. */
void
digest_final(struct digest *d, uint8_t out[DIGEST_SIZE])
{
	finish(d->ctx, out);
	restart(d->ctx);
}

/* Ends a digest; NULL is allowed. */
void
digest_free(struct digest *d)
{
	if (d == NULL)
		return;
	EVP_MD_CTX_free(d->ctx);
	free(d);
}

/* Whether two secrets are the same. */
bool
digest_equal(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}
