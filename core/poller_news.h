/* SPDX-License-Identifier: Apache-2.0 */
/*
 * poller_news.h - one answer to a poll: what it says, and how it goes on.
 */
#ifndef POLLER_NEWS_H
#define POLLER_NEWS_H

#include "digest.h"
#include "events.h"
#include "hub_exchange.h"
#include "hub_message.h"
#include "limits.h"
#include "outbox.h"
#include "outcome.h"
#include "request.h"

struct poller_news {
	uint8_t sha256[DIGEST_SIZE]; /* of the answer's body */
	size_t len;
	enum hub_event_kind end; /* NEXT_STEP, CURSOR or DEFERRED */
	int64_t after;		 /* DEFERRED: seconds */
	int64_t until;		 /* CURSOR: their news are here until then,
				  * 0: until the round began */
	int status;		 /* of the answer */
	const char *notice;	 /* of the institution itself, for people;
				  * borrowed from the events */
	char carry[HUB_CARRY_MAX + 1];
	char ref[OUTBOX_REF_MAX + 1]; /* NEXT_STEP: asked about, or "" */
	struct hub_answer cut;	      /* in place of theirs, see below */
	bool none;		      /* it says that there is none */
	char why[160];		      /* why it stands there: a sentence */
};

/* The answer that is to be understood, NULL: there is none.  In place of one
 * that is too long stands an empty one with status 413: a file that is too
 * large must not keep all other news from being asked for. */
const struct hub_answer *poller_news_of(struct poller_news *news,
    const struct outcome *outcome);
/* The one that says that there is none, to a question that is set aside: 503
 * or 504 where a gateway said so, else 502.  why: the sentence that is said
 * where the plugin cannot do without. */
const struct hub_answer *poller_news_none(struct poller_news *news, int status,
    const char *why);
/* Until when their news are here after a round that began then. */
int64_t poller_news_until_ms(const struct poller_news *news, int64_t began_ms);
/* Takes the one event out that says how it goes on; "" or what is wrong.  An
 * event without an id of theirs gets one from the answer that said it. */
const char *poller_news_take(struct poller_news *news,
    struct hub_events *events);
/* Says loudly what they said that is not their own. */
void poller_news_watch(const char *institution, const struct hub_events *events,
    const struct hub_result *rows);

#endif
