/* SPDX-License-Identifier: Apache-2.0 */
/*
 * believe.h - what the hub makes of a worker's proof: a worker says whose
 * certificate a signature was made with, the section which ones are believed.
 */
#ifndef BELIEVE_H
#define BELIEVE_H

#include "conf_institution.h"
#include "hub_event.h"
#include "seal_proof.h"

/* Reads the proof behind a worker's events; one that is good becomes
 * SEAL_SIGNER where its certificate is none of those in the section.  False:
 * it does not read. */
bool believe_proof(const struct conf_institution *inst, struct frame_in *out,
    struct seal_proof *ret);

/* The same of an answer, where answers must be sealed: without a seal it may
 * put things off and nothing else.  "" when it is believed, else why not, in
 * ret's text. */
const char *believe_answer(const struct conf_institution *inst,
    struct frame_in *out, const struct hub_event *events, size_t count,
    struct seal_proof *ret);

#endif
