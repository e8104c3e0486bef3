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
	KEY_LAST = KEY_UNWRAP,
};

#define KEY_ASK_MAX 1024u    /* bytes that are asked about */
#define KEY_ANSWER_MAX 1024u /* bytes of an answer */
#define KEY_MESSAGE_MAX 2048u

/* How a session key was encrypted with RSA (RFC 8017). */
enum key_padding {
	KEY_OAEP_SHA1,
	KEY_OAEP_SHA256,
	KEY_OAEP_SHA384,
	KEY_OAEP_SHA512,
	KEY_PKCS1,
	KEY_PADDING_LAST = KEY_PKCS1,
};

struct key_ask {
	unsigned verb;
	const void *bytes; /* borrowed */
	size_t len;
	unsigned padding; /* enum key_padding, of KEY_UNWRAP */
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
