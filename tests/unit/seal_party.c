/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_party.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include "key_ask.h"
#include "seal_plan.h"

/* The bytes of a memory BIO as a text; frees it. */
static char *
take_text(BIO *bio)
{
	char *data;
	long len = BIO_get_mem_data(bio, &data);
	char *text = strndup(data, (size_t)len);

	assert_non_null(text);
	BIO_free(bio);
	return text;
}

static char *
key_text(EVP_PKEY *key)
{
	BIO *bio = BIO_new(BIO_s_mem());

	assert_int_equal(PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL,
			     NULL),
	    1);
	return take_text(bio);
}

/* A certificate that the key gives itself. */
static char *
cert_text(EVP_PKEY *key, int64_t from, int64_t until)
{
	X509 *x509 = X509_new();
	BIO *bio = BIO_new(BIO_s_mem());
	X509_NAME *name = X509_get_subject_name(x509);

	assert_int_equal(X509_set_version(x509, 2), 1);
	(void)ASN1_INTEGER_set(X509_get_serialNumber(x509), 7);
	(void)ASN1_TIME_set(X509_getm_notBefore(x509), (time_t)from);
	(void)ASN1_TIME_set(X509_getm_notAfter(x509), (time_t)until);
	(void)X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
	    (const unsigned char *)"uji", -1, -1, 0);
	assert_int_equal(X509_set_issuer_name(x509, name), 1);
	assert_int_equal(X509_set_pubkey(x509, key), 1);
	assert_true(X509_sign(x509, key, EVP_sha256()) > 0);
	assert_int_equal(PEM_write_bio_X509(bio, x509), 1);
	X509_free(x509);
	return take_text(bio);
}

void
seal_party_init(struct seal_party *party, unsigned alg, int64_t from,
    int64_t until)
{
	*party = (struct seal_party){ .ask = -1, .answer = -1 };
	party->key = alg == SEAL_RS256 ? EVP_RSA_gen(2048)
				       : EVP_EC_gen("P-256");
	assert_non_null(party->key);
	party->key_pem = key_text(party->key);
	party->cert_pem = cert_text(party->key, from, until);
}

/* One answer; false at the end. */
static bool
answer_one(struct seal_party *party)
{
	char room[KEY_MESSAGE_MAX];
	struct key_result made = { .len = sizeof(made.bytes) };
	struct key_answer answer = { .bytes = made.bytes };
	EVP_PKEY_CTX *ctx;
	struct key_ask ask;
	struct frame_in in;
	struct hub_buf out;
	ssize_t got = recv(party->answer, room, sizeof(room), 0);

	if (got <= 0)
		return false;
	frame_in_init(&in, room, (size_t)got);
	assert_true(key_ask_get(&in, &ask));
	ctx = EVP_PKEY_CTX_new(party->key, NULL);
	if (EVP_PKEY_sign_init(ctx) != 1 ||
	    EVP_PKEY_CTX_set_signature_md(ctx, EVP_sha256()) != 1 ||
	    EVP_PKEY_sign(ctx, made.bytes, &made.len, ask.bytes, ask.len) != 1)
		answer.status = HUB_FAULT;
	answer.len = answer.status == HUB_OK ? made.len : 0;
	EVP_PKEY_CTX_free(ctx);
	hub_buf_init(&out, KEY_MESSAGE_MAX);
	key_answer_put(&out, &answer);
	assert_int_equal(send(party->answer, out.data, out.len, 0), out.len);
	hub_buf_release(&out);
	return true;
}

static void *
serve(void *ctx)
{
	while (answer_one(ctx))
		;
	return NULL;
}

void
seal_party_serve(struct seal_party *party)
{
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	party->ask = pair[0];
	party->answer = pair[1];
	assert_int_equal(pthread_create(&party->hub, NULL, serve, party), 0);
}

void
seal_party_release(struct seal_party *party)
{
	if (party->ask >= 0) {
		(void)close(party->ask);
		(void)pthread_join(party->hub, NULL);
		(void)close(party->answer);
	}
	EVP_PKEY_free(party->key);
	free(party->key_pem);
	free(party->cert_pem);
}
