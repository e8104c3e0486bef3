/* SPDX-License-Identifier: Apache-2.0 */
/*
 * note_ed25519.h - signing and checking with Ed25519 (RFC 8032), over OpenSSL.
 *
 * A seed is the 32 bytes that a key is made from, and secret.  HUB_FAULT means
 * that the library had no memory.
 */
#ifndef NOTE_ED25519_H
#define NOTE_ED25519_H

#include <stddef.h>
#include <stdint.h>

#include "hub_error.h"

#define ED25519_SEED_SIZE 32
#define ED25519_PUBLIC_SIZE 32
#define ED25519_SIGNATURE_SIZE 64

/* The public key that belongs to a seed. */
enum hub_status note_ed25519_public(const uint8_t seed[ED25519_SEED_SIZE],
    uint8_t ret[ED25519_PUBLIC_SIZE]);
enum hub_status note_ed25519_sign(const uint8_t seed[ED25519_SEED_SIZE],
    const void *data, size_t len, uint8_t ret[ED25519_SIGNATURE_SIZE]);
/* HUB_MALFORMED: the signature is not that key's of those bytes. */
enum hub_status note_ed25519_check(const uint8_t key[ED25519_PUBLIC_SIZE],
    const void *data, size_t len,
    const uint8_t signature[ED25519_SIGNATURE_SIZE]);

#endif
