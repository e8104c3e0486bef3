/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tlog_rfc.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* The largest power of two below n, n > 1. */
static size_t
split(size_t n)
{
	size_t k = 1;

	while (2 * k < n)
		k *= 2;
	return k;
}

void
rfc_root(const struct tlog_hash *leaves, size_t from, size_t to,
    struct tlog_hash *ret)
{
	uint8_t bytes[65] = { 1 };
	struct tlog_hash part;
	size_t k;

	if (from == to) {
		digest_sha256("", 0, ret->bytes);
		return;
	}
	if (to - from == 1) {
		*ret = leaves[from];
		return;
	}
	k = from + split(to - from);
	rfc_root(leaves, from, k, &part);
	memcpy(bytes + 1, part.bytes, 32);
	rfc_root(leaves, k, to, &part);
	memcpy(bytes + 33, part.bytes, 32);
	digest_sha256(bytes, sizeof(bytes), ret->bytes);
}

/* Adds MTH(D[from:to]) to a proof. */
static void
add(const struct tlog_hash *leaves, size_t from, size_t to,
    struct tlog_proof *proof)
{
	assert_true(proof->count < TLOG_PROOF_MAX);
	rfc_root(leaves, from, to, &proof->hashes[proof->count++]);
}

/* PATH(m, D[from:to]), m counted from `from`. */
static void
path(const struct tlog_hash *leaves, size_t m, size_t from, size_t to,
    struct tlog_proof *ret)
{
	size_t k;

	if (to - from <= 1)
		return;
	k = split(to - from);
	if (m < k) {
		path(leaves, m, from, from + k, ret);
		add(leaves, from + k, to, ret);
	} else {
		path(leaves, m - k, from + k, to, ret);
		add(leaves, from, from + k, ret);
	}
}

void
rfc_path(const struct tlog_hash *leaves, size_t m, size_t n,
    struct tlog_proof *ret)
{
	ret->count = 0;
	path(leaves, m, 0, n, ret);
}

/* SUBPROOF(m, D[from:to], b); b: the old tree is known to who checks. */
static void
subproof(const struct tlog_hash *leaves, size_t m, size_t range[2], bool b,
    struct tlog_proof *ret)
{
	size_t n = range[1] - range[0], k = n > 1 ? range[0] + split(n) : 0;
	size_t left[2] = { range[0], k }, right[2] = { k, range[1] };

	if (m == n) {
		if (!b)
			add(leaves, range[0], range[1], ret);
	} else if (m <= k - range[0]) {
		subproof(leaves, m, left, b, ret);
		add(leaves, k, range[1], ret);
	} else {
		subproof(leaves, m - (k - range[0]), right, false, ret);
		add(leaves, range[0], k, ret);
	}
}

void
rfc_growth(const struct tlog_hash *leaves, size_t m, size_t n,
    struct tlog_proof *ret)
{
	size_t range[2] = { 0, n };

	ret->count = 0;
	subproof(leaves, m, range, true, ret);
}

struct tlog_hash *
rfc_decimal_leaves(size_t count)
{
	struct tlog_hash *leaves = calloc(count + 1, sizeof(*leaves));
	char text[24];

	assert_non_null(leaves);
	for (size_t i = 0; i < count; i++) {
		text[0] = '\0';
		digest_sha256(text,
		    1 + (size_t)snprintf(text + 1, 23, "%zu", i),
		    leaves[i].bytes);
	}
	return leaves;
}

bool
rfc_get(void *ctx, struct tlog_place at, struct tlog_hash *ret)
{
	const struct rfc_source *source = ctx;
	size_t from = (size_t)at.index << at.level;
	size_t to = from + ((size_t)1 << at.level);

	if (to > source->count)
		fail_msg("asked for leaves up to %zu of %zu", to,
		    source->count);
	if (source->failing)
		return false;
	rfc_root(source->leaves, from, to, ret);
	return true;
}
