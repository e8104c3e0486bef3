/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "digest.h"
#include "request.h"
#include "webhook.h"

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

/* The published example of Standard Webhooks. */
#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define ID "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define STAMP "1614265330"
#define NOW 1614265330
#define BODY "{\"test\": 2432232314}"
#define GOOD "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
/* The same message signed with another secret. */
#define OTHER "v1,woH/1mJtZGSMCmpFTxRYbStS24eLLD/oXIYr4PYyZ7g="

/* HMAC-SHA256 of {"a":1} and a newline under `kunci rahasia`, by Python. */
#define PLAIN_SECRET "kunci rahasia"
#define PLAIN_BODY "{\"a\":1}\n"
#define PLAIN_HEX \
	"43ca461a45875aaa1327e708231f18a5" \
	"c44f901bea3a56eaf73b0aba53bb753e"
#define PLAIN_BASE64 "Q8pGGkWHWqoTJ+cIIx8YpcRPkBvqOlbq9zsKulO7dT4="

/* One message and what is expected of it. */
struct row {
	const char *id, *stamp, *signature;
	enum webhook_verdict verdict;
};

/* An institution that proves itself in one way. */
static struct conf_institution
institution(enum conf_auth kind, const char *secret)
{
	return (struct conf_institution){ .tls_client = "",
		.in = { .kind = kind,
		    .user = "",
		    .header = "",
		    .secret = secret,
		    .tolerance = 300 } };
}

/* A header more, unless it is NULL. */
static void
add(struct hub_headers *headers, const char *name, const char *value)
{
	if (value != NULL)
		headers->rows[headers->count++] = (struct request_field){ name,
			value };
}

/* A message with these headers and body at the example's time. */
static struct webhook_message
message(const struct hub_headers *headers, const char *body)
{
	return (struct webhook_message){ .headers = headers,
		.query = "",
		.body = body,
		.body_len = strlen(body),
		.now = NOW };
}

/* Got and want by their names; no sentence holds the secret. */
static void
expect(const struct webhook_proof *proof, enum webhook_verdict want,
    const char *secret, const char *what)
{
	if (proof->verdict != want)
		fail_msg("%s: got %s (%s), want %s", what,
		    webhook_verdict_name(proof->verdict), proof->text,
		    webhook_verdict_name(want));
	if (want == WEBHOOK_GENUINE)
		assert_string_equal(proof->text, "");
	else
		assert_string_not_equal(proof->text, "");
	if (secret[0] != '\0')
		assert_null(strstr(proof->text, secret));
}

static void
a_standard_webhook_is_proved_or_told_why_not(void **state)
{
	static const char long_id[] =
	    "msg_89012345678901234567890123456789012345678901234567890123456789"
	    "012345678901234567890123456789012345678901234567890123456789012";
	static const struct row rows[] = {
		{ ID, STAMP, GOOD, WEBHOOK_GENUINE },
		{ ID, STAMP, OTHER " " GOOD, WEBHOOK_GENUINE },
		{ ID, STAMP, "v1a,AAAA  " GOOD " v2,x", WEBHOOK_GENUINE },
		{ ID, STAMP, OTHER, WEBHOOK_WRONG },
		{ "msg_2", STAMP, GOOD, WEBHOOK_WRONG },
		{ ID, "1614265331", GOOD, WEBHOOK_WRONG },
		{ NULL, STAMP, GOOD, WEBHOOK_MISSING },
		{ ID, NULL, GOOD, WEBHOOK_MISSING },
		{ ID, STAMP, NULL, WEBHOOK_MISSING },
		{ ID, STAMP, "", WEBHOOK_MISSING },
		{ ID, STAMP, "v1,", WEBHOOK_MALFORMED },
		{ ID, STAMP, "v1", WEBHOOK_MALFORMED },
		{ ID, STAMP, "v2,g0hM9SsE", WEBHOOK_MALFORMED },
		{ ID, STAMP, GOOD "=", WEBHOOK_MALFORMED },
		{ ID, STAMP, "  ", WEBHOOK_MALFORMED },
		{ ID, STAMP, GOOD "," GOOD, WEBHOOK_MALFORMED },
		{ ID, "yesterday", GOOD, WEBHOOK_MALFORMED },
		{ ID, "-1", GOOD, WEBHOOK_MALFORMED },
		{ ID, " " STAMP, GOOD, WEBHOOK_MALFORMED },
		{ ID, "99999999999999999999", GOOD, WEBHOOK_MALFORMED },
		{ "msg.1", STAMP, GOOD, WEBHOOK_MALFORMED },
		{ "msg 1", STAMP, GOOD, WEBHOOK_MALFORMED },
		{ long_id, STAMP, GOOD, WEBHOOK_MALFORMED },
		{ ID, "1614265030", GOOD, WEBHOOK_WRONG },
		{ ID, "1614265630", GOOD, WEBHOOK_WRONG },
		{ ID, "1614265029", GOOD, WEBHOOK_STALE },
		{ ID, "1614265631", GOOD, WEBHOOK_STALE },
	};
	const struct conf_institution ksp = institution(AUTH_WEBHOOK, SECRET);

	(void)state;
	assert_int_equal(strlen(long_id), WEBHOOK_KEY_SIZE);
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct hub_headers headers = { .count = 0 };
		struct webhook_message m = message(&headers, BODY);
		struct webhook_proof proof;
		char what[32];

		add(&headers, "Webhook-Id", rows[i].id);
		add(&headers, "Webhook-Timestamp", rows[i].stamp);
		add(&headers, "Webhook-Signature", rows[i].signature);
		proof = webhook_verify(&ksp, &m);
		(void)snprintf(what, sizeof(what), "row %zu", i);
		expect(&proof, rows[i].verdict, SECRET, what);
		assert_string_equal(proof.key,
		    rows[i].verdict == WEBHOOK_GENUINE ? ID : "");
	}
}

static void
one_changed_byte_of_the_body_is_noticed(void **state)
{
	const struct conf_institution ksp = institution(AUTH_WEBHOOK, SECRET);
	struct hub_headers headers = { .count = 0 };
	char body[] = BODY;
	struct webhook_message m = message(&headers, body);

	(void)state;
	add(&headers, "webhook-id", ID);
	add(&headers, "webhook-timestamp", STAMP);
	add(&headers, "webhook-signature", GOOD);
	for (size_t i = 0; i < strlen(BODY); i++) {
		body[i] ^= 1;
		assert_int_equal(webhook_verify(&ksp, &m).verdict,
		    WEBHOOK_WRONG);
		body[i] ^= 1;
	}
	for (size_t i = 0; i < strlen(BODY); i++) {
		m.body_len = i;
		assert_int_equal(webhook_verify(&ksp, &m).verdict,
		    WEBHOOK_WRONG);
	}
	m.body_len = strlen(BODY);
	assert_int_equal(webhook_verify(&ksp, &m).verdict, WEBHOOK_GENUINE);
}

static void
a_secret_that_is_none_proves_nothing(void **state)
{
	static const struct {
		const char *secret;
		enum webhook_verdict verdict;
	} rows[] = {
		{ "", WEBHOOK_UNPROVEN },
		{ "whsec_", WEBHOOK_UNPROVEN },
		{ "whsec_not base64", WEBHOOK_UNPROVEN },
		{ SECRET "\n", WEBHOOK_UNPROVEN },
		{ &SECRET[6], WEBHOOK_GENUINE },
	};
	struct hub_headers headers = { .count = 0 };
	struct webhook_message m = message(&headers, BODY);

	(void)state;
	add(&headers, "webhook-id", ID);
	add(&headers, "webhook-timestamp", STAMP);
	add(&headers, "webhook-signature", GOOD);
	for (size_t i = 0; i < LENGTH(rows); i++) {
		const struct conf_institution ksp = institution(AUTH_WEBHOOK,
		    rows[i].secret);
		struct webhook_proof proof = webhook_verify(&ksp, &m);

		expect(&proof, rows[i].verdict, "", rows[i].secret);
	}
}

static void
a_plain_hmac_is_taken_as_hex_or_base64(void **state)
{
	static const struct {
		const char *value;
		enum webhook_verdict verdict;
	} rows[] = {
		{ PLAIN_HEX, WEBHOOK_GENUINE },
		{ "sha256=" PLAIN_HEX, WEBHOOK_GENUINE },
		{ "SHA256=43CA461A45875AAA1327E708231F18A5"
		  "C44F901BEA3A56EAF73B0ABA53BB753E",
		    WEBHOOK_GENUINE },
		{ PLAIN_BASE64, WEBHOOK_GENUINE },
		{ "sha256=" PLAIN_BASE64, WEBHOOK_GENUINE },
		{ &GOOD[3], WEBHOOK_WRONG },
		{ PLAIN_HEX "0", WEBHOOK_MALFORMED },
		{ "sha1=" PLAIN_HEX, WEBHOOK_MALFORMED },
		{ "sha256=", WEBHOOK_MALFORMED },
		{ "g3ca461a45875aaa1327e708231f18a5"
		  "c44f901bea3a56eaf73b0aba53bb753e",
		    WEBHOOK_MALFORMED },
		{ "", WEBHOOK_MISSING },
		{ NULL, WEBHOOK_MISSING },
	};
	struct conf_institution inst = institution(AUTH_HMAC, PLAIN_SECRET);

	(void)state;
	inst.in.header = "X-Hub-Signature-256";
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct hub_headers headers = { .count = 0 };
		struct webhook_message m = message(&headers, PLAIN_BODY);
		struct webhook_proof proof;

		add(&headers, "x-hub-signature-256", rows[i].value);
		proof = webhook_verify(&inst, &m);
		expect(&proof, rows[i].verdict, PLAIN_SECRET,
		    rows[i].value == NULL ? "none" : rows[i].value);
		assert_string_equal(proof.key, "");
	}
}

/* What stands where, and what is expected of it. */
static const struct {
	enum conf_auth kind;
	const char *own; /* header of the section */
	const char *name, *value, *query;
	enum webhook_verdict verdict;
} secrets[] = {
	{ AUTH_BEARER, "", "Authorization", "Bearer kunci rahasia", "",
	    WEBHOOK_GENUINE },
	{ AUTH_BEARER, "", "authorization", "bearer  kunci rahasia", "",
	    WEBHOOK_GENUINE },
	{ AUTH_BEARER, "", "Authorization", "Bearer kunci", "", WEBHOOK_WRONG },
	{ AUTH_BEARER, "", "Authorization", "Bearer kunci rahasia2", "",
	    WEBHOOK_WRONG },
	{ AUTH_BEARER, "", "Authorization", "Bearer ", "", WEBHOOK_MISSING },
	{ AUTH_BEARER, "", "Authorization", "Bearerkunci rahasia", "",
	    WEBHOOK_MALFORMED },
	{ AUTH_BEARER, "", "Authorization", "token kunci rahasia", "",
	    WEBHOOK_MALFORMED },
	{ AUTH_BEARER, "", "X-Other", "Bearer kunci rahasia", "",
	    WEBHOOK_MISSING },
	{ AUTH_TOKEN, "", "Authorization", "token kunci rahasia", "",
	    WEBHOOK_GENUINE },
	{ AUTH_TOKEN, "", "Authorization", "Bearer kunci rahasia", "",
	    WEBHOOK_MALFORMED },
	{ AUTH_BASIC, "", "Authorization", "Basic aHViOmt1bmNpIHJhaGFzaWE=", "",
	    WEBHOOK_GENUINE },
	{ AUTH_BASIC, "", "Authorization", "Basic aHViOmt1bmNp", "",
	    WEBHOOK_WRONG },
	{ AUTH_BASIC, "", "Authorization", "Basic YnViOmt1bmNpIHJhaGFzaWE=", "",
	    WEBHOOK_WRONG },
	{ AUTH_BASIC, "", "Authorization", "Basic aHViOmt1bmNpOnJhaGFzaWE=", "",
	    WEBHOOK_WRONG },
	{ AUTH_BASIC, "", "Authorization", "Basic aHVi", "",
	    WEBHOOK_MALFORMED },
	{ AUTH_BASIC, "", "Authorization", "Basic !", "", WEBHOOK_MALFORMED },
	{ AUTH_BASIC, "", "Authorization", "Basic ", "", WEBHOOK_MALFORMED },
	{ AUTH_BASIC, "", "Authorization", "Bearer x", "", WEBHOOK_MALFORMED },
	{ AUTH_BASIC, "", "X-Other", "x", "", WEBHOOK_MISSING },
	{ AUTH_HEADER, "X-Token", "x-token", "kunci rahasia", "",
	    WEBHOOK_GENUINE },
	{ AUTH_HEADER, "X-Token", "x-token", "kunci", "", WEBHOOK_WRONG },
	{ AUTH_HEADER, "X-Token", "X-Other", "kunci rahasia", "",
	    WEBHOOK_MISSING },
	{ AUTH_API_KEY, "", "api_key", "kunci rahasia", "", WEBHOOK_GENUINE },
	{ AUTH_API_KEY, "", "X-Other", "x", "a=1&api_key=kunci+rahasia",
	    WEBHOOK_GENUINE },
	{ AUTH_API_KEY, "jurisdiction_key", "X-Other", "x",
	    "jurisdiction_key=kunci%20rahasia", WEBHOOK_GENUINE },
	{ AUTH_API_KEY, "", "X-Other", "x", "api_key=kunci", WEBHOOK_WRONG },
	{ AUTH_API_KEY, "", "X-Other", "x", "", WEBHOOK_MISSING },
	{ AUTH_NONE, "", "Authorization", "Bearer kunci rahasia", "",
	    WEBHOOK_UNPROVEN },
	{ AUTH_JWS, "", "Authorization", "Bearer kunci rahasia", "",
	    WEBHOOK_UNPROVEN },
};

static void
a_secret_in_a_header_or_in_the_query_is_compared(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(secrets); i++) {
		struct conf_institution inst = institution(secrets[i].kind,
		    PLAIN_SECRET);
		struct hub_headers headers = { .count = 0 };
		struct webhook_message m = message(&headers, "{}");
		struct webhook_proof proof;
		char what[32];

		inst.in.user = "hub";
		inst.in.header = secrets[i].own;
		m.query = secrets[i].query;
		add(&headers, secrets[i].name, secrets[i].value);
		proof = webhook_verify(&inst, &m);
		(void)snprintf(what, sizeof(what), "row %zu", i);
		expect(&proof, secrets[i].verdict, PLAIN_SECRET, what);
	}
}

static void
a_kind_without_its_secret_lets_nobody_in(void **state)
{
	static const enum conf_auth kinds[] = { AUTH_BEARER, AUTH_TOKEN,
		AUTH_BASIC, AUTH_HEADER, AUTH_API_KEY, AUTH_WEBHOOK,
		AUTH_HMAC };
	struct hub_headers headers = { .count = 0 };
	struct webhook_message m = message(&headers, "");

	(void)state;
	add(&headers, "Authorization", "Bearer ");
	add(&headers, "x", "");
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		struct conf_institution inst = institution(kinds[i], "");

		inst.in.header = "x";
		assert_int_equal(webhook_verify(&inst, &m).verdict,
		    WEBHOOK_UNPROVEN);
	}
}

static void
a_client_certificate_must_be_the_one_configured(void **state)
{
	struct conf_institution inst = institution(AUTH_TLS, "");
	struct hub_headers headers = { .count = 0 };
	struct webhook_message m = message(&headers, "");
	uint8_t cert[DIGEST_SIZE];

	(void)state;
	inst.tls_client =
	    "06298432e8066b29e2223bcc23aa9504b56ae508fabf3435508869b9c3190e22";
	assert_int_equal(webhook_verify(&inst, &m).verdict, WEBHOOK_MISSING);
	digest_sha256("cert", 4, cert);
	m.client_cert = cert;
	assert_int_equal(webhook_verify(&inst, &m).verdict, WEBHOOK_GENUINE);
	cert[31] ^= 1;
	assert_int_equal(webhook_verify(&inst, &m).verdict, WEBHOOK_WRONG);
	inst.tls_client = "";
	assert_int_equal(webhook_verify(&inst, &m).verdict, WEBHOOK_WRONG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_standard_webhook_is_proved_or_told_why_not),
		cmocka_unit_test(one_changed_byte_of_the_body_is_noticed),
		cmocka_unit_test(a_secret_that_is_none_proves_nothing),
		cmocka_unit_test(a_plain_hmac_is_taken_as_hex_or_base64),
		cmocka_unit_test(
		    a_secret_in_a_header_or_in_the_query_is_compared),
		cmocka_unit_test(a_kind_without_its_secret_lets_nobody_in),
		cmocka_unit_test(
		    a_client_certificate_must_be_the_one_configured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
