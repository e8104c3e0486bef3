/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "signer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include "seal_party.h"
#include "trust.h"

#define FROM INT64_C(1700000000)
#define UNTIL INT64_C(1900000000)

static const uint8_t digest[DIGEST_SIZE] = { 1, 2, 3 };

/* Whether a signature is that key's. */
static bool
fits(EVP_PKEY *key, const struct key_result *made)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	bool good = EVP_PKEY_verify_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_signature_md(ctx, EVP_sha256()) == 1 &&
	    EVP_PKEY_verify(ctx, made->bytes, made->len, digest,
		sizeof(digest)) == 1;

	EVP_PKEY_CTX_free(ctx);
	return good;
}

static void
a_digest_is_signed_with_the_key_given(void **state)
{
	(void)state;
	for (unsigned alg = SEAL_RS256; alg <= SEAL_ES256; alg++) {
		struct key_ask ask = { KEY_SIGN, digest, sizeof(digest), 0 };
		struct seal_party us;
		struct key_result made;
		struct signer *signer;

		seal_party_init(&us, alg, FROM, UNTIL);
		assert_int_equal(signer_alg(us.key_pem), alg);
		signer = signer_new(us.key_pem, SEAL_WSS);
		assert_int_equal(signer_do(signer, &ask, &made, NULL), HUB_OK);
		assert_true(fits(us.key, &made));
		made.bytes[made.len - 1] ^= 1;
		assert_false(fits(us.key, &made));
		signer_free(signer);
		seal_party_release(&us);
	}
}

/* What is encrypted for an RSA key; its length. */
static size_t
wrap(EVP_PKEY *key, const char *text, uint8_t out[KEY_ASK_MAX])
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	size_t len = KEY_ASK_MAX;

	assert_int_equal(EVP_PKEY_encrypt_init(ctx), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(ctx,
			     RSA_PKCS1_OAEP_PADDING),
	    1);
	assert_int_equal(EVP_PKEY_encrypt(ctx, out, &len, (const uint8_t *)text,
			     strlen(text)),
	    1);
	EVP_PKEY_CTX_free(ctx);
	return len;
}

static void
a_session_key_is_opened_and_another_is_not(void **state)
{
	uint8_t wrapped[KEY_ASK_MAX];
	struct key_ask ask = { KEY_UNWRAP, wrapped, 0, 0 };
	struct seal_party us, them;
	struct hub_error err;
	struct key_result made;
	struct signer *signer;

	(void)state;
	seal_party_init(&us, SEAL_RS256, FROM, UNTIL);
	seal_party_init(&them, SEAL_RS256, FROM, UNTIL);
	signer = signer_new(us.key_pem, SEAL_SMIME);
	ask.len = wrap(us.key, "kunci sesi", wrapped);
	assert_int_equal(signer_do(signer, &ask, &made, NULL), HUB_OK);
	assert_int_equal(made.len, strlen("kunci sesi"));
	assert_memory_equal(made.bytes, "kunci sesi", made.len);
	ask.len = wrap(them.key, "kunci sesi", wrapped);
	assert_int_equal(signer_do(signer, &ask, &made, &err), HUB_MALFORMED);
	assert_string_equal(err.text,
	    "it is not encrypted for our certificate");
	signer_free(signer);
	seal_party_release(&us);
	seal_party_release(&them);
}

/* A question about the point of somebody's key: so many bytes, with "lain" as
 * what else goes into them. */
static size_t
ask_about(const EVP_PKEY *key, uint8_t wanted, uint8_t out[KEY_ASK_MAX])
{
	size_t len;

	assert_int_equal(EVP_PKEY_get_octet_string_param(key,
			     OSSL_PKEY_PARAM_PUB_KEY, out + 2, KEY_ASK_MAX - 6,
			     &len),
	    1);
	out[0] = wanted;
	out[1] = (uint8_t)len;
	memcpy(out + 2 + len, "lain", 4);
	return 2 + len + 4;
}

/* What two keys on a curve agree on, each asked about the other. */
static void
both_sides_agree_on_one_key(void **state)
{
	uint8_t asked[KEY_ASK_MAX];
	struct key_ask ask = { KEY_AGREE, asked, 0, KEY_KDF_SHA256 };
	struct seal_party us, them;
	struct key_result made, theirs;
	struct signer *signer, *other;

	(void)state;
	seal_party_init(&us, SEAL_ES256, FROM, UNTIL);
	seal_party_init(&them, SEAL_ES256, FROM, UNTIL);
	signer = signer_new(us.key_pem, SEAL_SMIME);
	other = signer_new(them.key_pem, SEAL_SMIME);
	ask.len = ask_about(them.key, 32, asked);
	assert_int_equal(signer_do(signer, &ask, &made, NULL), HUB_OK);
	ask.len = ask_about(us.key, 32, asked);
	assert_int_equal(signer_do(other, &ask, &theirs, NULL), HUB_OK);
	assert_int_equal(made.len, 32);
	assert_memory_equal(made.bytes, theirs.bytes, 32);
	asked[ask.len - 1] ^= 1;
	assert_int_equal(signer_do(other, &ask, &theirs, NULL), HUB_OK);
	assert_memory_not_equal(made.bytes, theirs.bytes, 32);
	signer_free(signer);
	signer_free(other);
	seal_party_release(&us);
	seal_party_release(&them);
}

/* Not on the curve, at infinity, cut off, or of another length. */
static void
no_key_agrees_with_what_is_no_point(void **state)
{
	static const struct {
		size_t at, len; /* 0: all */
		uint8_t byte;
	} rows[] = { { 0, 0, 15 }, { 0, 0, 33 }, { 1, 0, 0 }, { 1, 0, 64 },
		{ 1, 0, 255 }, { 2, 0, 5 }, { 40, 0, 0 }, { 0, 1, 32 },
		{ 0, 2, 32 }, { 0, 40, 32 } };
	uint8_t asked[KEY_ASK_MAX];
	struct key_ask ask = { KEY_AGREE, asked, 0, KEY_KDF_SHA256 };
	struct seal_party us;
	struct key_result made;
	struct signer *signer, *wire;
	size_t len;

	(void)state;
	seal_party_init(&us, SEAL_ES256, FROM, UNTIL);
	signer = signer_new(us.key_pem, SEAL_SMIME);
	wire = signer_new(us.key_pem, SEAL_WSS);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		len = ask_about(us.key, 32, asked);
		asked[rows[i].at] = rows[i].byte;
		ask.len = rows[i].len != 0 ? rows[i].len : len;
		assert_int_equal(signer_do(signer, &ask, &made, NULL),
		    HUB_MALFORMED);
	}
	ask.len = ask_about(us.key, 32, asked);
	assert_int_equal(signer_do(wire, &ask, &made, NULL), HUB_FAULT);
	ask.padding = KEY_PKCS1;
	assert_int_equal(signer_do(signer, &ask, &made, NULL), HUB_MALFORMED);
	signer_free(signer);
	signer_free(wire);
	seal_party_release(&us);
}

static void
nobody_learns_whether_a_padding_was_good(void **state)
{
	uint8_t wrapped[KEY_ASK_MAX];
	struct key_ask ask = { KEY_UNWRAP, wrapped, 0, KEY_PKCS1 };
	struct key_result made, again;
	struct seal_party us;
	struct signer *signer;

	(void)state;
	seal_party_init(&us, SEAL_RS256, FROM, UNTIL);
	signer = signer_new(us.key_pem, SEAL_SMIME);
	ask.len = wrap(us.key, "kunci sesi", wrapped);
	assert_int_equal(signer_do(signer, &ask, &made, NULL), HUB_OK);
	assert_int_equal(made.len, 32);
	assert_int_equal(signer_do(signer, &ask, &again, NULL), HUB_OK);
	assert_memory_not_equal(made.bytes, again.bytes, made.len);
	signer_free(signer);
	seal_party_release(&us);
}

static void
a_key_of_letters_signs_nothing_and_another_opens_nothing(void **state)
{
	struct key_ask sign = { KEY_SIGN, digest, sizeof(digest), 0 };
	struct key_ask open = { KEY_UNWRAP, digest, sizeof(digest), KEY_PKCS1 };
	struct key_result made;
	struct seal_party us;
	struct signer *letters, *wires;

	(void)state;
	seal_party_init(&us, SEAL_RS256, FROM, UNTIL);
	letters = signer_new(us.key_pem, SEAL_SMIME);
	wires = signer_new(us.key_pem, SEAL_WSS);
	assert_int_equal(signer_do(letters, &sign, &made, NULL), HUB_FAULT);
	assert_int_equal(signer_do(wires, &open, &made, NULL), HUB_FAULT);
	signer_free(letters);
	signer_free(wires);
	seal_party_release(&us);
}

static void
what_a_key_cannot_do_is_refused(void **state)
{
	struct key_ask odd[] = {
		{ KEY_SIGN, digest, 0, 0 },
		{ KEY_SIGN, digest, DIGEST_SIZE - 1, 0 },
		{ KEY_UNWRAP, digest, DIGEST_SIZE, 0 },
		{ KEY_LAST + 1, digest, DIGEST_SIZE, 0 },
	};
	struct signer *nobody = signer_new("", SEAL_NONE);
	struct seal_party us;
	struct key_result made;
	struct signer *signer;

	(void)state;
	seal_party_init(&us, SEAL_ES256, FROM, UNTIL);
	signer = signer_new(us.key_pem, SEAL_WSS);
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		assert_int_equal(signer_do(signer, &odd[i], &made, NULL),
		    HUB_FAULT);
		assert_int_equal(signer_do(nobody, &odd[i], &made, NULL),
		    HUB_MISCONFIGURED);
	}
	assert_null(signer_new("no key", SEAL_WSS));
	assert_null(signer_new(us.cert_pem, SEAL_WSS));
	assert_int_equal(signer_alg("-----BEGIN PRIVATE KEY-----\n"),
	    SEAL_NO_KEY);
	signer_free(signer);
	signer_free(nobody);
	seal_party_release(&us);
}

static void
exactly_the_certificates_given_are_believed(void **state)
{
	struct seal_party one, other, stranger;
	struct trust trust, single;
	struct arena arena;
	char pem[8192];

	(void)state;
	seal_party_init(&one, SEAL_RS256, FROM, UNTIL);
	seal_party_init(&other, SEAL_ES256, FROM, UNTIL);
	seal_party_init(&stranger, SEAL_ES256, FROM, UNTIL);
	arena_init(&arena, 65536);
	(void)snprintf(pem, sizeof(pem), "%s%s", one.cert_pem, other.cert_pem);
	assert_true(trust_read(&trust, pem, &arena));
	assert_int_equal(trust.count, 2);
	assert_true(trust_believes(&trust, trust.prints[0]));
	assert_true(trust_believes(&trust, trust.prints[1]));
	assert_true(trust_read(&single, stranger.cert_pem, &arena));
	assert_false(trust_believes(&trust, single.prints[0]));
	assert_false(trust_read(&single, "", &arena));
	assert_false(trust_read(&single, one.key_pem, &arena));
	(void)snprintf(pem, sizeof(pem), "%.100s", one.cert_pem);
	assert_false(trust_read(&single, pem, &arena));
	assert_true(trust_is_key_of(one.key_pem, one.cert_pem));
	assert_false(trust_is_key_of(one.key_pem, other.cert_pem));
	arena_release(&arena);
	seal_party_release(&one);
	seal_party_release(&other);
	seal_party_release(&stranger);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_digest_is_signed_with_the_key_given),
		cmocka_unit_test(a_session_key_is_opened_and_another_is_not),
		cmocka_unit_test(both_sides_agree_on_one_key),
		cmocka_unit_test(no_key_agrees_with_what_is_no_point),
		cmocka_unit_test(nobody_learns_whether_a_padding_was_good),
		cmocka_unit_test(
		    a_key_of_letters_signs_nothing_and_another_opens_nothing),
		cmocka_unit_test(what_a_key_cannot_do_is_refused),
		cmocka_unit_test(exactly_the_certificates_given_are_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
