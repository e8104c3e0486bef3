/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_smime.h - a letter that is signed by S/MIME (RFC 8551): beside its text
 * (multipart/signed) or around it (application/pkcs7-mime).
 *
 * What is handed on is the letter with the signed part as its only content;
 * the fields around it (From, Subject...) are covered by no signature.  The
 * one From must be an address of the certificate, where that has any.
 */
#ifndef SEAL_SMIME_H
#define SEAL_SMIME_H

#include "seal.h"

bool seal_smime_check(const struct seal *seal, struct seal_message *message,
    struct seal_proof *proof);

#endif
