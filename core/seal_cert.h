/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_cert.h - certificates that signatures are made with: ours and those of
 * the institution, read from PEM, and one that came inside a message.
 */
#ifndef SEAL_CERT_H
#define SEAL_CERT_H

#include <openssl/x509.h>

#include "limits.h"
#include "seal_plan.h"
#include "seal_proof.h"

struct seal_cert {
	X509 *x509; /* owned */
	uint8_t print[DIGEST_SIZE];
};

/* In the order of the PEM text. */
struct seal_certs {
	struct seal_cert rows[SEAL_CERTS_MAX];
	size_t count;
};

/* Reads the certificates of a PEM text; "" holds none.  False: it holds
 * something else too, or too many. */
bool seal_certs_read(struct seal_certs *certs, const char *pem);
void seal_certs_release(struct seal_certs *certs);
/* The one with that fingerprint, or NULL. */
const struct seal_cert *seal_certs_find(const struct seal_certs *certs,
    const uint8_t print[DIGEST_SIZE]);

/* One of DER bytes, exactly; release it too.  False: they are none. */
bool seal_cert_read(struct seal_cert *cert, const void *der, size_t len);
void seal_cert_release(struct seal_cert *cert);

/* Whether it is valid at that time (seconds); else the proof says why not. */
bool seal_cert_valid(const struct seal_cert *cert, int64_t now,
    struct seal_proof *proof);
/* SEAL_RS256 or SEAL_ES256, or SEAL_NO_KEY for a key that is neither, or too
 * short. */
unsigned seal_cert_alg(const struct seal_cert *cert);
/* Whether a signature over a SHA-256 digest is of that certificate; ECDSA as
 * two numbers of 32 bytes. */
bool seal_cert_verify(const struct seal_cert *cert,
    const uint8_t digest[DIGEST_SIZE], const uint8_t *signature, size_t len);

#endif
