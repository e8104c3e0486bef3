/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "trust.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "limits.h"

/* Adds the fingerprints of a PEM text; how many, 0 when something is wrong. */
static size_t
read_prints(BIO *bio, uint8_t (*prints)[DIGEST_SIZE])
{
	size_t count = 0;
	bool good = true;
	X509 *x509;

	while (
	    good && (x509 = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
		unsigned len = DIGEST_SIZE;

		good = count < SEAL_CERTS_MAX &&
		    X509_digest(x509, EVP_sha256(), prints[count], &len) == 1;
		count++;
		X509_free(x509);
	}
	if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		good = false;
	ERR_clear_error();
	return good ? count : 0;
}

bool
trust_read(struct trust *trust, const char *pem, struct arena *arena)
{
	uint8_t prints[SEAL_CERTS_MAX][DIGEST_SIZE];
	BIO *bio = BIO_new_mem_buf(pem, (int)strlen(pem));
	size_t count = bio == NULL ? 0 : read_prints(bio, prints);
	void *kept;

	BIO_free(bio);
	kept = count == 0 ? NULL : arena_take(arena, count * DIGEST_SIZE);
	if (kept == NULL)
		return false;
	memcpy(kept, prints, count * DIGEST_SIZE);
	trust->prints = kept;
	trust->count = count;
	return true;
}

bool
trust_believes(const struct trust *trust, const uint8_t print[DIGEST_SIZE])
{
	bool found = false;

	for (size_t i = 0; i < trust->count; i++)
		found |= digest_equal(trust->prints[i], print, DIGEST_SIZE);
	return found;
}

bool
trust_is_key_of(const char *key_pem, const char *cert_pem)
{
	BIO *key_bio = BIO_new_mem_buf(key_pem, (int)strlen(key_pem));
	BIO *cert_bio = BIO_new_mem_buf(cert_pem, (int)strlen(cert_pem));
	EVP_PKEY *key = PEM_read_bio_PrivateKey(key_bio, NULL, NULL, NULL);
	X509 *cert = PEM_read_bio_X509(cert_bio, NULL, NULL, NULL);
	bool good = key != NULL && cert != NULL &&
	    X509_check_private_key(cert, key) == 1;

	ERR_clear_error();
	X509_free(cert);
	EVP_PKEY_free(key);
	BIO_free(cert_bio);
	BIO_free(key_bio);
	return good;
}
