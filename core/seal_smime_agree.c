/* SPDX-License-Identifier: Apache-2.0 */
/* An encryption for a key on a curve: the session key is wrapped in one that
 * both sides agree on (ECDH, RFC 5753). */
#include "config.h"

#include "seal_smime_layer.h"

#include <openssl/err.h>

#include "seal_remote.h"

/* Our certificate among the receivers, and what stands there for it. */
struct place {
	CMS_RecipientInfo *receiver;
	CMS_RecipientEncryptedKey *key;
};

/* Looks through the keys of one receiver. */
static bool
find_key(CMS_RecipientInfo *one, X509 *ours, struct place *ret)
{
	STACK_OF(CMS_RecipientEncryptedKey) *keys =
	    CMS_RecipientInfo_kari_get0_reks(one);
	int count = sk_CMS_RecipientEncryptedKey_num(keys);

	for (int i = 0; i < count && i < (int)SEAL_RECEIVERS_MAX; i++) {
		CMS_RecipientEncryptedKey *key =
		    sk_CMS_RecipientEncryptedKey_value(keys, i);

		if (CMS_RecipientEncryptedKey_cert_cmp(key, ours) == 0) {
			*ret = (struct place){ one, key };
			return true;
		}
	}
	return false;
}

/* Looks through all receivers; false: we are none of them. */
static bool
find_ours(CMS_ContentInfo *cms, X509 *ours, struct place *ret)
{
	STACK_OF(CMS_RecipientInfo) *all = CMS_get0_RecipientInfos(cms);
	int count = sk_CMS_RecipientInfo_num(all);

	for (int i = 0; i < count && i < (int)SEAL_RECEIVERS_MAX; i++) {
		CMS_RecipientInfo *one = sk_CMS_RecipientInfo_value(all, i);

		if (CMS_RecipientInfo_type(one) == CMS_RECIPINFO_AGREE &&
		    find_key(one, ours, ret))
			return true;
	}
	return false;
}

/* How the agreed key wraps the session key: AES, whose result tells whether it
 * was the right one.  The caller frees it; NULL: in another way. */
static X509_ALGOR *
read_wrap(const X509_ALGOR *alg)
{
	const ASN1_TYPE *given = alg->parameter;
	X509_ALGOR *wrap = given == NULL || given->type != V_ASN1_SEQUENCE
	    ? NULL
	    : ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(X509_ALGOR), given);
	int kind = wrap == NULL ? NID_undef : OBJ_obj2nid(wrap->algorithm);

	if (kind == NID_id_aes128_wrap || kind == NID_id_aes192_wrap ||
	    kind == NID_id_aes256_wrap)
		return wrap;
	X509_ALGOR_free(wrap);
	return NULL;
}

/* What is asked: the length of the key, that of their point, the point, and
 * what else goes into it. */
static bool
say_ask(CMS_RecipientInfo *one, X509_ALGOR *wrap, ASN1_OCTET_STRING *more,
    size_t len, struct hub_buf *out)
{
	ASN1_BIT_STRING *point = NULL;
	X509_ALGOR *kind = NULL;
	uint8_t *shared = NULL;
	int shared_len = CMS_SharedInfo_encode(&shared, wrap, more, (int)len);
	bool good = shared_len > 0 &&
	    CMS_RecipientInfo_kari_get0_orig_id(one, &kind, &point, NULL, NULL,
		NULL) == 1 &&
	    point != NULL && ASN1_STRING_length(point) <= UINT8_MAX;

	if (good) {
		hub_buf_char(out, (char)len);
		hub_buf_char(out, (char)ASN1_STRING_length(point));
		hub_buf_add(out, ASN1_STRING_get0_data(point),
		    (size_t)ASN1_STRING_length(point));
		hub_buf_add(out, shared, (size_t)shared_len);
	}
	OPENSSL_free(shared);
	return good && hub_buf_ok(out);
}

/* Gets the receiver ready, so that OpenSSL asks the hub for the key; the
 * receiver owns what stands for that. */
static bool
prepare(CMS_RecipientInfo *one, const struct seal_key *key)
{
	EVP_CIPHER_CTX *cipher = CMS_RecipientInfo_kari_get0_ctx(one);
	ASN1_OCTET_STRING *more = NULL;
	X509_ALGOR *alg = NULL, *wrap = NULL;
	EVP_PKEY *remote = NULL;
	struct hub_buf ask;
	unsigned kdf;
	bool good;

	hub_buf_init(&ask, KEY_ASK_MAX);
	if (CMS_RecipientInfo_kari_get0_alg(one, &alg, &more) == 1 &&
	    seal_remote_kdf(alg, &kdf))
		wrap = read_wrap(alg);
	good = wrap != NULL && cipher != NULL &&
	    EVP_DecryptInit_ex(cipher, EVP_get_cipherbyobj(wrap->algorithm),
		NULL, NULL, NULL) == 1 &&
	    say_ask(one, wrap, more,
		(size_t)EVP_CIPHER_CTX_get_key_length(cipher), &ask);
	if (good)
		remote = seal_remote_agreed(key, kdf, &ask);
	good = remote != NULL &&
	    CMS_RecipientInfo_kari_set0_pkey(one, remote) == 1;
	EVP_PKEY_free(remote);
	X509_ALGOR_free(wrap);
	hub_buf_release(&ask);
	return good;
}

bool
smime_agree(struct smime_layer *l, const struct seal *seal, bool *ret_ours)
{
	struct place place;
	bool good;

	*ret_ours = find_ours(l->cms, seal->ours.rows[0].x509, &place);
	good = *ret_ours && prepare(place.receiver, &seal->key) &&
	    CMS_RecipientInfo_kari_decrypt(l->cms, place.receiver, place.key) ==
		1;
	ERR_clear_error();
	return good;
}
