/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_remote.h - our private key as OpenSSL's CMS sees it in a worker: a key
 * that opens session keys, or agrees on what they are wrapped in, and holds
 * nothing; each time it asks the hub.
 *
 * To OpenSSL it is a provider with one kind of key.
 */
#ifndef SEAL_REMOTE_H
#define SEAL_REMOTE_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "seal_key.h"

/* Makes the provider known, which reads files: before the sandbox closes. */
void seal_remote_warm(void);

/* How a session key was encrypted; false: in a way that is not opened. */
bool seal_remote_padding(const X509_ALGOR *alg, enum key_padding *ret);
/* By which digest a key is agreed on, an enum key_padding; false: in a way that
 * is not opened. */
bool seal_remote_kdf(const X509_ALGOR *alg, unsigned *ret);
/* The key for one opening; the caller frees it.  NULL: no memory. */
EVP_PKEY *seal_remote_key(const struct seal_key *key, enum key_padding padding);
/* The same for one agreement: ask is as of KEY_AGREE. */
EVP_PKEY *seal_remote_agreed(const struct seal_key *key, unsigned kdf,
    const struct hub_buf *ask);

#endif
