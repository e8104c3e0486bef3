/* SPDX-License-Identifier: Apache-2.0 */
/*
 * content_cipher.h - AES-256-GCM as the content table uses it.
 *
 * Sealed bytes are a random nonce of 12, as many as were given, and a tag of
 * 16; the number of the row is associated data.  The cipher is fetched once,
 * a context is kept a thread; without memory for one the process ends.
 */
#ifndef CONTENT_CIPHER_H
#define CONTENT_CIPHER_H

#include "clock.h"
#include "content.h"

struct cipher_bytes {
	const void *data;
	size_t len; /* below 2 GB */
};

/* out has room for plain.len + CONTENT_OVERHEAD. */
void content_cipher_seal(const struct clock *clock,
    const uint8_t key[CONTENT_KEY_SIZE], int64_t id, struct cipher_bytes plain,
    uint8_t *out);
/* Whether they open; out has room for sealed.len - CONTENT_OVERHEAD. */
bool content_cipher_open(const uint8_t key[CONTENT_KEY_SIZE], int64_t id,
    struct cipher_bytes sealed, uint8_t *out);

#endif
