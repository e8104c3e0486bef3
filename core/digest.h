/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digest.h - SHA-256, HMAC-SHA256 (RFC 2104), base64 and hex, over OpenSSL.
 *
 * Running out of memory here ends the process: there is no partial digest.
 */
#ifndef DIGEST_H
#define DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DIGEST_SIZE 32
#define DIGEST_HEX_SIZE 65
#define DIGEST_BASE64_SIZE 45

void digest_sha256(const void *data, size_t len, uint8_t out[DIGEST_SIZE]);
void digest_hmac(const void *key, size_t key_len, const void *data, size_t len,
    uint8_t out[DIGEST_SIZE]);

/* The same of bytes that stand in several places, as if joined. */
struct digest_part {
	const void *data;
	size_t len;
};
void digest_sha256_parts(const struct digest_part *parts, size_t count,
    uint8_t out[DIGEST_SIZE]);
void digest_hmac_parts(const void *key, size_t key_len,
    const struct digest_part *parts, size_t count, uint8_t out[DIGEST_SIZE]);

/* A digest of bytes as they stream by. */
struct digest; /* opaque */
struct digest *digest_new(void);
void digest_add(struct digest *d, const void *data, size_t len);
void digest_final(struct digest *d, uint8_t out[DIGEST_SIZE]); /* and reset */
void digest_free(struct digest *d);

/* Equal, in a time that does not depend on the bytes. */
bool digest_equal(const void *a, const void *b, size_t len);

void digest_hex(const uint8_t in[DIGEST_SIZE], char out[DIGEST_HEX_SIZE]);
/* RFC 4648 section 4 with padding; out has room for 4*((len+2)/3)+1. */
void digest_base64(const void *in, size_t len, char *out);
/* Strict: no white space, padding required, zero trailing bits.  The number
 * of bytes, or -1.  out has room for 3*(strlen/4). */
long digest_unbase64(const char *in, size_t len, uint8_t *out);

#endif
