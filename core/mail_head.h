/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_head.h - what the header of a part says of it: type, names, encoding.
 */
#ifndef MAIL_HEAD_H
#define MAIL_HEAD_H

#include <stdbool.h>

#include "arena.h"
#include "mail_header.h"

/* "" = not given; texts are the arena's. */
struct mail_head {
	const char *type;     /* "text/plain", lower case */
	const char *boundary; /* of a multipart */
	const char *charset;
	const char *encoding;
	const char *disposition; /* lower case */
	const char *name;	 /* of a form field */
	const char *filename;	 /* without path */
	const char *content_id;
};

/* type_if_none is what a part is that does not say. */
void mail_head_read(const struct mail_piece *header, const char *type_if_none,
    struct arena *arena, struct mail_head *ret_head);

/* Type, boundary and charset of a Content-Type alone. */
void mail_head_type(const char *content_type, struct arena *arena,
    struct mail_head *ret_head);

#endif
