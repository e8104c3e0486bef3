/* SPDX-License-Identifier: Apache-2.0 */
/*
 * letter.h - a letter going out (RFC 5322): what a plugin composed, in the
 * envelope that the hub writes.
 *
 * The same request and envelope give the same bytes at every attempt, but for
 * the checkpoint.  Texts
 * are quoted-printable, all else base64; attachments are read as they leave.
 */
#ifndef LETTER_H
#define LETTER_H

#include "http_body.h"

/* Who writes to whom, and what the letter is called; texts are borrowed. */
struct letter_envelope {
	const char *from, *from_name; /* our mailbox's address; or "" */
	const char *to, *to_name;
	const char *reply_to; /* with the token */
	const char *sender;   /* of the envelope, that bounces go to, or "" */
	const char *token;
	const char *name;   /* "<...>", Message-ID */
	const char *answer; /* "<...>": the letter that this one answers or
			     * follows, or "" */
	const char *first;  /* "<...>": the first one of the handoff, or "" */
	int64_t date;	    /* seconds */
	/* The latest checkpoint of the audit log in base64, so that whoever
	 * keeps the letter is a witness; or "". */
	const char *checkpoint;
	bool automatic; /* an answer that no person wrote */
	/* The content, sealed, in place of the request's; NULL: as it is.  What
	 * is encrypted has a cover in place of its subject; "": it has not. */
	const struct hub_buf *sealed;
	const char *cover;
};

struct letter {
	struct http_body body;
};

/* Plans the letter; request and attachments are the order's.  NULL, or why it
 * cannot be sent; release it also then. */
const char *letter_init(struct letter *letter,
    const struct letter_envelope *envelope, const struct http_order *order);
/* The same of its content alone, from Content-Type on: what is sealed. */
const char *letter_init_content(struct letter *letter,
    const struct http_order *order);
void letter_release(struct letter *letter);

/* How long it is, and its next bytes, as http_body_read. */
uint64_t letter_len(const struct letter *letter);
ssize_t letter_read(struct letter *letter, char *to, size_t size);

#endif
