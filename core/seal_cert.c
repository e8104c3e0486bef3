/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_cert.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "civil.h"
#include "seal_ecdsa.h"

#define RSA_BITS_LEAST 2048
#define GROUP_SIZE 32

/* Takes a certificate over; false, and frees it, when it cannot be named. */
static bool
take(struct seal_cert *cert, X509 *x509)
{
	unsigned len = DIGEST_SIZE;

	if (x509 == NULL ||
	    !X509_digest(x509, EVP_sha256(), cert->print, &len)) {
		X509_free(x509);
		return false;
	}
	cert->x509 = x509;
	return true;
}

bool
seal_certs_read(struct seal_certs *certs, const char *pem)
{
	BIO *bio = BIO_new_mem_buf(pem, (int)strlen(pem));
	X509 *x509;
	bool good = bio != NULL;

	certs->count = 0;
	while (
	    good && (x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
		good = certs->count < SEAL_CERTS_MAX;
		if (!good)
			X509_free(x509);
		else if (take(&certs->rows[certs->count], x509))
			certs->count++;
	}
	if (good &&
	    ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		good = pem[0] == '\0';
	ERR_clear_error();
	BIO_free(bio);
	if (!good)
		seal_certs_release(certs);
	return good;
}

void
seal_certs_release(struct seal_certs *certs)
{
	while (certs->count > 0)
		seal_cert_release(&certs->rows[--certs->count]);
}

const struct seal_cert *
seal_certs_find(const struct seal_certs *certs,
    const uint8_t print[DIGEST_SIZE])
{
	for (size_t i = 0; i < certs->count; i++)
		if (digest_equal(certs->rows[i].print, print, DIGEST_SIZE))
			return &certs->rows[i];
	return NULL;
}

bool
seal_cert_read(struct seal_cert *cert, const void *der, size_t len)
{
	const uint8_t *at = der;
	X509 *x509 = len > SEAL_CERT_MAX ? NULL
					 : d2i_X509(NULL, &at, (long)len);

	ERR_clear_error();
	if (x509 != NULL && at != (const uint8_t *)der + len) {
		X509_free(x509);
		x509 = NULL;
	}
	return take(cert, x509);
}

void
seal_cert_release(struct seal_cert *cert)
{
	X509_free(cert->x509);
	cert->x509 = NULL;
}

/* A certificate's time in seconds; false when it is none.  OpenSSL's own
 * comparison reads the machine's time zone from a file. */
static bool
seconds_of(const ASN1_TIME *time, int64_t *ret)
{
	struct tm tm;

	if (time == NULL || ASN1_TIME_to_tm(time, &tm) != 1)
		return false;
	*ret = civil_days(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) *
		86400 +
	    tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec;
	return true;
}

bool
seal_cert_valid(const struct seal_cert *cert, int64_t now,
    struct seal_proof *proof)
{
	int64_t from, until;

	if (!seconds_of(X509_get0_notBefore(cert->x509), &from) ||
	    !seconds_of(X509_get0_notAfter(cert->x509), &until))
		return seal_proof_fail(proof, SEAL_CERTIFICATE,
		    "the signer's certificate has no readable dates");
	if (now < from)
		return seal_proof_fail(proof, SEAL_CERTIFICATE,
		    "the signer's certificate is not valid yet");
	if (now > until)
		return seal_proof_fail(proof, SEAL_CERTIFICATE,
		    "the signer's certificate has expired");
	return true;
}

unsigned
seal_cert_alg(const struct seal_cert *cert)
{
	const EVP_PKEY *key = X509_get0_pubkey(cert->x509);
	char group[GROUP_SIZE];
	size_t len;

	if (key == NULL)
		return SEAL_NO_KEY;
	if (EVP_PKEY_is_a(key, "RSA"))
		return EVP_PKEY_get_bits(key) >= RSA_BITS_LEAST ? SEAL_RS256
								: SEAL_NO_KEY;
	if (EVP_PKEY_is_a(key, "EC") &&
	    EVP_PKEY_get_group_name(key, group, sizeof(group), &len) &&
	    strcmp(group, "prime256v1") == 0)
		return SEAL_ES256;
	return SEAL_NO_KEY;
}

/* Whether a signature in OpenSSL's own form fits. */
static bool
verify_raw(EVP_PKEY *key, unsigned alg, const uint8_t digest[DIGEST_SIZE],
    const uint8_t *signature, size_t len)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	bool good = ctx != NULL && EVP_PKEY_verify_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_signature_md(ctx, EVP_sha256()) == 1;

	if (good && alg == SEAL_RS256)
		good = EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) ==
		    1;
	if (good)
		good = EVP_PKEY_verify(ctx, signature, len, digest,
			   DIGEST_SIZE) == 1;
	ERR_clear_error();
	EVP_PKEY_CTX_free(ctx);
	return good;
}

bool
seal_cert_verify(const struct seal_cert *cert,
    const uint8_t digest[DIGEST_SIZE], const uint8_t *signature, size_t len)
{
	EVP_PKEY *key = X509_get0_pubkey(cert->x509);
	unsigned alg = seal_cert_alg(cert);
	uint8_t der[SEAL_ECDSA_DER_MAX];
	size_t der_len;

	if (alg == SEAL_NO_KEY)
		return false;
	if (alg == SEAL_RS256)
		return verify_raw(key, alg, digest, signature, len);
	return seal_ecdsa_der(signature, len, der, &der_len) &&
	    verify_raw(key, alg, digest, der, der_len);
}
