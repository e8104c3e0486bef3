/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tlog_receipt.h - a proof that stands alone (C2SP tlog-proof@v1): the number
 * of an entry, the path from it to the root, and the checkpoint with that
 * root.
 *
 * Whoever has the entry, the receipt and a policy needs nothing else.  Extra
 * data is signed by nobody.
 */
#ifndef TLOG_RECEIPT_H
#define TLOG_RECEIPT_H

#include "policy.h"
#include "tlog_proof.h"

/* Spans are borrowed from what it was read or is made from. */
struct tlog_receipt {
	struct note_span extra; /* base64, len 0: none */
	uint64_t index;
	struct tlog_proof proof;
	struct note_span checkpoint; /* the whole note */
};

/* HUB_MALFORMED says what is wrong with the bytes. */
enum hub_status tlog_receipt_parse(struct note_span bytes,
    struct tlog_receipt *ret, struct hub_error *err);
/* Appends its text. */
enum hub_status tlog_receipt_write(struct hub_buf *out,
    const struct tlog_receipt *receipt, struct hub_error *err);
/* Whether the policy takes the checkpoint, and the entry with that leaf hash
 * is in its tree; HUB_MALFORMED says why not. */
enum hub_status tlog_receipt_check(const struct tlog_receipt *receipt,
    const struct tlog_hash *leaf, const struct policy *policy,
    struct policy_verdict *ret, struct hub_error *err);

#endif
