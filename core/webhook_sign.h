/* SPDX-License-Identifier: Apache-2.0 */
/*
 * webhook_sign.h - the two signatures over a body's bytes.
 */
#ifndef WEBHOOK_SIGN_H
#define WEBHOOK_SIGN_H

#include "webhook.h"

/* How the checks of webhook.h end: the verdict and its sentence. */
struct webhook_proof webhook_end(enum webhook_verdict verdict, const char *fmt,
    ...) __attribute__((format(printf, 2, 3)));

/* Standard Webhooks: webhook-id, webhook-timestamp and webhook-signature, of
 * which one "v1," entry must fit. */
struct webhook_proof webhook_standard(const struct conf_credential *by,
    const struct webhook_message *message);

/* HMAC-SHA256 of the body in a header of any name, as hex or base64, perhaps
 * with "sha256=" before it. */
struct webhook_proof webhook_hmac(const struct conf_credential *by,
    const struct webhook_message *message);

#endif
