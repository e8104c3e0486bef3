/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expiry.h - when the certificates end that messages rest on, ours and the
 * institutions'.
 *
 * They are listed once, when the configuration is read; what is said of one
 * follows from the time alone.  One that another of the same name outlasts in
 * the same file has been replaced and is not listed.
 */
#ifndef EXPIRY_H
#define EXPIRY_H

#include "arena.h"
#include "hub_buf.h"

struct expiry {
	const char *institution; /* id, "" for the hub itself */
	const char *setting;	 /* "auth.cert" */
	bool ours;
	int64_t until;	/* seconds UTC */
	char print[17]; /* the SHA-256 of the certificate begins so, hex */
};

struct expiries {
	struct expiry *rows; /* the arena's, as are the texts */
	size_t count, room;
};

/* Adds the certificates of a PEM text; first_only: those behind the first
 * are above it and not ours to renew.  What is none is passed over. */
void expiry_read(struct expiries *list, struct arena *arena,
    const struct expiry *like, const char *pem, bool first_only);

/* How near the end is: a month, a week, or over. */
enum expiry_stage { EXPIRY_FAR, EXPIRY_MONTH, EXPIRY_WEEK, EXPIRY_OVER };
enum expiry_stage expiry_stage(const struct expiry *expiry, int64_t now);
/* Whole days left, below 0 when it is over. */
int64_t expiry_days(const struct expiry *expiry, int64_t now);
/* One sentence about it. */
void expiry_say(const struct expiry *expiry, int64_t now, struct hub_buf *out);

#endif
