/* SPDX-License-Identifier: Apache-2.0 */
/*
 * trust.h - the certificates whose signatures are believed, by their SHA-256:
 * exactly those, not whatever they signed in turn.
 */
#ifndef TRUST_H
#define TRUST_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "digest.h"

struct trust {
	const uint8_t (*prints)[DIGEST_SIZE]; /* the arena's */
	size_t count;
};

/* Reads the certificates of a PEM text, at least one; false: it holds none, or
 * something else, or too many. */
bool trust_read(struct trust *trust, const char *pem, struct arena *arena);
/* Whether it is one of them, in a time that does not depend on which. */
bool trust_believes(const struct trust *trust,
    const uint8_t print[DIGEST_SIZE]);

/* Whether a private key is that of the first certificate of a PEM text. */
bool trust_is_key_of(const char *key_pem, const char *cert_pem);

#endif
