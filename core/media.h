/* SPDX-License-Identifier: Apache-2.0 */
/*
 * media.h - files that a message names by their addresses, fetched before its
 * events count: from the hosts that the institution's section lists, a few
 * times within a few seconds, then not.
 *
 * What came is a file of its event, as if it had been sent along.  What did not
 * is said behind the event's text, in Indonesian; the event counts without it.
 */
#ifndef MEDIA_H
#define MEDIA_H

#include "conf_institution.h"
#include "events.h"
#include "http_client.h"

struct media;

struct media_order {
	struct loop *loop; /* all borrowed until the end */
	struct http_client *http;
	const struct conf_institution *inst;
	struct hub_events *events; /* whose media are fetched */
	/* Once, never from within media_start.  lost: the hub ends, and what
	 * was asked for is to be asked for again. */
	void (*done)(void *ctx, bool lost);
	void *ctx;
};

/* NULL: no memory, and done is not called. */
struct media *media_start(const struct media_order *order);
/* What was fetched goes with it; NULL is good. */
void media_free(struct media *media);

#endif
