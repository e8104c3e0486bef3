/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signer.h - the private key of one institution's seals, in the hub, and what
 * its worker may have done with it: digests signed, or, where the seals are
 * those of letters, session keys opened.  Letters are signed by the hub itself.
 *
 * Belongs to the loop.  No sentence and no log line holds what was asked.
 */
#ifndef SIGNER_H
#define SIGNER_H

#include "hub_error.h"
#include "key_ask.h"
#include "seal_plan.h"

struct signer;

/* pem: the key; "" makes one that refuses everything; kind: enum seal_kind.
 * NULL: it is no key that seals can be made with, or no memory. */
struct signer *signer_new(const char *pem, unsigned kind);
void signer_free(struct signer *signer);

/* What was asked for, in ret, or why not. */
enum hub_status signer_do(const struct signer *signer,
    const struct key_ask *ask, struct key_result *ret, struct hub_error *err);

/* enum seal_alg of a PEM key; SEAL_NO_KEY: none that seals are made with. */
unsigned signer_alg(const char *pem);

#endif
