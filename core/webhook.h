/* SPDX-License-Identifier: Apache-2.0 */
/*
 * webhook.h - who sent what came to /in/<institution>, as far as that can be
 * told without parsing the body: a signature over its bytes (Standard
 * Webhooks 1, or a plain HMAC-SHA256), a secret in a header or in the query,
 * or the certificate of the TLS connection.
 *
 * Pure: time is an argument and nothing is remembered.  The caller refuses a
 * second message with the same key.  Secrets are compared in a time that does
 * not depend on them, and no sentence holds one.
 */
#ifndef WEBHOOK_H
#define WEBHOOK_H

#include <stddef.h>
#include <stdint.h>

#include "conf_institution.h"
#include "hub_message.h"

enum webhook_verdict {
	WEBHOOK_GENUINE,
	WEBHOOK_MISSING,   /* no credential came with it */
	WEBHOOK_MALFORMED, /* not in the form that it must have */
	WEBHOOK_WRONG,	   /* not the institution's */
	WEBHOOK_STALE,	   /* signed too long ago, or in the future */
	WEBHOOK_UNPROVEN,  /* nothing here can tell: no kind is configured, or
			    * one whose proof stands inside the body */
};

/* What came in; borrowed for the call. */
struct webhook_message {
	const struct hub_headers *headers;
	const char *query; /* raw, without "?" */
	const char *body;
	size_t body_len;
	const uint8_t *client_cert; /* SHA-256 of it, or NULL */
	int64_t now;		    /* seconds */
};

#define WEBHOOK_KEY_SIZE 129 /* of a webhook-id, with its NUL */

struct webhook_proof {
	enum webhook_verdict verdict;
	char key[WEBHOOK_KEY_SIZE]; /* what a replay would repeat, or "" */
	char text[192];		    /* why not; "" when genuine */
};

struct webhook_proof webhook_verify(const struct conf_institution *inst,
    const struct webhook_message *message);

/* "genuine", "missing"... */
const char *webhook_verdict_name(enum webhook_verdict verdict);

#endif
