/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_out.h - letters to our own relay over SMTP (libcurl, on the line of
 * mail_line.h).
 *
 * What is not answered before the final dot left was not taken and goes again;
 * without an answer behind the dot nobody knows.  4xx means later.  A 250, and
 * a 5xx to sender, receiver or letter, is an answer for conclude().  Every post
 * has exactly one end.
 */
#ifndef MAIL_OUT_H
#define MAIL_OUT_H

#include "letter.h"
#include "mail_server.h"
#include "outcome.h"

struct mail_post {
	struct http_client *client;
	const struct mail_server *server; /* these are borrowed until done */
	const struct letter_envelope *envelope;
	struct http_order order; /* request, attachments, done and ctx */
};

/* False: no memory, and done is never called. */
bool mail_out_post(const struct mail_post *post);

#endif
