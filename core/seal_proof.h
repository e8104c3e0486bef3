/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_proof.h - what the check of a message's signature came to: whose it is,
 * or by which name the message is refused.
 *
 * Made in the worker, judged in the hub: the worker says which certificate the
 * signature was made with, the hub whether that one is believed.
 */
#ifndef SEAL_PROOF_H
#define SEAL_PROOF_H

#include "digest.h"
#include "frame.h"

enum seal_verdict {
	SEAL_GOOD,
	SEAL_MISSING,	  /* there is no signature */
	SEAL_MALFORMED,	  /* not in the form that it must have */
	SEAL_ALGORITHM,	  /* made with what is not allowed here */
	SEAL_TRANSFORM,	  /* covers what a transform makes of the message */
	SEAL_REFERENCE,	  /* points outside the message */
	SEAL_DUPLICATE,	  /* one name for two parts of the message */
	SEAL_MISPLACED,	  /* what is covered does not stand where it is read */
	SEAL_UNCOVERED,	  /* what must be covered is not */
	SEAL_WRONG,	  /* does not fit the message */
	SEAL_EXPIRED,	  /* too old */
	SEAL_FUTURE,	  /* made after now */
	SEAL_CERTIFICATE, /* of a certificate that is not valid now */
	SEAL_SIGNER,	  /* of a certificate that is not believed */
	SEAL_REPLAYED,	  /* came before */
	SEAL_LOCKED,	  /* encrypted, and not opened with our key */
	SEAL_LAST = SEAL_LOCKED,
};

#define SEAL_KEY_SIZE 129  /* of a message's own id, with its NUL */
#define SEAL_TEXT_SIZE 192 /* of a sentence, with its NUL */

struct seal_proof {
	unsigned verdict;	     /* enum seal_verdict */
	uint8_t signer[DIGEST_SIZE]; /* SHA-256 of the certificate */
	uint8_t mark[DIGEST_SIZE];   /* of the signature: a replay has it too */
	uint8_t said[DIGEST_SIZE];   /* of what is covered, but for times */
	/* The covered message id, or ""; of a letter what may be tokens. */
	char key[SEAL_KEY_SIZE];
	char text[SEAL_TEXT_SIZE]; /* why not; "" when good */
};

/* Sets verdict and sentence, for a message that is refused; false. */
bool seal_proof_fail(struct seal_proof *proof, enum seal_verdict verdict,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

void seal_proof_put(struct hub_buf *out, const struct seal_proof *proof);
bool seal_proof_get(struct frame_in *in, struct seal_proof *ret);

/* "good", "missing", "malformed"... */
const char *seal_verdict_name(unsigned verdict);

#endif
