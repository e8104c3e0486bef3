/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tlog_receipt.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tlog_rfc.h"
#include "trust_scene.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))
#define HEAD "c2sp.org/tlog-proof@v1\n"
#define HASH "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
#define POLICY "log %L\nwitness w %0\nquorum w\n"
#define ENTRY 123

/* The receipt of an entry of the scene's tree, by log and witness. */
static void
make(struct hub_buf *ret, const char *extra, const char *signers)
{
	struct tlog_hash *leaves = rfc_decimal_leaves(TRUST_SIZE);
	struct rfc_source all = { leaves, TRUST_SIZE, false };
	struct tlog_source source = { rfc_get, &all };
	struct tlog_receipt receipt = { .index = ENTRY };
	struct hub_buf note;

	trust_sign(&note, signers);
	receipt.extra = note_span_of(extra);
	receipt.checkpoint = note_span_of(hub_buf_str(&note));
	assert_true(
	    tlog_prove_entry(&source, ENTRY, TRUST_SIZE, &receipt.proof));
	hub_buf_init(ret, NOTE_MAX);
	assert_int_equal(tlog_receipt_write(ret, &receipt, NULL), HUB_OK);
	hub_buf_release(&note);
	free(leaves);
}

/* Whether bytes are a receipt of that entry under a policy. */
static enum hub_status
judge(const char *bytes, const char *entry, const struct policy *policy,
    struct hub_error *err)
{
	struct policy_verdict verdict;
	struct tlog_receipt receipt;
	struct tlog_hash leaf;
	enum hub_status status;

	tlog_leaf(entry, strlen(entry), &leaf);
	status = tlog_receipt_parse(note_span_of(bytes), &receipt, err);
	if (status == HUB_OK)
		status = tlog_receipt_check(&receipt, &leaf, policy, &verdict,
		    err);
	return status;
}

static void
a_receipt_alone_proves_its_entry(void **state)
{
	struct policy *policy = trust_policy(POLICY);
	struct hub_error err = { "" };
	struct tlog_receipt receipt;
	struct hub_buf bytes;

	(void)state;
	make(&bytes, "", "L0");
	assert_int_equal(judge(hub_buf_str(&bytes), "123", policy, &err),
	    HUB_OK);
	assert_int_equal(judge(hub_buf_str(&bytes), "124", policy, &err),
	    HUB_MALFORMED);
	assert_string_equal(err.text,
	    "the entry is not number 123 of the 300 of the checkpoint");
	hub_buf_release(&bytes);
	make(&bytes, "Zm9v", "L0");
	assert_int_equal(judge(hub_buf_str(&bytes), "123", policy, &err),
	    HUB_OK);
	assert_int_equal(tlog_receipt_parse(note_span_of(hub_buf_str(&bytes)),
			     &receipt, NULL),
	    HUB_OK);
	assert_true(note_span_is(receipt.extra, "Zm9v"));
	hub_buf_release(&bytes);
	make(&bytes, "", "L1");
	assert_int_equal(judge(hub_buf_str(&bytes), "123", policy, &err),
	    HUB_MALFORMED);
	hub_buf_release(&bytes);
	policy_free(policy);
}

static void
a_receipt_with_any_bit_changed_is_refused(void **state)
{
	struct policy *policy = trust_policy(POLICY);
	struct hub_buf bytes;

	(void)state;
	make(&bytes, "", "L0");
	for (size_t bit = 0; bit < 8 * bytes.len; bit++) {
		bytes.data[bit / 8] ^= (char)(1 << bit % 8);
		if (judge(bytes.data, "123", policy, NULL) == HUB_OK)
			fail_msg("bit %zu may change in\n%s", bit, bytes.data);
		bytes.data[bit / 8] ^= (char)(1 << bit % 8);
	}
	assert_int_equal(judge(bytes.data, "123", policy, NULL), HUB_OK);
	hub_buf_release(&bytes);
	policy_free(policy);
}

static const struct {
	const char *text, *sentence; /* "": it is one */
} rows[] = {
	{ HEAD "index 0\n\nx", "" },
	{ HEAD "extra Zg==\nindex 5\n" HASH HASH "\nx", "" },
	{ "", "begin" },
	{ "c2sp.org/tlog-proof@v2\nindex 0\n\nx", "begin" },
	{ HEAD, "index" },
	{ HEAD "index\n\nx", "index" },
	{ HEAD "index 01\n\nx", "index" },
	{ HEAD "index -1\n\nx", "index" },
	{ HEAD "index 1 \n\nx", "index" },
	{ HEAD "index 9223372036854775808\n\nx", "index" },
	{ HEAD "extra \nindex 0\n\nx", "extra" },
	{ HEAD "extra Zg\nindex 0\n\nx", "extra" },
	{ HEAD "extra Zg==", "index" },
	{ HEAD "extra Zg==\nextra Zg==\nindex 0\n\nx", "index" },
	{ HEAD "index 0\nindex 0\n\nx", "32 bytes" },
	{ HEAD "index 0\nZg==\n\nx", "32 bytes" },
	{ HEAD "index 0\n" HASH, "empty line" },
	{ HEAD "index 0\n", "empty line" },
	{ HEAD "index 0\n\n", "no checkpoint" },
};

static void
what_is_no_receipt_is_refused_in_words(void **state)
{
	struct tlog_receipt receipt;
	enum hub_status status;
	struct hub_error err;
	bool good;

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		err.text[0] = '\0';
		good = rows[i].sentence[0] == '\0';
		status = tlog_receipt_parse(note_span_of(rows[i].text),
		    &receipt, &err);
		if (status != (good ? HUB_OK : HUB_MALFORMED) ||
		    strstr(err.text, rows[i].sentence) == NULL)
			fail_msg("\"%s\": got \"%s\", want \"%s\"",
			    rows[i].text, err.text, rows[i].sentence);
	}
}

static void
a_receipt_has_64_hashes_at_most(void **state)
{
	struct tlog_receipt receipt;
	struct hub_buf bytes;

	(void)state;
	for (unsigned count = 64; count <= 65; count++) {
		hub_buf_init(&bytes, NOTE_MAX);
		hub_buf_text(&bytes, HEAD "index 0\n");
		for (unsigned i = 0; i < count; i++)
			hub_buf_text(&bytes, HASH);
		hub_buf_text(&bytes, "\nx");
		assert_int_equal(tlog_receipt_parse(note_span_of(
							hub_buf_str(&bytes)),
				     &receipt, NULL),
		    count == 64 ? HUB_OK : HUB_MALFORMED);
		hub_buf_release(&bytes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_receipt_alone_proves_its_entry),
		cmocka_unit_test(a_receipt_with_any_bit_changed_is_refused),
		cmocka_unit_test(what_is_no_receipt_is_refused_in_words),
		cmocka_unit_test(a_receipt_has_64_hashes_at_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
