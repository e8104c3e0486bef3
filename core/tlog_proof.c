/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tlog_proof.h"

/* A proof while it is made. */
struct making {
	const struct tlog_source *source;
	uint64_t size;
	struct tlog_proof proof;
};

/* Where a check stands: a node's number and the last one of its level. */
struct climb {
	uint64_t at, last;
};

/* The next hash of a proof. */
bool
tlog_proof_add(struct tlog_proof *proof, const struct tlog_hash *hash)
{
	if (proof->count >= TLOG_PROOF_MAX)
		return false;
	proof->hashes[proof->count++] = *hash;
	return true;
}

/* The root of the leaves from `first` to the end of the tree, where `first` is
 * a multiple of the subtrees that lie behind it. */
static bool
get_rest(const struct making *m, uint64_t first, struct tlog_hash *ret)
{
	unsigned from = tlog_ones(first), count = tlog_ones(m->size);
	struct tlog_hash root, left;

	if (!m->source->get(m->source->ctx, tlog_place(m->size, count - 1),
		&root))
		return false;
	for (unsigned i = count - 1; i > from; i--) {
		if (!m->source->get(m->source->ctx, tlog_place(m->size, i - 1),
			&left))
			return false;
		tlog_node(&left, &root, &root);
	}
	*ret = root;
	return true;
}

/* Adds the root of a subtree, full or as far as its leaves are there. */
static bool
emit(struct making *m, unsigned level, uint64_t index)
{
	struct tlog_place place = { level, index };
	struct tlog_hash hash;
	bool full = index < m->size >> level;

	if (full && !m->source->get(m->source->ctx, place, &hash))
		return false;
	if (!full && !get_rest(m, index << level, &hash))
		return false;
	return tlog_proof_add(&m->proof, &hash);
}

/* Adds the neighbours of all nodes on the way up from one of them. */
static bool
emit_path(struct making *m, unsigned level, uint64_t index)
{
	uint64_t last = (m->size - 1) >> level;

	for (; last > 0; index >>= 1, last >>= 1, level++) {
		if ((index & 1) != 0) {
			if (!emit(m, level, index - 1))
				return false;
		} else if (index < last) {
			if (!emit(m, level, index + 1))
				return false;
		}
	}
	return true;
}

/* The path from a leaf to the root. */
bool
tlog_prove_entry(const struct tlog_source *source, uint64_t index,
    uint64_t size, struct tlog_proof *ret)
{
	struct making m = { .source = source, .size = size };

	if (index >= size || size > TLOG_SIZE_MAX || !emit_path(&m, 0, index))
		return false;
	*ret = m.proof;
	return true;
}

/* The last full subtree of the old tree, and the path from it to the root. */
bool
tlog_prove_growth(const struct tlog_source *source, uint64_t old, uint64_t size,
    struct tlog_proof *ret)
{
	struct making m = { .source = source, .size = size };
	uint64_t index = old - 1;
	unsigned level = 0;

	if (old > size || size > TLOG_SIZE_MAX)
		return false;
	if (old == 0 || old == size) {
		ret->count = 0;
		return true;
	}
	for (; (index & 1) != 0; index >>= 1)
		level++;
	if (index != 0 && !emit(&m, level, index))
		return false;
	if (!emit_path(&m, level, index))
		return false;
	*ret = m.proof;
	return true;
}

/* Whether the next hash stands on the left; goes up past the levels where a
 * node on the right edge has no neighbour. */
static bool
from_left(struct climb *c)
{
	bool left = (c->at & 1) != 0 || c->at == c->last;

	while (left && (c->at & 1) == 0 && c->at != 0) {
		c->at >>= 1;
		c->last >>= 1;
	}
	c->at >>= 1;
	c->last >>= 1;
	return left;
}

/* Follows the path from the leaf and compares what it arrives at. */
bool
tlog_check_entry(const struct tlog_proof *proof, uint64_t index,
    const struct tlog_hash *leaf, const struct tlog_head *head)
{
	struct climb c = { index, head->size - 1 };
	struct tlog_hash r = *leaf;

	if (index >= head->size || proof->count > TLOG_PROOF_MAX)
		return false;
	for (size_t i = 0; i < proof->count; i++) {
		if (c.last == 0)
			return false;
		if (from_left(&c))
			tlog_node(&proof->hashes[i], &r, &r);
		else
			tlog_node(&r, &proof->hashes[i], &r);
	}
	return c.last == 0 && tlog_equal(&r, &head->root);
}

/* The check between two trees that differ and are not empty. */
static bool
check_path(const struct tlog_proof *proof, const struct tlog_head *old,
    const struct tlog_head *head)
{
	struct climb c = { old->size - 1, head->size - 1 };
	bool whole = (old->size & (old->size - 1)) == 0;
	struct tlog_hash was = whole ? old->root : proof->hashes[0], is = was;

	for (; (c.at & 1) != 0; c.at >>= 1)
		c.last >>= 1;
	for (size_t i = whole ? 0 : 1; i < proof->count; i++) {
		if (c.last == 0)
			return false;
		if (from_left(&c)) {
			tlog_node(&proof->hashes[i], &was, &was);
			tlog_node(&proof->hashes[i], &is, &is);
		} else {
			tlog_node(&is, &proof->hashes[i], &is);
		}
	}
	return c.last == 0 && tlog_equal(&was, &old->root) &&
	    tlog_equal(&is, &head->root);
}

/* Builds both roots out of the same hashes and compares them. */
bool
tlog_check_growth(const struct tlog_proof *proof, const struct tlog_head *old,
    const struct tlog_head *head)
{
	struct tlog_frontier none;
	struct tlog_hash empty;

	if (old->size > head->size || proof->count > TLOG_PROOF_MAX)
		return false;
	if (old->size == head->size)
		return proof->count == 0 && tlog_equal(&old->root, &head->root);
	if (old->size == 0) {
		tlog_init(&none);
		tlog_root(&none, &empty);
		return proof->count == 0 && tlog_equal(&old->root, &empty);
	}
	return proof->count > 0 && check_path(proof, old, head);
}
