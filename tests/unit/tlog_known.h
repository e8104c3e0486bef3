/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tlog_known.h - known answers of the Merkle tree: those that the authors of
 * Certificate Transparency publish, and roots of trees whose leaf i is the
 * number i in decimal, on which two other programs agree.
 */
#ifndef TLOG_KNOWN_H
#define TLOG_KNOWN_H

#include <stddef.h>
#include <stdint.h>

#define RFC6962_LEAVES 8

struct tlog_known_leaf {
	const char *bytes;
	size_t len;
	const char *hash; /* of the leaf */
};

struct tlog_known_root {
	uint64_t size;
	const char *root; /* NULL behind the last one */
};

extern const struct tlog_known_leaf rfc6962_leaves[RFC6962_LEAVES];
/* Of the first 0, 1, 2... leaves. */
extern const char *const rfc6962_roots[RFC6962_LEAVES + 1];
extern const struct tlog_known_root decimal_roots[];

#endif
