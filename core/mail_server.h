/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_server.h - one of the two servers of a mailbox, and what a transfer to
 * it needs: TLS always, from the first byte ("smtps", "imaps") or before the
 * password ("smtp", "imap"), and a certificate that is looked at.
 */
#ifndef MAIL_SERVER_H
#define MAIL_SERVER_H

#include <curl/curl.h>

#include <stdint.h>

struct mail_server {
	const char *url, *user, *password;
	const char *ca; /* file, "" = the system's */
};

/* Tells the handle; protocols as libcurl names them.  It has timeout_ms for
 * all of it. */
void mail_server_set(CURL *easy, const struct mail_server *server,
    const char *protocols, int64_t timeout_ms);
/* What is said on the wire goes to on_talk with ctx, libcurl's own sentence to
 * error (CURL_ERROR_SIZE bytes). */
void mail_server_hear(CURL *easy, curl_debug_callback on_talk, void *ctx,
    char *error);
/* A connection of its own, which nobody uses again. */
void mail_server_once(CURL *easy);

#endif
