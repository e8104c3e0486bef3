/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_jws.h - a JSON Web Signature over the body's bytes, detached: it stands
 * in a header as "protected..signature" (RFC 7515 appendix F), the body as it
 * is or in base64url (RFC 7797).
 *
 * RS256 and ES256 and nothing else, and the algorithm follows from the
 * certificate, never from what the header says.
 */
#ifndef SEAL_JWS_H
#define SEAL_JWS_H

#include "seal_work.h"

bool seal_jws_check(const struct seal *seal, struct seal_message *message,
    struct seal_proof *proof);
enum hub_status seal_jws_request(const struct seal *seal,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);

#endif
