/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_scan.h - what the hub itself looks at in a letter that came in: some
 * fields of its header, as bytes, and the token among them.
 *
 * No MIME is understood here; a worker does that.  At most MAIL_SCAN_MAX bytes
 * of header are looked at, whatever the letter is.
 */
#ifndef MAIL_SCAN_H
#define MAIL_SCAN_H

#include "digest.h"
#include "mail_token.h"
#include "request.h"

struct mail_scan {
	struct hub_headers headers;  /* unfolded, not decoded */
	struct hub_buf texts;	     /* that they stand in */
	int64_t delivery;	     /* that a token of ours names, 0: none */
	uint8_t digest[DIGEST_SIZE]; /* of all of the letter */
	uint8_t name[DIGEST_SIZE];   /* of Message-ID, token and what follows
				      * the header: the same for doubles */
	bool automatic;		     /* no person wrote it */
};

/* Never fails but for memory; release it also then. */
bool mail_scan_init(struct mail_scan *scan, const char *bytes, size_t len,
    const uint8_t key[MAIL_TOKEN_KEY]);
void mail_scan_release(struct mail_scan *scan);

#endif
