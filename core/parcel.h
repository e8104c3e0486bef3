/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parcel.h - a delivery in hand: its row, the case as far as the institution
 * may see it, and the stored request, read from the database in one go.
 *
 * Made on the reader's thread, used on the loop, lent to the ledger for the
 * length of a job.
 */
#ifndef PARCEL_H
#define PARCEL_H

#include "canon.h"
#include "cases.h"
#include "conf.h"
#include "http_client.h"
#include "hub_exchange.h"
#include "ledger.h"
#include "mail_token.h"
#include "outbox.h"
#include "reader.h"
#include "worker.h"

struct dispatch;
struct link;

/* Where a parcel is between the reader and its conclusion. */
enum parcel_stage {
	PARCEL_LOADED,
	PARCEL_COMPOSING,
	PARCEL_COMPOSED, /* waits for the window */
	PARCEL_SEALING,	 /* from here on it is in the window */
	PARCEL_COMMITTING,
	PARCEL_READY, /* waits for a free slot on the wire */
	PARCEL_ON_WIRE,
	PARCEL_CONCLUDING,
};

struct parcel {
	struct parcel *next; /* of what was found, then of a link's queue */
	unsigned place;	     /* among those in hand */
	struct link *link;
	struct dispatch *way; /* what carries it, NULL before */
	struct conf *conf;    /* held */
	enum parcel_stage stage;
	struct delivery_row row;
	struct handoff_row handoff;
	struct case_row of_case;
	uint8_t key[CONTENT_KEY_SIZE];
	struct arena arena;	  /* texts of what */
	struct hub_dispatch what; /* disclosure applied */
	const char *disclosed;	  /* names, comma between */
	const char *carry;	  /* from the step before */
	struct hub_buf stored;	  /* frame of the request, empty: none */
	uint64_t generation;	  /* of the settings that it is composed by */
	char composed_by[65];	  /* the same for people */
	struct hub_request *request;
	enum hub_purpose purpose;
	uint8_t request_sha256[32];
	struct hub_buf sealed; /* frame of this attempt, empty: as stored */
	uint8_t sealed_sha256[32];
	char message_key[IDENT_TEXT_SIZE + 12]; /* "<delivery id>.<step>" */
	char reply_to[MAIL_ADDRESS_SIZE]; /* where answers to it go, or "" */
	const char *unreadable;		  /* why it cannot be sent, or NULL */
};

struct parcel_load {
	struct reader_job reader; /* reader.job.done: the maker's */
	struct link *link;
	struct conf *conf; /* held by the maker */
	int64_t institution, now_ms, limit;
	int64_t after_due, after_id; /* where the last look ended; then this */
	const int64_t *held; /* borrowed: deliveries that are not opened */
	size_t held_count;
	int64_t only; /* this delivery alone, whatever its state; 0: what is
		       * due */
	/* What was found: a list through next, oldest first. */
	struct parcel *first;
	int64_t count;	  /* with those that are held */
	bool more;	  /* there may be more behind the last one */
	int64_t next_due; /* of the first that is not due yet, 0: none */
};

void parcel_load_init(struct parcel_load *load);
/* For commands, in place of the job: the institution's newest deliveries up to
 * the limit, whatever became of them, newest first; it needs no link. */
enum db_code parcel_last(struct parcel_load *load,
    const struct reader_room *room);
/* Fills in what those are called whom it names (parcel_names.c). */
void parcel_name(struct parcel *parcel);
/* Wipes the key; releases the conf. */
void parcel_free(struct parcel *parcel);
/* Whether letters to its institution are encrypted. */
bool parcel_encrypted(const struct parcel *parcel);
/* Says in an entry over which wire it leaves, or that a person brings it, and
 * what they answered, 0: nothing yet. */
void parcel_wire(const struct parcel *parcel, bool by_hand, int status,
    struct canon_entry *entry);
/* The exchange's state for the plugin; texts borrowed from the parcel. */
struct hub_at parcel_at(const struct parcel *parcel, int64_t now_ms);

#endif
