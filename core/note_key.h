/* SPDX-License-Identifier: Apache-2.0 */
/*
 * note_key.h - the keys of signed notes (C2SP signed-note): a verifier, known
 * by its name and its id, and a signer, which also holds the seed.
 *
 * As text a verifier is NAME+ID+BASE64, as others write it into their lists of
 * trust, and a signer is PRIVATE+KEY+NAME+ID+BASE64, which is secret.  A key
 * has one type; its byte is part of both texts and of the id.
 */
#ifndef NOTE_KEY_H
#define NOTE_KEY_H

#include "hub_buf.h"
#include "limits.h"
#include "note_ed25519.h"
#include "note_span.h"

#define NOTE_ID_SIZE 4

enum {
	NOTE_ED25519 = 0x01,	 /* signs the text: a log */
	NOTE_COSIGNATURE = 0x04, /* and the time: a witness */
};

struct note_key {
	char name[NOTE_NAME_MAX + 1];
	uint8_t id[NOTE_ID_SIZE];
	uint8_t type;
	uint8_t bytes[ED25519_PUBLIC_SIZE];
};

struct note_signer {
	struct note_key key;
	uint8_t seed[ED25519_SEED_SIZE]; /* secret */
};

/* Whether a key may have that name: UTF-8 of at most NOTE_NAME_MAX bytes,
 * without spaces of any kind, control characters and "+". */
bool note_name_is_valid(struct note_span name);

/* A verifier out of its text; HUB_MALFORMED says what is wrong with it. */
enum hub_status note_key_parse(struct note_span text, struct note_key *ret,
    struct hub_error *err);
/* Appends its text. */
void note_key_write(const struct note_key *key, struct hub_buf *out);

/* A signer of that type out of 32 random bytes. */
enum hub_status note_signer_make(const char *name, uint8_t type,
    const uint8_t seed[ED25519_SEED_SIZE], struct note_signer *ret,
    struct hub_error *err);
enum hub_status note_signer_parse(struct note_span text,
    struct note_signer *ret, struct hub_error *err);
/* Appends the secret text; who owns `out` wipes it. */
void note_signer_write(const struct note_signer *signer, struct hub_buf *out);
/* Wipes the seed. */
void note_signer_clear(struct note_signer *signer);

#endif
