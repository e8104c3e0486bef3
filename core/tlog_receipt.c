/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tlog_receipt.h"

#define HEADLINE "c2sp.org/tlog-proof@v1"
#define EXTRA "extra "
#define INDEX "index "

/* Whether extra data is base64. */
static bool
is_extra(struct note_span extra)
{
	uint8_t bytes[3 * TLOG_RECEIPT_EXTRA_MAX / 4];

	return extra.len <= TLOG_RECEIPT_EXTRA_MAX &&
	    digest_unbase64(extra.at, extra.len, bytes) >= 0;
}

/* The lines up to the hashes. */
static enum hub_status
parse_head(struct note_span *rest, struct tlog_receipt *ret,
    struct hub_error *err)
{
	struct note_span line;

	if (!note_span_line(rest, &line) || !note_span_is(line, HEADLINE))
		return hub_fail(err, HUB_MALFORMED,
		    "the receipt does not begin with " HEADLINE);
	if (!note_span_line(rest, &line))
		line.len = 0;
	if (note_span_skip(&line, EXTRA)) {
		ret->extra = line;
		if (line.len == 0 || !is_extra(line))
			return hub_fail(err, HUB_MALFORMED,
			    "the receipt's extra data is not base64 of at most "
			    "%u characters",
			    TLOG_RECEIPT_EXTRA_MAX);
		if (!note_span_line(rest, &line))
			line.len = 0;
	}
	if (!note_span_skip(&line, INDEX) ||
	    !note_span_number(line, &ret->index))
		return hub_fail(err, HUB_MALFORMED,
		    "the receipt's index is not a decimal number below 2^63 "
		    "without leading zeros");
	return HUB_OK;
}

/* The hashes, up to the empty line. */
static enum hub_status
parse_proof(struct note_span *rest, struct tlog_proof *ret,
    struct hub_error *err)
{
	struct tlog_hash hash;
	struct note_span line;

	ret->count = 0;
	while (note_span_line(rest, &line)) {
		if (line.len == 0)
			return HUB_OK;
		if (!tlog_hash_parse(line.at, line.len, &hash))
			return hub_fail(err, HUB_MALFORMED,
			    "a line of the receipt's proof is not base64 of 32 "
			    "bytes");
		if (!tlog_proof_add(ret, &hash))
			return hub_fail(err, HUB_MALFORMED,
			    "the receipt's proof has more than %d hashes",
			    TLOG_PROOF_MAX);
	}
	return hub_fail(err, HUB_MALFORMED,
	    "the receipt has no empty line behind its proof");
}

enum hub_status
tlog_receipt_parse(struct note_span bytes, struct tlog_receipt *ret,
    struct hub_error *err)
{
	struct tlog_receipt receipt = { .extra = note_span_of("") };
	enum hub_status status;

	status = parse_head(&bytes, &receipt, err);
	if (status == HUB_OK)
		status = parse_proof(&bytes, &receipt.proof, err);
	if (status != HUB_OK)
		return status;
	if (bytes.len == 0)
		return hub_fail(err, HUB_MALFORMED,
		    "the receipt has no checkpoint");
	receipt.checkpoint = bytes;
	*ret = receipt;
	return HUB_OK;
}

enum hub_status
tlog_receipt_write(struct hub_buf *out, const struct tlog_receipt *receipt,
    struct hub_error *err)
{
	char text[TLOG_HASH_TEXT_SIZE];

	if (!is_extra(receipt->extra))
		return hub_fail(err, HUB_FAULT,
		    "a receipt's extra data is not base64");
	hub_buf_text(out, HEADLINE "\n");
	if (receipt->extra.len > 0) {
		hub_buf_text(out, EXTRA);
		hub_buf_add(out, receipt->extra.at, receipt->extra.len);
		hub_buf_char(out, '\n');
	}
	hub_buf_fmt(out, INDEX "%llu\n", (unsigned long long)receipt->index);
	for (size_t i = 0; i < receipt->proof.count; i++) {
		tlog_hash_text(&receipt->proof.hashes[i], text);
		hub_buf_text(out, text);
		hub_buf_char(out, '\n');
	}
	hub_buf_char(out, '\n');
	hub_buf_add(out, receipt->checkpoint.at, receipt->checkpoint.len);
	return hub_buf_ok(out)
	    ? HUB_OK
	    : hub_fail(err, HUB_FAULT, "no room for a receipt");
}

enum hub_status
tlog_receipt_check(const struct tlog_receipt *receipt,
    const struct tlog_hash *leaf, const struct policy *policy,
    struct policy_verdict *ret, struct hub_error *err)
{
	struct policy_verdict verdict;
	enum hub_status status;
	struct note note;

	status = note_parse(receipt->checkpoint, &note, err);
	if (status == HUB_OK)
		status = policy_check(policy, &note, &verdict, err);
	if (status != HUB_OK)
		return status;
	if (!tlog_check_entry(&receipt->proof, receipt->index, leaf,
		&verdict.checkpoint.head))
		return hub_fail(err, HUB_MALFORMED,
		    "the entry is not number %llu of the %llu of the "
		    "checkpoint",
		    (unsigned long long)receipt->index,
		    (unsigned long long)verdict.checkpoint.head.size);
	*ret = verdict;
	return HUB_OK;
}
