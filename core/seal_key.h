/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_key.h - the institution's private key as a worker has it: somebody to
 * ask, over a socket, and never the key itself.
 */
#ifndef SEAL_KEY_H
#define SEAL_KEY_H

#include "digest.h"
#include "hub_error.h"
#include "key_ask.h"

struct seal_key {
	int fd; /* borrowed; answers are waited for */
};

/* A signature over a SHA-256 digest, as OpenSSL makes it. */
enum hub_status seal_key_sign(const struct seal_key *key,
    const uint8_t digest[DIGEST_SIZE], struct key_result *ret,
    struct hub_error *err);
/* The session key that was encrypted for our certificate, or what it is wrapped
 * in: ask has the verb. */
enum hub_status seal_key_open(const struct seal_key *key,
    const struct key_ask *ask, struct key_result *ret, struct hub_error *err);

#endif
