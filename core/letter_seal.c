/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "letter_seal.h"

#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "digest.h"
#include "limits.h"

#define LINE 57 /* bytes of a line in base64 */
#define BOUNDARY_SIZE 48

/* Keys and certificates, read. */
struct rings {
	EVP_PKEY *key;
	STACK_OF(X509) * ours, *theirs;
};

/* The certificates of a PEM text, in order; NULL without memory. */
static STACK_OF(X509) * read_certs(const char *pem)
{
	STACK_OF(X509) *all = sk_X509_new_null();
	BIO *bio = BIO_new_mem_buf(pem, (int)strlen(pem));
	X509 *one;

	while (all != NULL && bio != NULL &&
	    (one = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL)
		if (sk_X509_push(all, one) == 0)
			X509_free(one);
	BIO_free(bio);
	ERR_clear_error();
	return all;
}

/* Our key, of PEM without a password. */
static EVP_PKEY *
read_key(const char *pem)
{
	BIO *bio = BIO_new_mem_buf(pem, (int)strlen(pem));
	EVP_PKEY *key = bio == NULL
	    ? NULL
	    : PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);

	BIO_free(bio);
	ERR_clear_error();
	return key;
}

/* Gives all of it back. */
static void
release(struct rings *rings)
{
	EVP_PKEY_free(rings->key);
	sk_X509_pop_free(rings->ours, X509_free);
	sk_X509_pop_free(rings->theirs, X509_free);
}

/* Whether a certificate is valid at that time; else whose is said. */
static enum hub_status
check_time(const X509 *x509, const char *whose, int64_t now,
    struct hub_error *err)
{
	time_t at = (time_t)now;

	if (X509_cmp_time(X509_get0_notAfter(x509), &at) <= 0)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "%s has expired: no letter leaves before another one is in "
		    "its place",
		    whose);
	if (X509_cmp_time(X509_get0_notBefore(x509), &at) > 0)
		return hub_fail(err, HUB_MISCONFIGURED, "%s is not valid yet",
		    whose);
	return HUB_OK;
}

/* Reads keys and certificates, all of them valid now. */
static enum hub_status
read_rings(const struct letter_seal_by *by, struct rings *rings,
    struct hub_error *err)
{
	enum hub_status status;

	rings->key = read_key(by->key);
	rings->ours = read_certs(by->cert);
	rings->theirs = read_certs(by->encrypt);
	if (rings->key == NULL || rings->theirs == NULL ||
	    sk_X509_num(rings->ours) <= 0 ||
	    (by->encrypt[0] != '\0' && sk_X509_num(rings->theirs) == 0))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "the key or a certificate of the letters does not read");
	status = check_time(sk_X509_value(rings->ours, 0),
	    "our certificate of letters (auth.cert)", by->now, err);
	for (int i = 0; i < sk_X509_num(rings->theirs) && status == HUB_OK; i++)
		status = check_time(sk_X509_value(rings->theirs, i),
		    "their certificate (auth.encrypt)", by->now, err);
	return status;
}

/* All that is left to be read of a letter. */
static enum hub_status
read_all(struct letter *content, struct hub_buf *to, struct hub_error *err)
{
	char room[HTTP_BUFFER];
	ssize_t got;

	if (letter_len(content) > MAIL_OUT_MAX)
		return hub_fail(err, HUB_UNSAYABLE,
		    "the letter is larger than the hub sends");
	while ((got = letter_read(content, room, sizeof(room))) > 0)
		hub_buf_add(to, room, (size_t)got);
	if (got < 0)
		return hub_fail(err, HUB_FAULT,
		    "an attachment is shorter than it was said to be");
	return hub_buf_ok(to) ? HUB_OK
			      : hub_fail(err, HUB_FAULT, "out of memory");
}

/* DER bytes as lines of base64. */
static void
put_base64(struct hub_buf *to, const uint8_t *der, size_t len)
{
	unsigned char line[LINE / 3 * 4 + 1];

	for (size_t at = 0; at < len; at += LINE) {
		size_t n = len - at < LINE ? len - at : LINE;

		hub_buf_add(to, line,
		    (size_t)EVP_EncodeBlock(line, der + at, (int)n));
		hub_buf_text(to, "\r\n");
	}
}

/* A structure as base64. */
static bool
put_cms(struct hub_buf *to, const CMS_ContentInfo *cms)
{
	uint8_t *der = NULL;
	int len = i2d_CMS_ContentInfo(cms, &der);

	if (len > 0)
		put_base64(to, der, (size_t)len);
	OPENSSL_free(der);
	return len > 0 && hub_buf_ok(to);
}

/* Says in the signature when it was made. */
static bool
put_time(CMS_SignerInfo *signer, int64_t now)
{
	ASN1_TIME *time = ASN1_TIME_set(NULL, (time_t)now);
	bool good = time != NULL &&
	    CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime,
		time->type, time, -1) == 1;

	ASN1_TIME_free(time);
	return good;
}

/* A signature over an entity, without it; NULL: none could be made. */
static CMS_ContentInfo *
make_signature(const struct rings *rings, const struct hub_buf *entity,
    int64_t now)
{
	const unsigned flags = CMS_PARTIAL | CMS_DETACHED | CMS_BINARY;
	BIO *in = BIO_new_mem_buf(entity->data, (int)entity->len);
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, flags);
	CMS_SignerInfo *signer = cms == NULL
	    ? NULL
	    : CMS_add1_signer(cms, sk_X509_value(rings->ours, 0), rings->key,
		  EVP_sha256(), flags);
	bool good = in != NULL && signer != NULL && put_time(signer, now);

	for (int i = 1; good && i < sk_X509_num(rings->ours); i++)
		good = CMS_add1_cert(cms, sk_X509_value(rings->ours, i)) == 1;
	good = good && CMS_final(cms, in, NULL, flags) == 1;
	BIO_free(in);
	ERR_clear_error();
	if (good)
		return cms;
	CMS_ContentInfo_free(cms);
	return NULL;
}

/* What cannot stand in an entity but by its digest. */
static void
make_boundary(const struct hub_buf *entity, char out[BOUNDARY_SIZE])
{
	uint8_t digest[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];

	digest_sha256(entity->data, entity->len, digest);
	digest_hex(digest, hex);
	(void)snprintf(out, BOUNDARY_SIZE, "simpul-s-%.32s", hex);
}

/* An entity with its signature beside it. */
static bool
put_signed(const struct rings *rings, const struct hub_buf *entity, int64_t now,
    struct hub_buf *to)
{
	CMS_ContentInfo *cms = make_signature(rings, entity, now);
	char boundary[BOUNDARY_SIZE];
	bool good;

	if (cms == NULL)
		return false;
	make_boundary(entity, boundary);
	hub_buf_fmt(to,
	    "Content-Type: multipart/signed;\r\n"
	    " protocol=\"application/pkcs7-signature\"; micalg=sha-256;\r\n"
	    " boundary=\"%s\"\r\n\r\n--%s\r\n",
	    boundary, boundary);
	hub_buf_add(to, entity->data, entity->len);
	hub_buf_fmt(to,
	    "\r\n--%s\r\n"
	    "Content-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "Content-Disposition: attachment; filename=\"smime.p7s\"\r\n\r\n",
	    boundary);
	good = put_cms(to, cms);
	hub_buf_fmt(to, "--%s--\r\n", boundary);
	CMS_ContentInfo_free(cms);
	return good && hub_buf_ok(to);
}

/* One more who can read it; with a key on a curve it is agreed on by SHA-256,
 * where OpenSSL would take SHA-1. */
static bool
add_receiver(CMS_ContentInfo *cms, X509 *x509)
{
	bool curve = EVP_PKEY_is_a(X509_get0_pubkey(x509), "EC");
	CMS_RecipientInfo *one = CMS_add1_recipient_cert(cms, x509,
	    CMS_BINARY | (curve ? CMS_KEY_PARAM : 0));

	return one != NULL &&
	    (!curve ||
		EVP_PKEY_CTX_set_ecdh_kdf_md(CMS_RecipientInfo_get0_pkey_ctx(
						 one),
		    EVP_sha256()) == 1);
}

/* An entity that only they can read. */
static bool
put_encrypted(const struct rings *rings, const struct hub_buf *entity,
    struct hub_buf *to)
{
	BIO *in = BIO_new_mem_buf(entity->data, (int)entity->len);
	CMS_ContentInfo *cms = CMS_encrypt(NULL, NULL, EVP_aes_256_cbc(),
	    CMS_PARTIAL | CMS_BINARY);
	bool good = in != NULL && cms != NULL;

	for (int i = 0; good && i < sk_X509_num(rings->theirs); i++)
		good = add_receiver(cms, sk_X509_value(rings->theirs, i));
	good = good && CMS_final(cms, in, NULL, CMS_BINARY) == 1;

	BIO_free(in);
	hub_buf_text(to,
	    "Content-Type: application/pkcs7-mime; "
	    "smime-type=enveloped-data;\r\n"
	    " name=\"smime.p7m\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n"
	    "Content-Disposition: attachment; filename=\"smime.p7m\"\r\n\r\n");
	good = good && put_cms(to, cms);
	CMS_ContentInfo_free(cms);
	ERR_clear_error();
	return good;
}

/* Signs the content, and encrypts that where it is to be. */
static enum hub_status
seal_content(const struct rings *rings, const struct letter_seal_by *by,
    const struct hub_buf *content, struct hub_buf *ret, struct hub_error *err)
{
	bool encrypt = by->encrypt[0] != '\0', good;
	struct hub_buf inner;

	hub_buf_init(&inner, 2 * MAIL_OUT_MAX);
	good = put_signed(rings, content, by->now, encrypt ? &inner : ret) &&
	    (!encrypt || put_encrypted(rings, &inner, ret));
	hub_buf_release(&inner);
	return good ? HUB_OK
		    : hub_fail(err, HUB_FAULT,
			  "the letter could not be signed or encrypted");
}

enum hub_status
letter_seal(const struct letter_seal_by *by, struct letter *content,
    struct hub_buf *ret, struct hub_error *err)
{
	struct rings rings = { NULL, NULL, NULL };
	enum hub_status status = read_rings(by, &rings, err);
	struct hub_buf plain;

	hub_buf_init(&plain, MAIL_OUT_MAX);
	if (status == HUB_OK)
		status = read_all(content, &plain, err);
	if (status == HUB_OK)
		status = seal_content(&rings, by, &plain, ret, err);
	hub_buf_release(&plain);
	release(&rings);
	return status;
}
