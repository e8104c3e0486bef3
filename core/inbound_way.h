/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inbound_way.h - the inside of one message's way in, shared by its parts:
 * inbound.c proves and understands it, inbound_seal.c judges its seal
 * (inbound_fault.c says so in SOAP), inbound_keep.c has it kept and applied,
 * once files that it names are fetched (media.h), inbound_end.c answers and
 * ends it.
 */
#ifndef INBOUND_WAY_H
#define INBOUND_WAY_H

#include "apply.h"
#include "events.h"
#include "inbound.h"
#include "lookup.h"
#include "media.h"
#include "webhook.h"

/* One message on its way in; the members that others call back come first. */
struct inbound {
	struct worker_call call;
	struct apply apply;
	struct lookup lookup;
	struct relay *relay;
	struct conf *conf; /* held */
	const struct conf_institution *inst;
	struct worker_plan plan;
	struct http_call *http;
	struct hub_events events;
	struct sealed_view files;      /* the bytes of theirs, until stored */
	struct media *media;	       /* files fetched for events, or NULL */
	struct attachment_store store; /* of the files in events */
	struct hub_message message;
	char path[512], digest[DIGEST_HEX_SIZE], key[WEBHOOK_KEY_SIZE];
	uint8_t said[DIGEST_SIZE]; /* of what a replay would repeat */
	uint8_t mark[DIGEST_SIZE]; /* of its signature */
	bool marked;		   /* among those that came */
	int64_t now_ms;		   /* it came */
};

/* Whether the seal of a message is believed, where there must be one; else
 * answered.  The worker's proof stands behind its events. */
bool inbound_believe(struct inbound *in, struct frame_in *out);
/* It comes to nothing for a reason of ours: the same may come again. */
void inbound_unmark(struct inbound *in);
/* Refuses what came in an earlier life of the hub, and ends. */
void inbound_replayed(struct inbound *in);
/* Answers with a SOAP fault for a seal that is refused, and ends. */
void inbound_fault(struct inbound *in, unsigned verdict, const char *detail);

/* Fetches files that the events name by address, stores those and the ones
 * that came along, then has the events applied. */
void inbound_keep(struct inbound *in);
/* Looks up what was asked, once the question is kept from being repeated. */
void inbound_look_up(struct inbound *in);
/* Has the reply worded from the results. */
void inbound_word_reply(struct inbound *in);
/* Answers with a problem of ours and ends. */
void inbound_fail(struct inbound *in, int status, const char *detail);
/* The end of every way in. */
void inbound_finish(struct inbound *in);
/* Whether a call ended with the plugin's own good word; else answered. */
bool inbound_spoken(struct inbound *in, enum worker_end end,
    enum hub_status status, const struct hub_error *err);
/* The way in that its files' job belongs to. */
struct inbound *inbound_of_store(struct job *job);
/* What the plugin needs to know of now. */
struct hub_at inbound_at(const struct inbound *in);
/* The message that a plugin died on twice, and what its sender is told. */
#define INBOUND_SET_ASIDE \
	"the message could not be understood; it is kept for the operator"

#endif
