/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_dkim.h - which handoffs a letter's DKIM signature (RFC 6376) covers, and
 * what it is known by when it comes again.
 *
 * Nothing is verified here: our own mail server has found it good
 * (mail_proof.h).  A good signature goes along with every copy of a letter,
 * whatever address that is sent to; only what it covers says which handoff the
 * letter is about.
 */
#ifndef MAIL_DKIM_H
#define MAIL_DKIM_H

#include "digest.h"
#include "mail_aim.h"
#include "mail_header.h"
#include "mail_token.h"

#define MAIL_NAMES_MAX 16

/* What was signed about deliveries of ours. */
struct mail_names {
	int64_t deliveries[MAIL_NAMES_MAX];
	size_t count;
	struct mail_aims aims; /* of the addresses that are signed */
};

/* Adds those whose tokens stand in a text; more than there is room for are
 * left out. */
void mail_names_add(struct mail_names *names, const char *text,
    const uint8_t key[MAIL_TOKEN_KEY]);

struct mail_dkim {
	const char *domain; /* of the sender */
	const char *begins; /* the signature does, "" for any: header.b */
	const uint8_t *key; /* MAIL_TOKEN_KEY bytes */
};

/* Finds the signature in a letter's header; false: there is none, or more than
 * one, or text may be added behind what it covers, or the header does not
 * read, or has not one From. */
bool mail_dkim_read(const struct mail_dkim *by, const struct mail_piece *letter,
    struct mail_names *ret_names, uint8_t ret_mark[DIGEST_SIZE]);

#endif
