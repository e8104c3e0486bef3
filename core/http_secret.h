/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_secret.h - the slots that a request leaves for secrets, filled in as it
 * leaves: no stored byte holds one.
 */
#ifndef HTTP_SECRET_H
#define HTTP_SECRET_H

#include "http_client.h"

/* The value of the secret that a slot names, of either kind, or NULL. */
const char *http_secret_of(const struct http_target *target, const char *slot);
/* Whether a slot is a field of the body. */
bool http_secret_is_field(const char *slot);
/* Appends such fields to a form: urlencoded, or as parts, each behind a
 * boundary. */
void http_secret_put_fields(struct hub_buf *out,
    const struct http_order *order);

#endif
