/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_publish.h - the hub publishes its audit log: every second while it
 * grows, and with a heartbeat entry every ten minutes, so that silence can be
 * proven.
 *
 * Lives on the loop, works on the files thread.  A log that must not go on is
 * told of and stays as it is; the relay goes on.  Without a key in the
 * configuration the log is kept and not published.
 */
#ifndef HUB_PUBLISH_H
#define HUB_PUBLISH_H

#include "hub.h"
#include "publisher.h"

struct hub_publish;

/* What is known of the published log, for status and metrics. */
struct hub_published {
	const char *origin; /* "": nothing is published */
	uint64_t size;	    /* of the last checkpoint */
	int64_t signed_ms;  /* when it was signed; 0: before this start */
	const char *why;    /* why no more is published, or "" */
	const char *note;   /* the last checkpoint, or "" */
	struct tlog_hash root;
};

/* Checks that the log may go on and starts; HUB_MISCONFIGURED: it may not. */
enum hub_status hub_publish_start(struct hub *hub, struct hub_error *err);
/* No more rounds; one under way ends by itself. */
void hub_publish_drain(struct hub_publish *publish);
/* When nothing comes home and nobody writes any more: publishes the rest. */
void hub_publish_stop(struct hub_publish *publish);
/* NULL is a log that is not published. */
struct hub_published hub_publish_look(const struct hub_publish *publish);

#endif
