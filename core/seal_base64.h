/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_base64.h - base64url without padding (RFC 7515 section 2).
 */
#ifndef SEAL_BASE64_H
#define SEAL_BASE64_H

#include "hub_buf.h"

/* Adds bytes in base64url. */
void seal_base64url(struct hub_buf *out, const void *data, size_t len);
/* Adds what a text in base64url stands for.  False: it is none; trailing bits
 * must be zero, so that each value has one text. */
bool seal_unbase64url(struct hub_buf *out, const char *text, size_t len);

#endif
