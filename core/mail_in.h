/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_in.h - a talk with one mailbox over IMAP (libcurl, on the line of
 * mail_line.h): one question at a time over one connection, until it is ended.
 *
 * Every question has exactly one answer, never from within the asking.
 */
#ifndef MAIL_IN_H
#define MAIL_IN_H

#include "http_client.h"
#include "mail_server.h"

enum mail_in_end {
	MAIL_IN_GOOD,
	MAIL_IN_GONE,	/* they have no such letter any more */
	MAIL_IN_LONG,	/* the answer is longer than may be held */
	MAIL_IN_NO,	/* they say no: to a letter, folder, command */
	MAIL_IN_FAILED, /* no answer: the talk is over */
};

struct mail_in_answer {
	enum mail_in_end end;
	const char *bytes; /* a NUL follows; borrowed until the next question */
	size_t len;
	const char *why; /* one sentence, "" when good */
};

typedef void mail_in_fn(void *ctx, const struct mail_in_answer *answer);

struct mail_in;

/* server and folder are borrowed; ctx goes to every fn. */
struct mail_in *mail_in_new(struct http_client *client,
    const struct mail_server *server, const char *folder, void *ctx);
/* Nothing may be under way. */
void mail_in_free(struct mail_in *in);

/* A command (RFC 3501) without letters in its answer; validity: with the folder
 * open, while its letters have these numbers; 0: without. */
void mail_in_ask(struct mail_in *in, int64_t validity, const char *command,
    mail_in_fn *fn);
/* A letter, or its first `most` bytes where most is not 0. */
void mail_in_fetch(struct mail_in *in, int64_t validity, int64_t uid,
    size_t most, mail_in_fn *fn);
/* Takes over the bytes of the answer that was just given; the caller releases
 * them. */
void mail_in_take(struct mail_in *in, struct hub_buf *ret);
/* Says goodbye. */
void mail_in_part(struct mail_in *in, mail_in_fn *fn);

#endif
