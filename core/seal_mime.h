/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seal_mime.h - an envelope with files (MTOM): a multipart/related body whose
 * root part is signed, and whose other parts are covered only where the signed
 * text names their SHA-256.
 */
#ifndef SEAL_MIME_H
#define SEAL_MIME_H

#include "mail_split.h"
#include "seal_work.h"

#define SEAL_MIME_PARTS 64

struct seal_mime {
	struct mail_piece parts[SEAL_MIME_PARTS]; /* header and content */
	size_t count, root;
	struct mail_piece envelope; /* the root's content */
};

/* Whether a body of that Content-Type has parts. */
bool seal_mime_is(const char *content_type);
/* Cuts the body; false, and said, when its root cannot be told. */
bool seal_mime_read(struct seal_mime *mime, const char *content_type,
    const struct seal_message *message, struct seal_proof *proof);
/* Puts the body together anew: the envelope first, then the parts that it
 * names; *ret_type: its Content-Type.  False: too long. */
bool seal_mime_put(const struct seal_mime *mime, const char *envelope,
    struct seal_message *message, const char **ret_type);

#endif
