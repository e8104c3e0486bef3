/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "fuzz_seed.h"
#include "tlog_bundle.h"
#include "tlog_receipt.h"

#define HEAD "c2sp.org/tlog-proof@v1\n"
#define HASH "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"

const char *const fuzz_seeds[] = {
	HEAD "index 0\n\nx",
	HEAD "extra Zg==\nindex 73894\n" HASH HASH HASH "\no\n1\n" HASH,
	HEAD "index 9223372036854775807\n\n\n",
	"\x01\x01",
	NULL,
};

/* What is read is written again as it was, and proves nothing by chance. */
static void
look(struct note_span bytes, const struct tlog_receipt *receipt)
{
	struct tlog_head head = { receipt->index + 1, { { 0 } } };
	struct tlog_hash leaf = { { 0 } };
	struct hub_buf out;

	hub_buf_init(&out, NOTE_MAX);
	fuzz_must(tlog_receipt_write(&out, receipt, NULL) == HUB_OK, "a text");
	fuzz_must(out.len == bytes.len &&
		memcmp(out.data, bytes.at, bytes.len) == 0,
	    "one text");
	hub_buf_release(&out);
	fuzz_must(receipt->proof.count <= TLOG_PROOF_MAX, "a bounded proof");
	if (head.size > 1)
		fuzz_must(!tlog_check_entry(&receipt->proof, receipt->index,
			      &leaf, &head),
		    "no entry");
}

/* Entries of a bundle lie within it and add up. */
static void
read_bundle(struct note_span rest)
{
	size_t all = rest.len, taken = 0;
	struct note_span entry;

	while (tlog_bundle_take(&rest, &entry))
		taken += 2 + entry.len;
	fuzz_must(taken + rest.len == all, "nothing is lost");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct note_span span = { (const char *)bytes, len };
	struct tlog_receipt receipt;

	read_bundle(span);
	if (tlog_receipt_parse(span, &receipt, NULL) == HUB_OK)
		look(span, &receipt);
	return 0;
}
