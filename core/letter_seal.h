/* SPDX-License-Identifier: Apache-2.0 */
/*
 * letter_seal.h - the content of a letter going out put under S/MIME (RFC
 * 8551): signed with our key (multipart/signed) and then, where certificates
 * of theirs are given, encrypted for those (AES-256-CBC).
 *
 * A signature bears the time and an encryption a fresh key: the same content
 * sealed twice is two different texts.
 */
#ifndef LETTER_SEAL_H
#define LETTER_SEAL_H

#include "hub_error.h"
#include "letter.h"

/* What an encrypted letter shows the world for its subject. */
#define LETTER_COVER "Surat terenkripsi"

/* Texts are borrowed PEM. */
struct letter_seal_by {
	const char *cert;    /* ours; certificates behind it go along */
	const char *key;     /* its private key */
	const char *encrypt; /* theirs, each can open it; "": signed only */
	int64_t now;	     /* seconds */
};

/* Reads a letter's content to its end and adds what takes its place, from
 * Content-Type on, to ret.  HUB_MISCONFIGURED: a certificate is not valid now;
 * HUB_UNSAYABLE: larger than the hub sends. */
enum hub_status letter_seal(const struct letter_seal_by *by,
    struct letter *content, struct hub_buf *ret, struct hub_error *err);

#endif
