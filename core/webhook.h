/* SPDX-License-Identifier: Apache-2.0 */
/*
 * webhook.h - who sent a message, proved by what needs no parsing of its
 * body: Standard Webhooks signature, HMAC over the raw bytes, bearer token,
 * API key, basic, or client certificate, as the institution's `in` block says.
 *
 * Every compare takes a time that does not depend on the secret.
 */
#ifndef WEBHOOK_H
#define WEBHOOK_H

#include "conf_institution.h"
#include "hub_message.h"

#define WEBHOOK_KEY_SIZE 129 /* of a webhook-id, with its NUL */

struct webhook_message {
	const struct hub_headers *headers;
	const char *query; /* raw */
	const char *body;
	size_t body_len;
	const uint8_t *client_cert; /* SHA-256, or NULL */
	int64_t now;		    /* seconds */
};

/* "" when the message is the institution's own; else a sentence that says
 * what was found and expected, without the secret.  key: what a replay would
 * repeat (webhook-id), or "". */
const char *webhook_verify(const struct conf_institution *inst,
    const struct webhook_message *message, char key[WEBHOOK_KEY_SIZE]);

#endif
