/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_letter.h - a letter that came in: what kind of thing it is, and what its
 * sender wrote.
 *
 * Only a PERSON's letter can act.  What a machine wrote is told apart first:
 * by its parts (DSN, RFC 3464; MDN, RFC 8098), by its header (RFC 3834), then
 * by how such letters read.
 */
#ifndef EMB_LETTER_H
#define EMB_LETTER_H

#include "hub_buf.h"
#include "hub_mail.h"

enum emb_sort {
	EMB_PERSON,
	EMB_OWN,      /* ours, come back */
	EMB_AUTO,     /* a machine's answer: vacation, receipt of a desk */
	EMB_FAILED,   /* it did not arrive: note says why */
	EMB_DOUBTFUL, /* it may not have arrived; a person judges */
	EMB_DELAYED,  /* it is under way: nothing is known */
	EMB_ARRIVED,  /* it was taken where it was to go */
	EMB_SEEN,     /* it was shown to somebody */
	EMB_UNSEEN,   /* it was deleted before anybody saw it */
};

struct hub_headers;

struct emb_letter {
	struct hub_mail *mail;
	/* The fields that the hub read, which it holds against what is signed;
	 * NULL: the letter's own. */
	const struct hub_headers *headers;
	enum emb_sort sort;
	struct hub_buf text; /* theirs, quoted text cut off */
	struct hub_buf note; /* of a failure: the sentence */
	bool tnef;	     /* Outlook's winmail.dat, which hides files */
	bool sealed;	     /* encrypted: nothing of it can be read */
	bool unread;	     /* a text of no charset that we know */
	bool forwarded;	     /* passes on another's letter */
	bool empty;	     /* they wrote nothing: text is all there is */
};

/* Reads it; released by the caller also after a failure. */
enum hub_status emb_letter_read(const char *bytes, size_t len,
    struct emb_letter *ret, struct hub_error *err);
void emb_letter_release(struct emb_letter *letter);

/* Whether a part is a file that came along, rather than text or the
 * machinery of mail. */
bool emb_letter_is_file(const struct hub_mail_part *part);

#endif
