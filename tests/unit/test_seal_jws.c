/* SPDX-License-Identifier: Apache-2.0 */
/* A seal that one side makes and the other checks; test_seal_jws.py has the
 * forms and attacks of others. */
#include "config.h"

#include "seal.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "seal_party.h"

#define NOW INT64_C(1800000000)
#define BODY "{\"text\":\"jalan rusak\"}"

/* Two hubs that trust each other's certificate. */
struct pair {
	struct seal_party us, them;
	struct seal ours, theirs;
	struct arena arena;
};

static void
settle(struct seal *seal, const struct seal_party *self,
    const struct seal_party *peer, unsigned alg)
{
	struct seal_plan plan = { .out = SEAL_JWS,
		.in = SEAL_JWS,
		.alg = alg,
		.out_header = SEAL_JWS_HEADER,
		.in_header = SEAL_JWS_HEADER,
		.cert = self->cert_pem,
		.trust = peer->cert_pem,
		.tolerance = 300 };

	seal_init(seal, self->ask);
	assert_int_equal(seal_settle(seal, &plan, NULL), HUB_OK);
}

static void
open_pair(struct pair *p, unsigned alg)
{
	seal_party_init(&p->us, alg, NOW - 1000, NOW + 1000);
	seal_party_init(&p->them, alg, NOW - 1000, NOW + 1000);
	seal_party_serve(&p->us);
	settle(&p->ours, &p->us, &p->them, alg);
	settle(&p->theirs, &p->them, &p->us, alg);
	arena_init(&p->arena, 65536);
}

static void
close_pair(struct pair *p)
{
	arena_release(&p->arena);
	seal_release(&p->ours);
	seal_release(&p->theirs);
	seal_party_release(&p->us);
	seal_party_release(&p->them);
}

/* The JWS that we put on the body. */
static const char *
sealed(struct pair *p)
{
	struct hub_at at = { .now = NOW, .key = "0sa.0", .carry = "" };
	struct hub_request r;
	const char *text;

	request_init(&r, "");
	hub_request_http(&r, "POST", "/x");
	hub_request_body(&r, "application/json", BODY, strlen(BODY));
	assert_int_equal(seal_request(&p->ours, &at, &r, NULL), HUB_OK);
	assert_int_equal(r.header_count, 1);
	assert_string_equal(r.headers[0].name, SEAL_JWS_HEADER);
	text = arena_text(&p->arena, r.headers[0].value);
	request_release(&r);
	return text;
}

/* What they make of a JWS with a body, at a time. */
static struct seal_proof
check(struct pair *p, const char *jws, const char *body, int64_t now)
{
	struct hub_headers headers = {
		.rows = { { "Content-Type", "application/json" },
		    { "X-Other", "1" }, { "x-jws-signature", jws } },
		.count = 3
	};
	struct seal_message message = { .headers = &headers,
		.query = "q=1",
		.body = body,
		.body_len = strlen(body),
		.arena = &p->arena,
		.now = now };
	struct seal_proof proof;

	if (seal_check(&p->theirs, &message, &proof)) {
		assert_int_equal(headers.count, 1);
		assert_string_equal(headers.rows[0].name, "Content-Type");
		assert_string_equal(message.query, "");
		assert_string_equal(message.body, body);
		assert_int_equal(proof.verdict, SEAL_GOOD);
	} else {
		assert_string_not_equal(proof.text, "");
	}
	return proof;
}

static void
what_one_side_seals_the_other_believes(void **state)
{
	(void)state;
	for (unsigned alg = SEAL_RS256; alg <= SEAL_ES256; alg++) {
		struct pair p;
		struct seal_proof proof;

		open_pair(&p, alg);
		proof = check(&p, sealed(&p), BODY, NOW);
		assert_int_equal(proof.verdict, SEAL_GOOD);
		assert_memory_equal(proof.signer, p.ours.ours.rows[0].print,
		    DIGEST_SIZE);
		assert_string_equal(proof.key, "0sa.0");
		close_pair(&p);
	}
}

static void
another_body_or_time_or_text_is_refused(void **state)
{
	struct pair p;
	const char *jws;
	char cut[2048];

	(void)state;
	open_pair(&p, SEAL_ES256);
	jws = sealed(&p);
	assert_int_equal(check(&p, jws, BODY " ", NOW).verdict, SEAL_WRONG);
	assert_int_equal(check(&p, jws, BODY, NOW + 301).verdict, SEAL_EXPIRED);
	assert_int_equal(check(&p, jws, BODY, NOW - 301).verdict, SEAL_FUTURE);
	assert_int_equal(check(&p, jws, BODY, NOW + 1001).verdict,
	    SEAL_CERTIFICATE);
	assert_int_equal(check(&p, jws, BODY, NOW - 1001).verdict,
	    SEAL_CERTIFICATE);
	assert_int_equal(check(&p, "", BODY, NOW).verdict, SEAL_MISSING);
	for (size_t len = 1; len < strlen(jws); len++) {
		(void)snprintf(cut, sizeof(cut), "%.*s", (int)len, jws);
		assert_int_not_equal(check(&p, cut, BODY, NOW).verdict,
		    SEAL_GOOD);
	}
	close_pair(&p);
}

static void
no_flipped_bit_of_a_signature_is_believed(void **state)
{
	struct pair p;
	char *jws;

	(void)state;
	open_pair(&p, SEAL_ES256);
	jws = strdup(sealed(&p));
	for (size_t i = 0; jws[i] != '\0'; i++) {
		char was = jws[i];

		jws[i] = was == 'A' ? 'B' : 'A';
		assert_int_not_equal(check(&p, jws, BODY, NOW).verdict,
		    SEAL_GOOD);
		jws[i] = was;
	}
	assert_int_equal(check(&p, jws, BODY, NOW).verdict, SEAL_GOOD);
	free(jws);
	close_pair(&p);
}

static void
what_does_not_stand_in_one_piece_is_not_sealed(void **state)
{
	struct hub_part part = { .encoding = HUB_PART_FORM, .name = "a" };
	struct hub_at at = { .now = NOW, .key = "", .carry = "" };
	struct hub_request r;
	struct hub_error err;
	struct pair p;

	(void)state;
	open_pair(&p, SEAL_ES256);
	request_init(&r, "batas");
	hub_request_http(&r, "POST", "/x");
	hub_request_part(&r, &part, "x", 1);
	assert_int_equal(seal_request(&p.ours, &at, &r, &err), HUB_UNSAYABLE);
	assert_int_equal(r.header_count, 0);
	request_release(&r);
	close_pair(&p);
}

static void
without_a_hub_nothing_is_sealed(void **state)
{
	struct hub_at at = { .now = NOW, .key = "", .carry = "" };
	struct hub_request r;
	struct pair p;

	(void)state;
	open_pair(&p, SEAL_ES256);
	p.ours.key.fd = -1;
	request_init(&r, "");
	hub_request_http(&r, "POST", "/x");
	assert_int_equal(seal_request(&p.ours, &at, &r, NULL), HUB_FAULT);
	request_release(&r);
	close_pair(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_one_side_seals_the_other_believes),
		cmocka_unit_test(another_body_or_time_or_text_is_refused),
		cmocka_unit_test(no_flipped_bit_of_a_signature_is_believed),
		cmocka_unit_test(
		    what_does_not_stand_in_one_piece_is_not_sealed),
		cmocka_unit_test(without_a_hub_nothing_is_sealed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
