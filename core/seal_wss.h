/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_wss.h - WS-Security 1.1 with X.509 certificates (OASIS): a SOAP
 * envelope whose Body, Timestamp and header blocks are signed.
 *
 * One profile and no other: one Security header with one Signature, exclusive
 * canonicalization, SHA-256, RSA or ECDSA; each reference names by wsu:Id an
 * element that stands where it is read.  What a message hands on is put
 * together anew from the octets that were digested.
 */
#ifndef SEAL_WSS_H
#define SEAL_WSS_H

#include "seal_work.h"
#include "seal_xml.h"

/* An envelope taken apart; everything is borrowed from its tree. */
struct seal_wss {
	xmlDoc *tree;
	const char *soap; /* namespace */
	xmlNode *header, *body, *security, *signature, *timestamp;
	xmlNode *covered[SEAL_REFERENCES_MAX]; /* in order of references */
	size_t covered_count;
	unsigned alg; /* enum seal_alg of the signature */
	bool sha1;    /* the signature or a digest is made with SHA-1 */
};

/* First use, before a sandbox closes. */
void seal_wss_warm(void);

/* A message, and an answer to one of ours. */
bool seal_wss_check(const struct seal *seal, struct seal_message *message,
    struct seal_proof *proof);
enum hub_status seal_wss_request(const struct seal *seal,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err);
/* Seals a reply where it is an envelope. */
enum hub_status seal_wss_reply(const struct seal *seal, const struct hub_at *at,
    struct hub_reply *r, struct hub_error *err);

/* Leaves of an answer without a signature what may be believed of it: a fault's
 * code and reason, or that its status is an error; false: nothing. */
bool seal_wss_reduce(struct seal_message *message, int status);

/* Where things stand in an envelope; SEAL_MISSING when it bears no signature,
 * with the places of header and body set. */
bool seal_wss_open(struct seal_wss *w, struct seal_proof *proof);
/* What SignedInfo covers, and by which algorithms. */
bool seal_wss_references(struct seal_wss *w, bool sha1,
    struct seal_proof *proof);
/* The certificate that KeyInfo brings, to be released; none: cert->x509 is
 * NULL, and those that are believed are tried. */
bool seal_wss_token(const struct seal_wss *w, struct seal_cert *ret,
    struct seal_proof *proof);
/* Whether the signature is that certificate's; gives the octets of each
 * covered element, borrowed until the next call. */
struct seal_octets {
	const char *at;
	size_t len;
};
typedef void seal_wss_fn(void *ctx, const struct seal_octets *octets);
bool seal_wss_verify(const struct seal_wss *w, const struct seal_cert *cert,
    seal_wss_fn *fn, void *ctx);
/* Signs an envelope; adds its bytes. */
enum hub_status seal_wss_make(const struct seal *seal, int64_t now,
    const struct seal_octets *envelope, struct hub_buf *out,
    struct hub_error *err);

#endif
