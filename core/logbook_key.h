/* SPDX-License-Identifier: Apache-2.0 */
/*
 * logbook_key.h - the file with the key that signs a log: an Ed25519 key in
 * PKCS#8 PEM, as OpenSSL writes it, for its owner alone.
 *
 * The file says nothing of the log's name; a key under a name is a signer.
 */
#ifndef LOGBOOK_KEY_H
#define LOGBOOK_KEY_H

#include "clock.h"
#include "note_key.h"

/* Writes a new key; refuses to overwrite a file. */
enum hub_status logbook_keygen(const char *file, const struct clock *clock,
    struct hub_error *err);
/* The key under that name.  HUB_MISCONFIGURED: others may read the file, or it
 * holds no such key.  The caller clears the signer. */
enum hub_status logbook_key_read(const char *file, const char *name,
    uint8_t type, struct note_signer *ret, struct hub_error *err);

#endif
