/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tlog.h"

/* What is hashed begins with its kind, so that no node passes for an entry. */
#define LEAF_PREFIX 0x00
#define NODE_PREFIX 0x01

/* SHA-256(0x00 || entry). */
void
tlog_leaf(const void *entry, size_t len, struct tlog_hash *ret)
{
	static const uint8_t prefix = LEAF_PREFIX;
	const struct digest_part parts[] = { { &prefix, sizeof(prefix) },
		{ entry, len } };

	digest_sha256_parts(parts, 2, ret->bytes);
}

/* SHA-256(0x01 || left || right). */
void
tlog_node(const struct tlog_hash *left, const struct tlog_hash *right,
    struct tlog_hash *ret)
{
	uint8_t bytes[1 + 2 * DIGEST_SIZE];

	bytes[0] = NODE_PREFIX;
	memcpy(bytes + 1, left->bytes, DIGEST_SIZE);
	memcpy(bytes + 1 + DIGEST_SIZE, right->bytes, DIGEST_SIZE);
	digest_sha256(bytes, sizeof(bytes), ret->bytes);
}

/* Whether two hashes are the same; they are public. */
bool
tlog_equal(const struct tlog_hash *a, const struct tlog_hash *b)
{
	return memcmp(a->bytes, b->bytes, DIGEST_SIZE) == 0;
}

/* A hash as notes and proofs write it. */
void
tlog_hash_text(const struct tlog_hash *hash, char buf[TLOG_HASH_TEXT_SIZE])
{
	digest_base64(hash->bytes, DIGEST_SIZE, buf);
}

/* A hash as notes and proofs write it, read. */
bool
tlog_hash_parse(const char *text, size_t len, struct tlog_hash *ret)
{
	uint8_t bytes[3 * ((TLOG_HASH_TEXT_SIZE - 1) / 4)];

	if (len != TLOG_HASH_TEXT_SIZE - 1 ||
	    digest_unbase64(text, len, bytes) != DIGEST_SIZE)
		return false;
	memcpy(ret->bytes, bytes, DIGEST_SIZE);
	return true;
}

/* A tree of no entries. */
void
tlog_init(struct tlog_frontier *f)
{
	f->size = 0;
	f->count = 0;
}

/* One bits of a size. */
unsigned
tlog_ones(uint64_t size)
{
	return (unsigned)__builtin_popcountll(size);
}

/* A frontier out of its stored hashes. */
bool
tlog_load(struct tlog_frontier *ret, uint64_t size, const void *hashes,
    size_t len)
{
	if (size > TLOG_SIZE_MAX ||
	    len != tlog_ones(size) * sizeof(struct tlog_hash))
		return false;
	ret->size = size;
	ret->count = tlog_ones(size);
	if (len > 0)
		memcpy(ret->hashes, hashes, len);
	return true;
}

/* Pushes the leaf; two subtrees of one height become one of the next. */
bool
tlog_append_roots(struct tlog_frontier *f, const struct tlog_hash *leaf,
    unsigned step, struct tlog_hash *ret_roots)
{
	struct tlog_hash joined;
	unsigned height = 0;

	if (f->size >= TLOG_SIZE_MAX)
		return false;
	f->hashes[f->count++] = *leaf;
	for (uint64_t i = f->size; (i & 1) != 0; i >>= 1) {
		tlog_node(&f->hashes[f->count - 2], &f->hashes[f->count - 1],
		    &joined);
		f->hashes[--f->count - 1] = joined;
		if (++height % step == 0)
			ret_roots[height / step - 1] = joined;
	}
	f->size++;
	return true;
}

/* Adds a leaf for those who want the tree only. */
bool
tlog_append(struct tlog_frontier *f, const struct tlog_hash *leaf)
{
	return tlog_append_roots(f, leaf, TLOG_LEVELS, NULL);
}

/* The root of the tree, folded from the right. */
void
tlog_root(const struct tlog_frontier *f, struct tlog_hash *ret)
{
	struct tlog_hash root;

	if (f->count == 0) {
		digest_sha256("", 0, ret->bytes);
		return;
	}
	root = f->hashes[f->count - 1];
	for (unsigned i = f->count - 1; i > 0; i--)
		tlog_node(&f->hashes[i - 1], &root, &root);
	*ret = root;
}

/* Where the i-th largest subtree of a tree stands. */
struct tlog_place
tlog_place(uint64_t size, unsigned i)
{
	struct tlog_place place = { TLOG_LEVELS, 0 };
	uint64_t rest = size;

	for (unsigned n = 0; n <= i && rest != 0; n++) {
		place.level = 63 - (unsigned)__builtin_clzll(rest);
		rest &= ~(UINT64_C(1) << place.level);
	}
	place.index = (size >> place.level) - 1;
	return place;
}
