/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_smime.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <strings.h>

#include "hub_mail.h"
#include "mail_head.h"
#include "mail_proof.h"
#include "mail_split.h"

/* A signed letter taken apart; pieces are borrowed from it. */
struct smime {
	struct mail_piece header, body;
	struct mail_piece part;	 /* beside a signature: what is signed */
	struct mail_piece coded; /* the signature in base64 */
	struct hub_buf covered;	 /* what is signed, with CRLF */
	CMS_ContentInfo *cms;
};

/* Whether a type is one of two names, with x- or without. */
static bool
is_type(const char *type, const char *rest)
{
	if (strncmp(type, "application/", 12) != 0)
		return false;
	type += 12;
	if (strncmp(type, "x-", 2) == 0)
		type += 2;
	return strcmp(type, rest) == 0;
}

/* The two parts of multipart/signed. */
static bool
cut_beside(struct smime *s, const char *boundary, struct arena *arena,
    struct seal_proof *proof)
{
	struct mail_piece signature, more;
	struct mail_split split;
	struct mail_head head;

	mail_split_init(&split, &s->body, boundary);
	if (boundary[0] == '\0' || !mail_split_next(&split, &s->part) ||
	    !mail_split_next(&split, &signature) ||
	    mail_split_next(&split, &more) || !split.closed)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "a signed letter has two parts, this one has not");
	signature = mail_header_cut(&signature, &s->coded);
	mail_head_read(&signature, "text/plain", arena, &head);
	if (is_type(head.type, "pkcs7-signature") &&
	    strcasecmp(head.encoding, "base64") == 0)
		return true;
	return seal_proof_fail(proof, SEAL_MALFORMED,
	    "the second part of a signed letter is no S/MIME signature");
}

/* Finds what is signed, and the signature. */
static bool
cut(struct smime *s, const struct seal_message *message,
    struct seal_proof *proof)
{
	struct mail_piece letter = { message->body, message->body_len };
	struct mail_head head;

	s->header = mail_header_cut(&letter, &s->body);
	mail_head_read(&s->header, "text/plain", message->arena, &head);
	if (strcmp(head.type, "multipart/signed") == 0)
		return cut_beside(s, head.boundary, message->arena, proof);
	s->coded = s->body;
	if (is_type(head.type, "pkcs7-mime") &&
	    strcasecmp(head.encoding, "base64") == 0)
		return true;
	return seal_proof_fail(proof, SEAL_MISSING,
	    "the letter bears no S/MIME signature");
}

/* Reads the signature. */
static bool
read_cms(struct smime *s, struct seal_proof *proof)
{
	struct hub_buf text;
	const uint8_t *at;
	uint8_t *der;
	long len = -1;

	hub_buf_init(&text, s->coded.len + 1);
	for (size_t i = 0; i < s->coded.len; i++)
		if (strchr(" \t\r\n", s->coded.at[i]) == NULL)
			hub_buf_char(&text, s->coded.at[i]);
	der = malloc(text.len + 1);
	if (der != NULL)
		len = digest_unbase64(hub_buf_str(&text), text.len, der);
	at = der;
	if (len > 0)
		s->cms = d2i_CMS_ContentInfo(NULL, &at, len);
	free(der);
	hub_buf_release(&text);
	ERR_clear_error();
	if (s->cms == NULL)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "the S/MIME signature does not read");
	if (OBJ_obj2nid(CMS_get0_type(s->cms)) == NID_pkcs7_signed)
		return true;
	return seal_proof_fail(proof, SEAL_MISSING,
	    "the letter is encrypted, or compressed, and not signed");
}

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
check_algorithms(const struct smime *s, struct seal_proof *proof)
{
	STACK_OF(CMS_SignerInfo) *all = CMS_get0_SignerInfos(s->cms);
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
verify(struct smime *s, struct seal_proof *proof)
{
	BIO *in = NULL, *out = BIO_new(BIO_s_mem());
	bool beside = s->part.at != NULL, good;
	char *bytes;
	long len;

	if (beside) {
		copy_lines(&s->covered, &s->part);
		in = BIO_new_mem_buf(s->covered.data, (int)s->covered.len);
	}
	good = out != NULL && hub_buf_ok(&s->covered) &&
	    beside == (CMS_is_detached(s->cms) == 1) &&
	    CMS_verify(s->cms, NULL, NULL, in, out,
		CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) == 1;
	if (good && !beside) {
		len = BIO_get_mem_data(out, &bytes);
		hub_buf_add(&s->covered, bytes, (size_t)len);
	}
	ERR_clear_error();
	BIO_free(in);
	BIO_free(out);
	if (good && hub_buf_ok(&s->covered) && s->covered.len > 0)
		return true;
	return seal_proof_fail(proof, SEAL_WRONG,
	    "the S/MIME signature does not fit the letter, or brings no "
	    "certificate");
}

/* Whether a certificate is that of the letter's sender. */
static bool
is_sender(const struct smime *s, X509 *x509, struct seal_proof *proof)
{
	STACK_OF(OPENSSL_STRING) *all = X509_get1_email(x509);
	int count = sk_OPENSSL_STRING_num(all);
	char from[SEAL_ADDRESS_MAX];
	struct hub_buf field;
	bool good = count <= 0;

	hub_buf_init(&field, HUB_MAIL_HEADER_MAX);
	mail_header_find(&s->header, "From", &field);
	if (mail_proof_address(hub_buf_str(&field), from, sizeof(from)))
		for (int i = 0; i < count && !good; i++)
			good = strcasecmp(sk_OPENSSL_STRING_value(all, i),
				   from) == 0;
	hub_buf_release(&field);
	X509_email_free(all);
	return good ||
	    seal_proof_fail(proof, SEAL_SIGNER,
		"the letter's sender is none of the certificate's addresses");
}

/* Whose it is: valid now, and the sender's. */
static bool
check_signer(const struct smime *s, int64_t now, struct seal_proof *proof)
{
	STACK_OF(X509) *signers = CMS_get0_signers(s->cms);
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
	return seal_cert_valid(&cert, now, proof) && is_sender(s, x509, proof);
}

/* Whether a field says what the content is, which the signed part does for
 * itself. */
static bool
is_of_content(const struct mail_field *field)
{
	return (field->name.len > 8 &&
		   strncasecmp(field->name.at, "Content-", 8) == 0) ||
	    (field->name.len == 12 &&
		strncasecmp(field->name.at, "MIME-Version", 12) == 0);
}

/* The letter with the signed part as its content. */
static bool
keep_covered(const struct smime *s, struct seal_message *message,
    struct seal_proof *proof)
{
	struct mail_piece left = s->header;
	struct mail_field field;
	struct hub_buf out;

	hub_buf_init(&out, PACKET_FAR_MAX);
	while (mail_header_next(&left, &field))
		if (!is_of_content(&field)) {
			hub_buf_add(&out, field.name.at, field.name.len);
			hub_buf_text(&out, ": ");
			mail_field_value(&field, &out);
			hub_buf_text(&out, "\r\n");
		}
	hub_buf_text(&out, "MIME-Version: 1.0\r\n");
	hub_buf_add(&out, s->covered.data, s->covered.len);
	message->body = arena_bytes(message->arena, hub_buf_str(&out), out.len);
	message->body_len = out.len;
	if (!hub_buf_ok(&out) || !arena_ok(message->arena))
		(void)seal_proof_fail(proof, SEAL_MALFORMED,
		    "the signed letter is too long");
	hub_buf_release(&out);
	digest_sha256(s->covered.data, s->covered.len, proof->said);
	memcpy(proof->mark, proof->said, sizeof(proof->mark));
	return proof->verdict == SEAL_GOOD;
}

/* Checks a letter's signature. */
bool
seal_smime_check(const struct seal *seal, struct seal_message *message,
    struct seal_proof *proof)
{
	struct smime s = { .cms = NULL };
	bool good;

	(void)seal;
	hub_buf_init(&s.covered, PACKET_FAR_MAX);
	good = cut(&s, message, proof) && read_cms(&s, proof) &&
	    check_algorithms(&s, proof) && verify(&s, proof) &&
	    check_signer(&s, message->now, proof) &&
	    keep_covered(&s, message, proof);
	CMS_ContentInfo_free(s.cms);
	hub_buf_release(&s.covered);
	return good;
}
