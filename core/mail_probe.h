/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_probe.h - how far one gets towards the two servers of a mailbox, layer
 * by layer: name, connection, TLS, authentication, and the folder that letters
 * come to.  No letter is sent or read.
 */
#ifndef MAIL_PROBE_H
#define MAIL_PROBE_H

#include "http_client.h"
#include "mail_server.h"

#define MAIL_PROBE_LAYERS 9

struct mail_probe {
	struct http_client *client;
	const struct mail_server *out, *in; /* borrowed until done */
	const char *folder;		    /* the same */
	/* Once; all layers, those behind the first bad one of a server not
	 * reached. */
	void (*done)(void *ctx, const struct http_layer *layers, size_t count);
	void *ctx;
};

/* False: no memory, and done is never called. */
bool mail_probe(const struct mail_probe *probe);

#endif
