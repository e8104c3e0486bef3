/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_ecdsa.h - a P-256 signature in its two forms: DER as OpenSSL has it,
 * and two numbers of 32 bytes as JWS (RFC 7518) and XML signatures
 * (RFC 4050) have it.
 */
#ifndef SEAL_ECDSA_H
#define SEAL_ECDSA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEAL_ECDSA_SIZE 64
#define SEAL_ECDSA_DER_MAX 72

/* False: it is none. */
bool seal_ecdsa_der(const uint8_t *plain, size_t len,
    uint8_t ret[SEAL_ECDSA_DER_MAX], size_t *ret_len);
bool seal_ecdsa_plain(const uint8_t *der, size_t len,
    uint8_t ret[SEAL_ECDSA_SIZE]);

#endif
