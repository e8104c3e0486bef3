/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_parts.h - the parts of a letter that hold no others, in order.
 *
 * Parts within parts are walked to HUB_MAIL_DEPTH; a multipart whose boundary
 * does not occur is a part itself, kept whole and marked undecoded.
 */
#ifndef MAIL_PARTS_H
#define MAIL_PARTS_H

#include "arena.h"
#include "hub_error.h"
#include "hub_mail.h"
#include "mail_head.h"
#include "mail_header.h"
#include "mail_split.h"

struct mail_parts {
	struct arena *arena;   /* owns the texts; borrowed */
	struct hub_error *err; /* borrowed, may be NULL */
	bool raw;	       /* texts, too, are kept as they stand */
	struct hub_mail_part rows[HUB_MAIL_PARTS];
	size_t count;
};

/* Is a header short enough, and text? */
enum hub_status mail_parts_check(const struct mail_parts *parts,
    const struct mail_piece *header);

/* A body with its head: the parts in it, or itself. */
enum hub_status mail_parts_add(struct mail_parts *parts,
    const struct mail_head *head, const struct mail_piece *body);

/* The same where the body must be a whole multipart: HUB_MALFORMED without a
 * boundary in the head or the final one in the body. */
enum hub_status mail_parts_add_whole(struct mail_parts *parts,
    const struct mail_head *head, const struct mail_piece *body);

#endif
