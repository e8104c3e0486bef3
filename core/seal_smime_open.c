/* SPDX-License-Identifier: Apache-2.0 */
/* A layer that is an encryption. */
#include "config.h"

#include "seal_smime_layer.h"

#include <openssl/err.h>

#include "seal_remote.h"

/* The receiver that our certificate is, or NULL. */
static CMS_RecipientInfo *
find_ours(const struct smime_layer *l, X509 *ours)
{
	STACK_OF(CMS_RecipientInfo) *all = CMS_get0_RecipientInfos(l->cms);

	for (int i = 0;
	     i < sk_CMS_RecipientInfo_num(all) && i < (int)SEAL_RECEIVERS_MAX;
	     i++) {
		CMS_RecipientInfo *one = sk_CMS_RecipientInfo_value(all, i);

		if (CMS_RecipientInfo_type(one) == CMS_RECIPINFO_TRANS &&
		    CMS_RecipientInfo_ktri_cert_cmp(one, ours) == 0)
			return one;
	}
	return NULL;
}

/* Gets the session key that is encrypted for our RSA key, which the hub opens;
 * *ret_ours: there is one. */
static bool
transport(struct smime_layer *l, const struct seal *seal, bool *ret_ours)
{
	CMS_RecipientInfo *ours = find_ours(l, seal->ours.rows[0].x509);
	enum key_padding padding;
	X509_ALGOR *alg = NULL;
	EVP_PKEY *key = NULL;
	bool good;

	*ret_ours = ours != NULL;
	if (ours != NULL &&
	    CMS_RecipientInfo_ktri_get0_algs(ours, NULL, NULL, &alg) == 1 &&
	    alg != NULL && seal_remote_padding(alg, &padding))
		key = seal_remote_key(&seal->key, padding);
	/* The receiver owns the key from here on. */
	good = key != NULL && CMS_RecipientInfo_set0_pkey(ours, key) == 1 &&
	    CMS_RecipientInfo_decrypt(l->cms, ours) == 1;
	ERR_clear_error();
	return good;
}

/* Decrypts the content with the session key that is there now. */
static bool
open_content(struct smime_layer *l)
{
	BIO *out = BIO_new(BIO_s_mem());
	bool good = out != NULL &&
	    CMS_decrypt(l->cms, NULL, NULL, NULL, out, CMS_BINARY) == 1;
	char *bytes;
	long len;

	if (good) {
		len = BIO_get_mem_data(out, &bytes);
		hub_buf_add(&l->inner, bytes, (size_t)len);
	}
	BIO_free(out);
	ERR_clear_error();
	return good && hub_buf_ok(&l->inner) && l->inner.len > 0;
}

bool
smime_layer_open(struct smime_layer *l, const struct seal *seal,
    struct seal_proof *proof)
{
	bool ours = false, good;

	if (seal->ours.count == 0 || seal->plan.alg == SEAL_NO_KEY)
		return seal_proof_fail(proof, SEAL_LOCKED,
		    "the letter is encrypted, and auth { ... } has no key that "
		    "opens letters");
	good = seal->plan.alg == SEAL_RS256 ? transport(l, seal, &ours)
					    : smime_agree(l, seal, &ours);
	if (!ours)
		return seal_proof_fail(proof, SEAL_LOCKED,
		    "the letter is encrypted for others, and not for our "
		    "certificate");
	if (good && open_content(l))
		return true;
	return seal_proof_fail(proof, SEAL_LOCKED,
	    "the letter is encrypted for our certificate, and does not open "
	    "with its key");
}
