/* SPDX-License-Identifier: Apache-2.0 */
/*
 * canon.h - an audit entry as canonical bytes (RFC 8785), a CloudEvents 1.0
 * object with a closed list of members.
 *
 * One table of rows writes the bytes, makes the JSON Schema and the manual
 * page.  Texts are ids and code words, never free text; what is "" or 0 is
 * left out.  Numbers are integers within 2^53 - 1.
 */
#ifndef CANON_H
#define CANON_H

#include <stdbool.h>
#include <stdint.h>

#include "hub_buf.h"
#include "hub_error.h"

#define CANON_MAX 65535u /* bytes of one entry: a tlog-tiles limit */

struct canon_payload {
	const char *c; /* commitment, base64; "" leaves the whole member out */
	uint64_t size; /* power-of-two bucket, not the byte count */
};

struct canon_entry {
	const char *id, *source, *subject, *type;
	int64_t time_ms;
	/* members of data, in the order of the table */
	const char *action;
	uint64_t attempt;
	const char *basis; /* explicit implied deemed decided succession */
	const char *by;
	uint64_t case_seq, chan_seq;
	const char *channel_in, *channel_out; /* rest soap email */
	int64_t claimed_at_ms;
	int64_t clock_due_ms;
	const char *clock_name;
	const char *decision;
	const char *disclosed; /* names, comma between */
	const char *evidence;  /* e1..e5 rejected bounced unreachable unknown */
	const char *handoff;
	const char *holder_from, *holder_to;
	uint64_t hop;
	const char *initiator;
	const char *kind;
	uint64_t log_epoch; /* 1, 2, 3... one more after each restore */
	const char *log_root;
	uint64_t log_size; /* entries known when the epoch began */
	uint64_t loss_defaulted, loss_dropped, loss_mapped;
	const char *map_id, *map_settings, *map_sha256, *map_version;
	const char *observer, *operator_id, *outcome;
	const char *parent;
	struct canon_payload payload_in, payload_out, payload_sent;
	uint64_t peer_index;
	const char *peer_leaf, *peer_origin;
	const char *reason;
	const char *route;  /* name of the routing rule */
	const char *rules;  /* SHA-256 of the rules in force */
	const char *sender; /* of a new handoff; "": the initiator */
	const char *state_from, *state_to;
	const char *target;
	bool test;
	uint64_t their_chan_seq;
	const char *their_handoff;  /* as the hub that sent it names it */
	const char *transport_cert; /* SHA-256 of the TLS peer's */
	uint64_t transport_http, transport_smtp;
	const char *transport_soap;
};

/* An entry with every text "" and everything else 0. */
struct canon_entry canon_entry_init(const char *type);

/* Appends the canonical bytes; HUB_FAULT when a member breaks its rule. */
enum hub_status canon_write(struct hub_buf *out, const struct canon_entry *e,
    struct hub_error *err);
/* The JSON Schema of an entry, from the same table. */
void canon_schema(struct hub_buf *out);
/* A row a member, "name<TAB>kind<TAB>help", from the same table. */
void canon_members(struct hub_buf *out);
/* Whether the entry says that its initiator is called as its target now. */
bool canon_renames(const struct canon_entry *e);
/* Whether a type stands in the list of types ("simpul.case.received.v1"). */
bool canon_type_known(const char *type);

#endif
