/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "canon_rows.h"

#define AT(member) offsetof(struct canon_entry, member)

/* clang-format off */
#define ROW(g, n, k, ...) \
	{ .name = n, .key = "\"" n "\":", .key_len = sizeof("\"" n "\":") - 1, \
	  .group = CANON_##g, .kind = CANON_##k, __VA_ARGS__ }
#define GROUP(g, n, p, t) \
	[CANON_##g] = { .name = n, .key = "\"" n "\":{", \
	    .key_len = sizeof("\"" n "\":{") - 1, .parent = CANON_##p, \
	    .tells = t }
#define PAYLOAD(g, member) \
	ROW(g, "alg", CONSTANT, .words = algorithm, \
	    .help = "how the commitment is made"), \
	ROW(g, "c", BASE64, .offset = AT(member.c), \
	    .help = "keyed commitment to the bytes"), \
	ROW(g, "size", BUCKET, .offset = AT(member.size), \
	    .help = "bytes, rounded up to a power of two")
/* clang-format on */

static const char *const algorithm[] = { "hmac-sha256", NULL };
static const char *const version[] = { "1.0", NULL };
static const char *const outcomes[] = { "success", "failure", "pending",
	"unknown", NULL };
static const char *const bases[] = { "explicit", "implied", "deemed", "decided",
	"succession", NULL };
static const char *const rungs[] = { "e1", "e2", "e3", "e4", "e5", "rejected",
	"bounced", "unreachable", "unknown", NULL };
static const char *const kinds[] = { "transfer", "copy", "joint", "escalate",
	NULL };

/* clang-format off */
static const struct canon_group_row groups[] = {
	[CANON_ROOT] = { .name = "", .key = "" },
	GROUP(DATA, "data", ROOT, 0),
	GROUP(CHANNEL, "channel", DATA, 0),
	GROUP(CLOCK, "clock", DATA, 0),
	GROUP(HOLDER, "holder", DATA, 0),
	GROUP(LOG, "log", DATA, 0),
	GROUP(LOSS, "loss", DATA, 0),
	GROUP(MAP, "map", DATA, 0),
	GROUP(PAYLOAD_IN, "payload_in", DATA, AT(payload_in.c)),
	GROUP(PAYLOAD_OUT, "payload_out", DATA, AT(payload_out.c)),
	GROUP(PAYLOAD_SENT, "payload_sent", DATA, AT(payload_sent.c)),
	GROUP(PEER, "peer", DATA, AT(peer_leaf)),
	GROUP(STATE, "state", DATA, 0),
	GROUP(THEIR, "their", DATA, 0),
	GROUP(TRANSPORT, "transport", DATA, 0),
};
/* clang-format on */

/* clang-format off */
static const struct canon_row rows[] = {
	ROW(DATA, "action", WORD, .offset = AT(action),
	    .help = "what was done"),
	ROW(DATA, "attempt", NUMBER, .offset = AT(attempt),
	    .help = "which attempt at this step of the delivery, from 1"),
	ROW(DATA, "basis", LISTED, .offset = AT(basis), .words = bases,
	    .help = "on what the holder's acceptance rests"),
	ROW(DATA, "by", LINE, .offset = AT(by),
	    .help = "institution in whose name it was done"),
	ROW(DATA, "case_seq", NUMBER, .offset = AT(case_seq),
	    .help = "number of the entry within its case, from 1, no gaps"),
	ROW(DATA, "chan_seq", NUMBER, .offset = AT(chan_seq),
	    .help = "number of the handoff from its sender to its receiver, "
		    "from 1, no gaps"),
	ROW(CHANNEL, "in", WORD, .offset = AT(channel_in),
	    .help = "wire that it came by"),
	ROW(CHANNEL, "out", WORD, .offset = AT(channel_out),
	    .help = "wire that it went by"),
	ROW(DATA, "claimed_at", TIME, .offset = AT(claimed_at_ms),
	    .help = "when the speaker says that it happened"),
	ROW(CLOCK, "due", TIME, .offset = AT(clock_due_ms),
	    .help = "when the clock runs out"),
	ROW(CLOCK, "name", WORD, .offset = AT(clock_name),
	    .help = "which clock"),
	ROW(DATA, "decision", WORD, .offset = AT(decision),
	    .help = "what was decided"),
	ROW(DATA, "disclosed", WORDS, .offset = AT(disclosed),
	    .help = "names of the identity members that the receiver saw"),
	ROW(DATA, "evidence", LISTED, .offset = AT(evidence), .words = rungs,
	    .help = "how far the delivery is known to have come"),
	ROW(DATA, "handoff", LINE, .offset = AT(handoff),
	    .help = "id of the handoff, the same in both logs"),
	ROW(HOLDER, "from", LINE, .offset = AT(holder_from),
	    .help = "institution that held the case before"),
	ROW(HOLDER, "to", LINE, .offset = AT(holder_to),
	    .help = "institution that holds it from now"),
	ROW(DATA, "hop", NUMBER, .offset = AT(hop),
	    .help = "1 + refusals, returns and expiries of the case so far"),
	ROW(DATA, "initiator", LINE, .offset = AT(initiator),
	    .help = "institution that caused it"),
	ROW(DATA, "kind", LISTED, .offset = AT(kind), .words = kinds,
	    .help = "kind of the handoff"),
	ROW(LOG, "epoch", NUMBER, .offset = AT(log_epoch),
	    .help = "1, and one more after each restore"),
	ROW(LOG, "root", BASE64, .offset = AT(log_root),
	    .help = "root of the last checkpoint known"),
	ROW(LOG, "size", NUMBER, .offset = AT(log_size),
	    .help = "entries known when the epoch began"),
	ROW(LOSS, "defaulted", NUMBER, .offset = AT(loss_defaulted),
	    .help = "members that the translation made up"),
	ROW(LOSS, "dropped", NUMBER, .offset = AT(loss_dropped),
	    .help = "members that the translation left out"),
	ROW(LOSS, "mapped", NUMBER, .offset = AT(loss_mapped),
	    .help = "members that the translation carried over"),
	ROW(MAP, "id", LINE, .offset = AT(map_id),
	    .help = "plugin that translated"),
	ROW(MAP, "settings", HEX, .offset = AT(map_settings),
	    .help = "digest of the plugin and all its options"),
	ROW(MAP, "sha256", HEX, .offset = AT(map_sha256),
	    .help = "digest of the mapping's file, where it has one"),
	ROW(MAP, "version", LINE, .offset = AT(map_version),
	    .help = "the plugin's version"),
	ROW(DATA, "observer", LINE, .offset = AT(observer),
	    .help = "node that wrote the entry"),
	ROW(DATA, "operator", LINE, .offset = AT(operator_id),
	    .help = "opaque number of the person who acted"),
	ROW(DATA, "outcome", LISTED, .offset = AT(outcome), .words = outcomes,
	    .help = "how it ended"),
	ROW(DATA, "parent", LINE, .offset = AT(parent),
	    .help = "handoff that this one succeeds"),
	PAYLOAD(PAYLOAD_IN, payload_in),
	PAYLOAD(PAYLOAD_OUT, payload_out),
	PAYLOAD(PAYLOAD_SENT, payload_sent),
	ROW(PEER, "index", NUMBER, .offset = AT(peer_index),
	    .help = "index of their entry in their log"),
	ROW(PEER, "leaf", BASE64, .offset = AT(peer_leaf),
	    .help = "leaf hash of their entry"),
	ROW(PEER, "origin", LINE, .offset = AT(peer_origin),
	    .help = "name of their log"),
	ROW(DATA, "reason", WORD, .offset = AT(reason),
	    .help = "code of the reason, never free text"),
	ROW(DATA, "route", LINE, .offset = AT(route),
	    .help = "routing rule that chose the target"),
	ROW(DATA, "rules", HEX, .offset = AT(rules),
	    .help = "digest of the rules in force"),
	ROW(DATA, "sender", LINE, .offset = AT(sender),
	    .help = "institution that makes the handoff, where it is not the "
		    "initiator"),
	ROW(STATE, "from", WORD, .offset = AT(state_from),
	    .help = "state before"),
	ROW(STATE, "to", WORD, .offset = AT(state_to),
	    .help = "state after"),
	ROW(DATA, "target", LINE, .offset = AT(target),
	    .help = "institution that it is for"),
	ROW(DATA, "test", FLAG, .offset = AT(test),
	    .help = "a trial case"),
	ROW(THEIR, "chan_seq", NUMBER, .offset = AT(their_chan_seq),
	    .help = "number that the sender's own hub gave the handoff"),
	ROW(THEIR, "handoff", LINE, .offset = AT(their_handoff),
	    .help = "id of the handoff in the sender's own hub"),
	ROW(TRANSPORT, "cert", HEX, .offset = AT(transport_cert),
	    .help = "digest of the TLS peer's certificate"),
	ROW(TRANSPORT, "http", NUMBER, .offset = AT(transport_http),
	    .help = "HTTP status"),
	ROW(TRANSPORT, "smtp", NUMBER, .offset = AT(transport_smtp),
	    .help = "SMTP reply code"),
	ROW(TRANSPORT, "soap", LINE, .offset = AT(transport_soap),
	    .help = "SOAP fault code"),
	ROW(ROOT, "id", UUID, .required = true, .offset = AT(id),
	    .help = "UUIDv7 of the entry"),
	ROW(ROOT, "source", LINE, .required = true, .offset = AT(source),
	    .help = "urn of the installation"),
	ROW(ROOT, "specversion", CONSTANT, .required = true, .words = version,
	    .help = "version of CloudEvents"),
	ROW(ROOT, "subject", LINE, .offset = AT(subject),
	    .help = "what it is about: case/<id>"),
	ROW(ROOT, "time", TIME, .required = true, .offset = AT(time_ms),
	    .help = "when it was written"),
	ROW(ROOT, "type", TYPE, .required = true, .offset = AT(type),
	    .help = "what happened"),
};
/* clang-format on */

static const char *const kind_names[CANON_KINDS] = {
	[CANON_CONSTANT] = "constant",
	[CANON_LINE] = "text",
	[CANON_WORD] = "word",
	[CANON_WORDS] = "words",
	[CANON_LISTED] = "choice",
	[CANON_TYPE] = "type",
	[CANON_UUID] = "uuid",
	[CANON_HEX] = "sha256",
	[CANON_BASE64] = "base64",
	[CANON_NUMBER] = "number",
	[CANON_BUCKET] = "bucket",
	[CANON_TIME] = "time",
	[CANON_FLAG] = "flag",
};

/* What people call a kind. */
const char *
canon_kind_name(enum canon_kind kind)
{
	return kind_names[kind];
}

_Static_assert(sizeof(rows) / sizeof(rows[0]) <= CANON_ROWS_MAX,
    "readers have room for every row");

/* Every member in the order of its writing. */
const struct canon_row *
canon_rows(size_t *ret_count)
{
	*ret_count = sizeof(rows) / sizeof(rows[0]);
	return rows;
}

/* An object within the entry. */
const struct canon_group_row *
canon_group(enum canon_group group)
{
	return &groups[group];
}
