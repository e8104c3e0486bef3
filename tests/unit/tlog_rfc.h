/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tlog_rfc.h - the Merkle tree as RFC 6962 section 2.1 defines it, recursive
 * and slow: what core/tlog.h is held against.
 *
 * Leaves are given as bytes, 32 a leaf hash; ranges as [from, to).
 */
#ifndef TLOG_RFC_H
#define TLOG_RFC_H

#include "tlog_proof.h"

/* MTH(D[from:to]). */
void rfc_root(const struct tlog_hash *leaves, size_t from, size_t to,
    struct tlog_hash *ret);
/* PATH(m, D[0:n]), and PROOF(m, D[0:n]) for 0 < m < n. */
void rfc_path(const struct tlog_hash *leaves, size_t m, size_t n,
    struct tlog_proof *ret);
void rfc_growth(const struct tlog_hash *leaves, size_t m, size_t n,
    struct tlog_proof *ret);

/* Leaf hashes of entries whose bytes are the numbers 0, 1, 2... in decimal;
 * freed by the caller. */
struct tlog_hash *rfc_decimal_leaves(size_t count);

/* A source of full subtrees over leaves, which are all that it has. */
struct rfc_source {
	const struct tlog_hash *leaves;
	size_t count;
	bool failing; /* answers nothing */
};
bool rfc_get(void *ctx, struct tlog_place at, struct tlog_hash *ret);

#endif
