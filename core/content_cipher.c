/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "content_cipher.h"

#include <assert.h>
#include <limits.h>
#include <openssl/evp.h>
#include <pthread.h>

#define TAG_SIZE (CONTENT_OVERHEAD - CONTENT_NONCE_SIZE)

/* What the process shares: fetching a cipher by name costs more than sealing
 * a kilobyte. */
static struct {
	pthread_once_t once;
	pthread_key_t key; /* each thread's EVP_CIPHER_CTX */
	EVP_CIPHER *aes;
} shared = { .once = PTHREAD_ONCE_INIT };

/* Ends a thread's context. */
static void
context_free(void *ctx)
{
	EVP_CIPHER_CTX_free(ctx);
}

/* Fetches the cipher, once. */
static void
shared_init(void)
{
	shared.aes = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
	if (shared.aes == NULL ||
	    pthread_key_create(&shared.key, context_free) != 0)
		abort();
}

/* This thread's context. */
static EVP_CIPHER_CTX *
context(void)
{
	EVP_CIPHER_CTX *ctx;

	pthread_once(&shared.once, shared_init);
	ctx = pthread_getspecific(shared.key);
	if (ctx != NULL)
		return ctx;
	ctx = EVP_CIPHER_CTX_new();
	if (ctx == NULL || pthread_setspecific(shared.key, ctx) != 0)
		abort();
	return ctx;
}

/* The row's number as associated data, most significant byte first. */
static void
number_bytes(int64_t id, uint8_t out[8])
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)((uint64_t)id >> (56 - 8 * i));
}

/* Begins a sealing (1) or an opening (0). */
static EVP_CIPHER_CTX *
begin(const uint8_t key[CONTENT_KEY_SIZE], const uint8_t *nonce, int64_t id,
    int sealing)
{
	EVP_CIPHER_CTX *ctx = context();
	uint8_t number[8];
	int len;

	number_bytes(id, number);
	/* A context that has the cipher already is given the key alone. */
	if (!EVP_CipherInit_ex2(ctx,
		EVP_CIPHER_CTX_get0_cipher(ctx) == NULL ? shared.aes : NULL,
		key, nonce, sealing, NULL) ||
	    !EVP_CipherUpdate(ctx, NULL, &len, number, sizeof(number)))
		abort();
	return ctx;
}

/* Seals under a new nonce. */
void
content_cipher_seal(const struct clock *clock,
    const uint8_t key[CONTENT_KEY_SIZE], int64_t id, struct cipher_bytes plain,
    uint8_t *out)
{
	uint8_t *text = out + CONTENT_NONCE_SIZE, *tag = text + plain.len;
	EVP_CIPHER_CTX *ctx;
	int len;

	assert(plain.len <= INT_MAX);
	clock_random(clock, out, CONTENT_NONCE_SIZE);
	ctx = begin(key, out, id, 1);
	if ((plain.len > 0 &&
		!EVP_CipherUpdate(ctx, text, &len, plain.data,
		    (int)plain.len)) ||
	    !EVP_CipherFinal_ex(ctx, tag, &len) ||
	    !EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, tag))
		abort();
}

/* Opens, or says that key, number or bytes are not those that were sealed. */
bool
content_cipher_open(const uint8_t key[CONTENT_KEY_SIZE], int64_t id,
    struct cipher_bytes sealed, uint8_t *out)
{
	const uint8_t *nonce = sealed.data;
	const uint8_t *text = nonce + CONTENT_NONCE_SIZE;
	uint8_t tag[TAG_SIZE];
	EVP_CIPHER_CTX *ctx;
	size_t size;
	int len = 0;

	if (sealed.len < CONTENT_OVERHEAD || sealed.len > INT_MAX)
		return false;
	size = sealed.len - CONTENT_OVERHEAD;
	memcpy(tag, text + size, TAG_SIZE);
	ctx = begin(key, nonce, id, 0);
	if (size > 0 && !EVP_CipherUpdate(ctx, out, &len, text, (int)size))
		return false;
	return EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG_SIZE, tag) &&
	    EVP_CipherFinal_ex(ctx, out + size, &len);
}
