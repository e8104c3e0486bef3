/* SPDX-License-Identifier: Apache-2.0 */
/* A layer that is a signature. */
#include "config.h"

#include "seal_smime_layer.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <strings.h>

/* Copies a piece with CRLF line ends, which is what was signed. */
static void
copy_lines(struct hub_buf *to, const struct mail_piece *from)
{
	for (size_t i = 0; i < from->len; i++) {
		if (from->at[i] == '\n' && (i == 0 || from->at[i - 1] != '\r'))
			hub_buf_char(to, '\r');
		hub_buf_char(to, from->at[i]);
	}
}

/* One signer, by SHA-2 and RSA or ECDSA. */
static bool
check_algorithms(const struct smime_layer *l, struct seal_proof *proof)
{
	STACK_OF(CMS_SignerInfo) *all = CMS_get0_SignerInfos(l->cms);
	X509_ALGOR *digest = NULL, *signature = NULL;
	int made;

	if (sk_CMS_SignerInfo_num(all) != 1)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "expected one signer, found none or more");
	CMS_SignerInfo_get0_algs(sk_CMS_SignerInfo_value(all, 0), NULL, NULL,
	    &digest, &signature);
	made = digest == NULL ? NID_undef : OBJ_obj2nid(digest->algorithm);
	if (made == NID_sha256 || made == NID_sha384 || made == NID_sha512)
		return true;
	return seal_proof_fail(proof, SEAL_ALGORITHM,
	    "the letter is signed with another digest than SHA-256, -384 or "
	    "-512");
}

/* Checks the signature and keeps what it covers. */
static bool
check_bytes(struct smime_layer *l, struct seal_proof *proof)
{
	BIO *in = NULL, *out = BIO_new(BIO_s_mem());
	bool beside = l->part.at != NULL, good;
	char *bytes;
	long len;

	if (beside) {
		copy_lines(&l->inner, &l->part);
		in = BIO_new_mem_buf(l->inner.data, (int)l->inner.len);
	}
	good = out != NULL && hub_buf_ok(&l->inner) &&
	    beside == (CMS_is_detached(l->cms) == 1) &&
	    CMS_verify(l->cms, NULL, NULL, in, out,
		CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) == 1;
	if (good && !beside) {
		len = BIO_get_mem_data(out, &bytes);
		hub_buf_add(&l->inner, bytes, (size_t)len);
	}
	ERR_clear_error();
	BIO_free(in);
	BIO_free(out);
	if (good && hub_buf_ok(&l->inner) && l->inner.len > 0)
		return true;
	return seal_proof_fail(proof, SEAL_WRONG,
	    "the S/MIME signature does not fit the letter, or brings no "
	    "certificate");
}

/* Whether a certificate is that of the letter's sender. */
static bool
is_sender(X509 *x509, const char *from, struct seal_proof *proof)
{
	STACK_OF(OPENSSL_STRING) *all = X509_get1_email(x509);
	int count = sk_OPENSSL_STRING_num(all);
	bool good = count <= 0;

	for (int i = 0; i < count && !good; i++)
		good = from[0] != '\0' &&
		    strcasecmp(sk_OPENSSL_STRING_value(all, i), from) == 0;
	X509_email_free(all);
	return good ||
	    seal_proof_fail(proof, SEAL_SIGNER,
		"the letter's sender is none of the certificate's addresses");
}

/* Whose it is: valid now, and the sender's. */
static bool
check_signer(const struct smime_layer *l, const char *from, int64_t now,
    struct seal_proof *proof)
{
	STACK_OF(X509) *signers = CMS_get0_signers(l->cms);
	X509 *x509 = sk_X509_num(signers) == 1 ? sk_X509_value(signers, 0)
					       : NULL;
	struct seal_cert cert = { .x509 = x509 };
	unsigned len = DIGEST_SIZE;
	bool good = x509 != NULL &&
	    X509_digest(x509, EVP_sha256(), proof->signer, &len) == 1;

	sk_X509_free(signers);
	if (!good)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "the signature has no one certificate");
	if (seal_cert_alg(&cert) == SEAL_NO_KEY)
		return seal_proof_fail(proof, SEAL_ALGORITHM,
		    "the certificate's key is no RSA of 2048 bits or more, "
		    "and none of P-256");
	return seal_cert_valid(&cert, now, proof) &&
	    is_sender(x509, from, proof);
}

/* Adds the time that is signed, too. */
static void
add_time(EVP_MD_CTX *to, const CMS_SignerInfo *signer)
{
	int at = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
	const ASN1_TYPE *said = at < 0
	    ? NULL
	    : X509_ATTRIBUTE_get0_type(CMS_signed_get_attr(signer, at), 0);

	if (said != NULL &&
	    (said->type == V_ASN1_UTCTIME ||
		said->type == V_ASN1_GENERALIZEDTIME))
		(void)EVP_DigestUpdate(to,
		    ASN1_STRING_get0_data(said->value.asn1_string),
		    (size_t)ASN1_STRING_length(said->value.asn1_string));
}

/* What the signed letter is known by when it comes again: whose it is, what it
 * covers, and when it was made.  Of the signature's own bytes anybody can make
 * others that are as good (ECDSA). */
static bool
take_mark(const struct smime_layer *l, struct seal_proof *proof)
{
	const CMS_SignerInfo *signer =
	    sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(l->cms), 0);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool good = ctx != NULL &&
	    EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1 &&
	    EVP_DigestUpdate(ctx, proof->signer, sizeof(proof->signer)) == 1 &&
	    EVP_DigestUpdate(ctx, l->inner.data, l->inner.len) == 1;

	if (good) {
		add_time(ctx, signer);
		good = EVP_DigestFinal_ex(ctx, proof->mark, NULL) == 1;
	}
	EVP_MD_CTX_free(ctx);
	return good ||
	    seal_proof_fail(proof, SEAL_MALFORMED, "the letter has no digest");
}

bool
smime_layer_verify(struct smime_layer *l, const char *from, int64_t now,
    struct seal_proof *proof)
{
	if (!check_algorithms(l, proof) || !check_bytes(l, proof) ||
	    !check_signer(l, from, now, proof))
		return false;
	return take_mark(l, proof);
}
