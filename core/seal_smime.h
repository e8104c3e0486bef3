/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_smime.h - a letter that came under S/MIME (RFC 8551): signed, beside
 * its text (multipart/signed) or around it, or encrypted, or both, in either
 * order and as the whole of the letter, never as a part among others.
 *
 * What is handed on behind a good signature is the letter with what it covers
 * as its only content; the fields around it (From, Subject...) are covered by
 * none.  The one From must be an address of the certificate, where that has
 * any.  Of what was only encrypted the content is handed on, and the verdict
 * is that there is no signature.
 */
#ifndef SEAL_SMIME_H
#define SEAL_SMIME_H

#include "seal_work.h"

bool seal_smime_check(const struct seal *seal, struct seal_message *message,
    struct seal_proof *proof);

#endif
