/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_mail.h - MIME from outside, read within limits (gmime).
 *
 * A letter or a multipart body becomes a flat list of leaf parts, decoded:
 * transfer encoding undone; text that is no attachment in UTF-8 with LF line
 * ends and no control characters, files byte for byte.  A letter within a
 * letter (message/rfc822) is a leaf.  Limits on parts, depth, header bytes and
 * size; what cannot be decoded is kept raw and marked.
 */
#ifndef HUB_MAIL_H
#define HUB_MAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "hub_error.h"

#define HUB_MAIL_MAX (25u * 1024u * 1024u)
#define HUB_MAIL_PARTS 256
#define HUB_MAIL_DEPTH 16
#define HUB_MAIL_HEADER_MAX 65536u

struct hub_mail; /* a letter or multipart body */

/* First use, before a sandbox closes and before any other verb: sets gmime up
 * and loads the charsets that letters may have. */
void hub_mail_warm(void);

struct hub_mail_part {
	const char *type;	 /* "text/plain", lower case */
	const char *name;	 /* form field name, or "" */
	const char *filename;	 /* without path, or "" */
	const char *content_id;	 /* without <>, or "" */
	const char *disposition; /* "inline", "attachment", "form-data" */
	const char *data;	 /* decoded; a NUL follows */
	size_t len;
	bool undecoded; /* encoding or charset was not understood */
};

/* A whole letter, header first; a line "From ..." of a mailbox in a file may
 * stand before it. */
enum hub_status hub_mail_read(const char *bytes, size_t len,
    struct hub_mail **ret_mail, struct hub_error *err);
/* An HTTP body whose Content-Type is a multipart; without its final
 * boundary it is HUB_MALFORMED.  It has no headers.  Texts of a
 * multipart/related, too, are kept byte for byte: others refer to them. */
enum hub_status hub_mail_read_multipart(const char *content_type,
    const char *bytes, size_t len, struct hub_mail **ret_mail,
    struct hub_error *err);
void hub_mail_free(struct hub_mail *mail);

/* First header of that name, decoded (RFC 2047), or "". */
const char *hub_mail_header(const struct hub_mail *mail, const char *name);
size_t hub_mail_count(const struct hub_mail *mail);
const struct hub_mail_part *hub_mail_part(const struct hub_mail *mail,
    size_t index);
/* Whether the bytes of a part, decoded, have that SHA-256 in hex. */
bool hub_mail_part_is(const struct hub_mail_part *part, const char *sha256);

#endif
