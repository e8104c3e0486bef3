/* SPDX-License-Identifier: Apache-2.0 */
/*
 * relay.h - the work itself: the hub's parts put together for it, and one
 * link per institution.
 *
 * Lives on the loop.  The configuration is a value that a reload exchanges;
 * whatever is under way keeps the one that it began with.
 */
#ifndef RELAY_H
#define RELAY_H

#include "attachment_loan.h"
#include "conf.h"
#include "http_client.h"
#include "ledger.h"
#include "loop.h"
#include "mail_token.h"
#include "reader.h"
#include "repeats.h"
#include "worker.h"

struct link;
struct mailroom;
struct quarantine;

struct relay {
	struct loop *loop;
	struct ledger *ledger;
	struct reader *reader;
	struct worker_pool *workers;
	struct http_client *http;
	struct files *files;
	struct attachment_lender lender; /* of attachments being sent */
	struct conf *conf;		 /* held; the one in force */
	struct link *links;
	struct quarantine *quarantine;
	uint8_t mail_key[MAIL_TOKEN_KEY]; /* of the tokens in letters */
	struct repeats repeats;		  /* signed messages that came */
	unsigned fetching;		  /* messages whose files are fetched */
	struct mailroom *mailroom;	  /* NULL but from start to end */
	bool stopping;
	unsigned callers; /* who wait for what they said to be committed */
	/* The latest checkpoint of the audit log in base64, for every message
	 * that leaves: each partner is a witness.  "": none; it changes. */
	const char *checkpoint;
	/* Told of what may have come for an institution (0: for any), for
	 * those that hear by the API; or NULL. */
	void (*news)(void *ctx, int64_t key);
	void *news_ctx;
	/* Since the start, for /metrics. */
	uint64_t dispatched, delivered, refused, retried, unknown, parked;
};

/* Links for every institution of relay->conf; starts relaying. */
void relay_start(struct relay *relay);
/* A new configuration: changed institutions get a new worker, those that are
 * gone leave. */
void relay_reload(struct relay *relay, struct conf *conf);
/* No new dispatches; what is on the wire concludes. */
void relay_drain(struct relay *relay);
/* Parcels that may have left and have not concluded. */
size_t relay_busy(const struct relay *relay);
void relay_stop(struct relay *relay);

/* Takes a link that has left out of the list and frees it. */
void relay_forget(struct relay *relay, struct link *link);

/* The link of an institution by its number, or NULL. */
struct link *relay_link(const struct relay *relay, int64_t key);
/* A caller waits for a commit, and has it: callers go before deliveries, which
 * have days, and links then take nothing ahead. */
void relay_caller_waits(struct relay *relay);
void relay_caller_served(struct relay *relay);
/* Something is to be delivered there. */
void relay_wake(struct relay *relay, int64_t key);
void relay_wake_all(struct relay *relay);
int64_t relay_now_ms(const struct relay *relay);

#endif
