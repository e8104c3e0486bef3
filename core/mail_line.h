/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_line.h - the thread on which libcurl talks to mail servers: behind the
 * last byte of a letter, sent or fetched, libcurl waits for their word where
 * it stands, and with it whoever called it.
 *
 * A flight is embedded in its owner's struct, its handle the owner's to set
 * up.  From start to landing both belong to the line, and the handle's
 * callbacks run on its thread.  Every start has exactly one landing, on the
 * loop, never from within mail_line_start.
 */
#ifndef MAIL_LINE_H
#define MAIL_LINE_H

#include <curl/curl.h>

#include "loop.h"

struct mail_line;

struct mail_flight {
	struct job job; /* first */
	struct mail_flight *next, *prev;
	struct mail_line *line;
	CURL *easy;
	void (*landed)(struct mail_flight *flight, CURLcode code);
	bool grounded; /* libcurl is not to take it, or did not */
	/* The owner's: how much must have left before it may be broken off. */
	curl_off_t whole;
	CURLcode code;
};

/* NULL: no memory, or no thread. */
struct mail_line *mail_line_new(struct loop *loop);
/* What is up lands first, as CURLE_ABORTED_BY_CALLBACK. */
void mail_line_free(struct mail_line *line);
void mail_line_start(struct mail_line *line, struct mail_flight *flight);
/* Flights that have not landed. */
size_t mail_line_busy(const struct mail_line *line);

#endif
