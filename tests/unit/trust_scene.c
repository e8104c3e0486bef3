/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "trust_scene.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tlog_rfc.h"

/* A signer out of a kind, a type and a number. */
static struct note_signer
signer_of(const char *kind, uint8_t type, unsigned number)
{
	uint8_t seed[ED25519_SEED_SIZE] = { type, (uint8_t)number };
	struct note_signer signer;
	char name[64];

	(void)snprintf(name, sizeof(name), "%s-%u.example", kind, number);
	assert_int_equal(note_signer_make(name, type, seed, &signer, NULL),
	    HUB_OK);
	return signer;
}

struct note_signer
trust_log(unsigned number)
{
	return signer_of("log", NOTE_ED25519, number);
}

struct note_signer
trust_witness(unsigned number)
{
	return signer_of("witness", NOTE_COSIGNATURE, number);
}

void
trust_text(struct hub_buf *ret, const char *text)
{
	struct note_signer signer;

	hub_buf_init(ret, POLICY_FILE_MAX);
	for (; *text != '\0'; text++) {
		if (*text != '%') {
			hub_buf_char(ret, *text);
			continue;
		}
		text++;
		signer = *text == 'L' ? trust_log(0)
				      : trust_witness((unsigned)(*text - '0'));
		note_key_write(&signer.key, ret);
	}
	assert_true(hub_buf_ok(ret));
}

struct policy *
trust_policy(const char *text)
{
	struct hub_error err = { "" };
	struct policy *policy;
	struct hub_buf buf;

	trust_text(&buf, text);
	if (policy_parse(note_span_of(hub_buf_str(&buf)), &policy, &err) !=
	    HUB_OK)
		fail_msg("%s: %s", text, err.text);
	hub_buf_release(&buf);
	return policy;
}

void
trust_many(struct hub_buf *ret, unsigned count)
{
	struct note_signer signer;

	hub_buf_init(ret, POLICY_FILE_MAX);
	for (unsigned i = 0; i < count; i++) {
		hub_buf_text(ret, "log ");
		signer = trust_log(i);
		note_key_write(&signer.key, ret);
		hub_buf_fmt(ret, "\nwitness w%u ", i);
		signer = trust_witness(i);
		note_key_write(&signer.key, ret);
		hub_buf_fmt(ret, "\ngroup g%u all w%u", i, i);
		if (i > 0)
			hub_buf_fmt(ret, " g%u", i - 1);
		hub_buf_char(ret, '\n');
	}
	hub_buf_text(ret, "quorum g0\n");
	assert_true(hub_buf_ok(ret));
}

void
trust_sign(struct hub_buf *ret, const char *signers)
{
	struct tlog_hash *leaves = rfc_decimal_leaves(TRUST_SIZE);
	struct tlog_head head = { .size = TRUST_SIZE };
	struct note_signer signer;
	struct note_span text;
	struct hub_buf body;
	uint64_t number;

	rfc_root(leaves, 0, TRUST_SIZE, &head.root);
	free(leaves);
	hub_buf_init(&body, NOTE_MAX);
	hub_buf_init(ret, NOTE_MAX);
	assert_int_equal(checkpoint_write(&body, "log-0.example", &head, NULL),
	    HUB_OK);
	text = note_span_of(hub_buf_str(&body));
	assert_int_equal(note_write(ret, text, NULL), HUB_OK);
	for (; *signers != '\0'; signers++) {
		number = *signers == 'L' ? 0 : (uint64_t)(*signers - '0');
		signer = *signers == 'L' ? trust_log(0)
					 : trust_witness((unsigned)number);
		assert_int_equal(note_sign(ret, text, &signer,
				     TRUST_TIME + number, NULL),
		    HUB_OK);
	}
	hub_buf_release(&body);
}

void
trust_parse(const struct hub_buf *bytes, struct note *ret)
{
	struct note_span span = { bytes->data, bytes->len };
	struct hub_error err = { "" };

	if (note_parse(span, ret, &err) != HUB_OK)
		fail_msg("%s", err.text);
}
