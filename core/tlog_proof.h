/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tlog_proof.h - proofs about a tree of tlog.h: that an entry is in it, and
 * that a later tree still holds all of an earlier one (RFC 9162 sections
 * 2.1.3 and 2.1.4).
 *
 * Making one asks for full subtrees only, whoever keeps them; checking one
 * asks for nothing.  A proof has at most TLOG_PROOF_MAX hashes.
 */
#ifndef TLOG_PROOF_H
#define TLOG_PROOF_H

#include "tlog.h"

#define TLOG_PROOF_MAX 64

struct tlog_proof {
	size_t count;
	struct tlog_hash hashes[TLOG_PROOF_MAX];
};

/* Whoever can tell the root of a full subtree; get returns false when it
 * cannot, and the proof is not made. */
struct tlog_source {
	bool (*get)(void *ctx, struct tlog_place at, struct tlog_hash *ret);
	void *ctx;
};

/* That entry `index` is in the tree of that size; false when index is not
 * below size, or the source fails. */
bool tlog_prove_entry(const struct tlog_source *source, uint64_t index,
    uint64_t size, struct tlog_proof *ret);
/* That the tree of that size begins with that of `old` entries; empty when
 * old is 0 or size; false when old is above size, or the source fails. */
bool tlog_prove_growth(const struct tlog_source *source, uint64_t old,
    uint64_t size, struct tlog_proof *ret);

/* Whether the proof shows what tlog_prove_entry and _growth promise. */
bool tlog_check_entry(const struct tlog_proof *proof, uint64_t index,
    const struct tlog_hash *leaf, const struct tlog_head *head);
bool tlog_check_growth(const struct tlog_proof *proof,
    const struct tlog_head *old, const struct tlog_head *head);

/* Adds a hash; false when the proof is full. */
bool tlog_proof_add(struct tlog_proof *proof, const struct tlog_hash *hash);

#endif
