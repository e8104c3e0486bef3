/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tlog.h - the Merkle tree of a transparency log (RFC 6962 section 2.1 with
 * SHA-256): its hashes, and its right edge, to which entries are appended.
 *
 * The edge, called frontier, holds the roots of the largest full subtrees that
 * the tree is made of, the leftmost and largest first: as many as its size has
 * one bits.  It is a value and may be copied.
 */
#ifndef TLOG_H
#define TLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "digest.h"

#define TLOG_LEVELS 64		/* subtrees of 2^0 to 2^63 leaves */
#define TLOG_SIZE_MAX INT64_MAX /* entries of a tree */
#define TLOG_HASH_TEXT_SIZE DIGEST_BASE64_SIZE

struct tlog_hash {
	uint8_t bytes[DIGEST_SIZE];
};

/* What a checkpoint says of a tree. */
struct tlog_head {
	uint64_t size;
	struct tlog_hash root;
};

/* A full subtree: number `index` of those of 2^level leaves. */
struct tlog_place {
	unsigned level;
	uint64_t index;
};

struct tlog_frontier {
	uint64_t size;
	unsigned count;
	struct tlog_hash hashes[TLOG_LEVELS]; /* the first `count` are set */
};

/* The hash of an entry's bytes, and of two subtrees side by side. */
void tlog_leaf(const void *entry, size_t len, struct tlog_hash *ret);
void tlog_node(const struct tlog_hash *left, const struct tlog_hash *right,
    struct tlog_hash *ret);
bool tlog_equal(const struct tlog_hash *a, const struct tlog_hash *b);

/* Base64, and back: exactly 32 bytes in strict base64, or false. */
void tlog_hash_text(const struct tlog_hash *hash,
    char buf[TLOG_HASH_TEXT_SIZE]);
bool tlog_hash_parse(const char *text, size_t len, struct tlog_hash *ret);

/* The tree without entries. */
void tlog_init(struct tlog_frontier *f);
/* The frontier that was stored with a size; false unless len is 32 bytes for
 * each one bit of a size that a tree may have. */
bool tlog_load(struct tlog_frontier *ret, uint64_t size, const void *hashes,
    size_t len);
/* Adds a leaf hash; false, and nothing changed, when the tree is full. */
bool tlog_append(struct tlog_frontier *f, const struct tlog_hash *leaf);
/* The same; ret_roots[i] becomes the root of the subtree of 2^(step*(i+1))
 * leaves that is full with this one, of each that is. */
bool tlog_append_roots(struct tlog_frontier *f, const struct tlog_hash *leaf,
    unsigned step, struct tlog_hash *ret_roots);
void tlog_root(const struct tlog_frontier *f, struct tlog_hash *ret);
/* Full subtree number i of a frontier of that size, as the hashes stand; i is
 * below the number of one bits. */
struct tlog_place tlog_place(uint64_t size, unsigned i);
/* How many full subtrees the tree of that size is made of. */
unsigned tlog_ones(uint64_t size);

#endif
