/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_plugin.h - what an institution plugin must provide.
 *
 * A plugin is a translator: pure functions from structs to structs.  It opens
 * no socket, file, timer or thread; the core does the I/O and calls in.  Same
 * arguments, same outcome, so a delivery can be stored, replayed and audited
 * byte for byte.  Arguments are borrowed for the call; neither side ever
 * frees the other's memory.
 */
#ifndef HUB_PLUGIN_H
#define HUB_PLUGIN_H

#include <stdint.h>

#include "hub_error.h"
#include "hub_exchange.h"
#include "hub_message.h"
#include "hub_option.h"
#include "hub_refusal.h"

/* Bump when a field changes meaning, type or place; append freely.
 *	1  first; 2026-11-22: offers, refusals, hub_dispatch.links at the end */
#define HUB_PLUGIN_ABI 1u

/* What an institution can be asked or can say beyond compose and conclude. */
enum hub_offer {
	HUB_OFFER_PROBE = 1,
	HUB_OFFER_RECEIVE = 2,
	HUB_OFFER_POLL = 4,
	HUB_OFFER_LINKS = 8, /* says hub_dispatch.links; of offers() alone */
};

struct hub_plugin {
	uint32_t abi;  /* HUB_PLUGIN_ABI, read before all else */
	uint32_t size; /* sizeof(struct hub_plugin) */
	const char *name, *version, *summary;
	const struct hub_option *options; /* up to HUB_OPTIONS_END, or NULL */
	size_t conf_size;		  /* of the struct they fill */

	/* Do options that are each valid also agree?  May be NULL. */
	enum hub_status (*check)(const void *conf, struct hub_error *);

	/* Say the next step of `what`; at->step is 0 at first.  Called once a
	 * step: the core stores the request and every retry sends it. */
	enum hub_status (*compose)(const void *conf,
	    const struct hub_dispatch *what, const struct hub_at *at,
	    struct hub_request *, struct hub_error *);

	/* After an unknown outcome: ask whether they already hold it.  NULL:
	 * they cannot be asked. */
	enum hub_status (*probe)(const void *conf,
	    const struct hub_dispatch *what, const struct hub_at *at,
	    struct hub_request *, struct hub_error *);

	/* Understand the answer to a request; what is NULL for polls.  Only
	 * answers come here: what never got through is the core's. */
	enum hub_status (*conclude)(const void *conf,
	    const struct hub_dispatch *what, const struct hub_at *at,
	    const struct hub_answer *, struct hub_events *, struct hub_error *);

	/* Understand what nobody asked for.  Called twice: first with results
	 * NULL, to emit events or LOOKUPs and no reply; then, after the
	 * commit, with one result per event, to set the reply and emit
	 * nothing.  NULL: this institution never calls. */
	enum hub_status (*receive)(const void *conf, const struct hub_message *,
	    const struct hub_at *at, const struct hub_results *results,
	    struct hub_events *, struct hub_reply *, struct hub_error *);

	/* Ask for news since the cursor, step by step.  at->remote_ref is the
	 * first of their open references behind the remote_ref of the
	 * NEXT_STEP before, in the order of their bytes; "" for none.  NULL:
	 * they call us. */
	enum hub_status (*poll)(const void *conf, const char *cursor,
	    const struct hub_at *at, struct hub_request *, struct hub_error *);

	/* Which of probe, receive, poll and links these settings allow, as a
	 * sum of enum hub_offer; only of settings that check took.  NULL: all
	 * functions that are not NULL. */
	unsigned (*offers)(const void *conf);

	/* How the hub words what it refuses of their messages by itself, up
	 * to HUB_REFUSALS_END; NULL: as problem details. */
	const struct hub_refusal *refusals;
};

/* Each plugin defines this one symbol and exports nothing else. */
extern const struct hub_plugin hub_plugin
    __attribute__((visibility("default")));

#endif
