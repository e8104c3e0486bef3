/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_plan.h - how the messages of one institution are sealed, ours and
 * theirs: what the hub tells a worker with the settings.
 *
 * Certificates are public and go to the worker; the private key does not, the
 * worker only learns which algorithm it is for.
 */
#ifndef SEAL_PLAN_H
#define SEAL_PLAN_H

#include <stdbool.h>

#include "frame.h"

enum seal_kind {
	SEAL_NONE,
	SEAL_JWS, /* RFC 7515, detached, in a header beside the body */
	SEAL_WSS, /* WS-Security 1.1 with X.509 certificates */
	SEAL_SMIME,
};

/* What the hub's key can sign with; seal_alg_name() has the names. */
enum seal_alg { SEAL_NO_KEY, SEAL_RS256, SEAL_ES256 };

/* The header of a JWS unless the section names another. */
#define SEAL_JWS_HEADER "X-JWS-Signature"

/* Texts are borrowed, "" when not given. */
struct seal_plan {
	unsigned out, in; /* enum seal_kind */
	unsigned alg;	  /* enum seal_alg of the hub's key */
	const char *out_header, *in_header;
	const char *cert;   /* ours, PEM */
	const char *trust;  /* whose signatures are believed, PEM */
	unsigned tolerance; /* seconds that a signature's time may be off */
	bool sha1;	    /* SHA-1 is believed, too */
};

void seal_plan_clear(struct seal_plan *plan);
void seal_plan_put(struct hub_buf *out, const struct seal_plan *plan);
/* Sets every member, also on failure. */
bool seal_plan_get(struct frame_in *in, struct seal_plan *ret);

/* Whether their answers to us are sealed, as what they push is. */
bool seal_plan_answers(const struct seal_plan *plan);
/* "RS256", "ES256"; "" for none. */
const char *seal_alg_name(unsigned alg);

#endif
