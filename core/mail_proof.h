/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_proof.h - what our own mail server found out about a letter's sender
 * (Authentication-Results, RFC 8601), and which words need such a proof.
 *
 * The server must drop such fields that come in under its own name, as
 * OpenDKIM does.  Of several the first that speaks of DKIM counts: a server
 * adds on top.  Aligned means that the only From is the institution's
 * address, and that its domain, or one below it, signed.
 */
#ifndef MAIL_PROOF_H
#define MAIL_PROOF_H

#include "hub_exchange.h"
#include "request.h"

#define MAIL_PROOF_SIZE 81 /* of the start of a signature, with its NUL */

/* authserv: the name under which our server speaks, "" = it is not believed.
 * HUB_PROOF_DKIM, and in ret_begins how the signature that it means begins
 * (header.b, RFC 6008), "" where it does not say; or HUB_PROOF_NONE. */
enum hub_proof mail_proof(const struct hub_headers *headers,
    const char *authserv, const char *address,
    char ret_begins[MAIL_PROOF_SIZE]);

/* Whether a signer's domain is the given one, or one below it. */
bool mail_proof_aligned(const char *signer, const char *domain);

/* Whether a letter without any proof cannot say that: it is held. */
bool mail_proof_needed(enum hub_event_kind kind);

/* The one address of a From field into buf, in lower case; false when there
 * is none, or more than one. */
bool mail_proof_address(const char *from, char *buf, size_t size);

#endif
