/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_ecdsa.h"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>

#define HALF (SEAL_ECDSA_SIZE / 2)

/* A signature of two numbers; NULL: no memory. */
static ECDSA_SIG *
of_numbers(const uint8_t *plain)
{
	ECDSA_SIG *sig = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(plain, HALF, NULL);
	BIGNUM *s = BN_bin2bn(plain + HALF, HALF, NULL);

	if (sig != NULL && r != NULL && s != NULL &&
	    ECDSA_SIG_set0(sig, r, s) == 1)
		return sig;
	BN_free(r);
	BN_free(s);
	ECDSA_SIG_free(sig);
	return NULL;
}

bool
seal_ecdsa_der(const uint8_t *plain, size_t len,
    uint8_t ret[SEAL_ECDSA_DER_MAX], size_t *ret_len)
{
	ECDSA_SIG *sig = len == SEAL_ECDSA_SIZE ? of_numbers(plain) : NULL;
	int size = sig == NULL ? -1 : i2d_ECDSA_SIG(sig, NULL);
	uint8_t *at = ret;

	if (size > 0 && size <= SEAL_ECDSA_DER_MAX)
		*ret_len = (size_t)i2d_ECDSA_SIG(sig, &at);
	ECDSA_SIG_free(sig);
	return size > 0 && size <= SEAL_ECDSA_DER_MAX;
}

bool
seal_ecdsa_plain(const uint8_t *der, size_t len, uint8_t ret[SEAL_ECDSA_SIZE])
{
	const uint8_t *at = der;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &at, (long)len);
	bool good = sig != NULL && at == der + len &&
	    BN_bn2binpad(ECDSA_SIG_get0_r(sig), ret, HALF) == HALF &&
	    BN_bn2binpad(ECDSA_SIG_get0_s(sig), ret + HALF, HALF) == HALF;

	ECDSA_SIG_free(sig);
	return good;
}
