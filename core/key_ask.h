/* SPDX-License-Identifier: Apache-2.0 */
/*
 * key_ask.h - what a worker asks the hub to do with the institution's private
 * key, which never leaves the hub: one question and one answer, each one
 * message of a SOCK_SEQPACKET socket.
 *
 * A worker waits for its answer before it asks again.
 */
#ifndef KEY_ASK_H
#define KEY_ASK_H

#include "frame.h"
#include "hub_error.h"

enum key_verb {
	KEY_SIGN,   /* a SHA-256 digest -> signature, as DER for ECDSA */
	KEY_UNWRAP, /* an RSA-encrypted session key -> that key */
	/* A key's length, that of a point, the point, and what else goes into
	 * the key -> what both sides agree on (ECDH, X9.63) */
	KEY_AGREE,
	KEY_LAST = KEY_AGREE,
};

#define KEY_ASK_MAX 1024u    /* bytes that are asked about */
#define KEY_ANSWER_MAX 1024u /* bytes of an answer */
#define KEY_MESSAGE_MAX 2048u

/* How a session key was encrypted with RSA (RFC 8017); behind those, by which
 * digest a key is agreed on (RFC 5753). */
enum key_padding {
	KEY_OAEP_SHA1,
	KEY_OAEP_SHA256,
	KEY_OAEP_SHA384,
	KEY_OAEP_SHA512,
	KEY_PKCS1,
	KEY_KDF_SHA1,
	KEY_KDF_SHA224,
	KEY_KDF_SHA256,
	KEY_KDF_SHA384,
	KEY_KDF_SHA512,
	KEY_PADDING_LAST = KEY_KDF_SHA512,
};

struct key_ask {
	unsigned verb;
	const void *bytes; /* borrowed */
	size_t len;
	unsigned padding; /* enum key_padding, of KEY_UNWRAP and KEY_AGREE */
};

struct key_answer {
	unsigned status;   /* enum hub_status */
	const void *bytes; /* HUB_OK: the result, else a sentence; borrowed */
	size_t len;
};

/* What came of it, kept. */
struct key_result {
	uint8_t bytes[KEY_ANSWER_MAX];
	size_t len;
};

void key_ask_put(struct hub_buf *out, const struct key_ask *ask);
/* False: it is none. */
bool key_ask_get(struct frame_in *in, struct key_ask *ret);
void key_answer_put(struct hub_buf *out, const struct key_answer *answer);
bool key_answer_get(struct frame_in *in, struct key_answer *ret);

#endif
