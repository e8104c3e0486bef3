/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_smime_layer.h"

#include <openssl/err.h>
#include <strings.h>

#include "mail_head.h"

void
smime_layer_init(struct smime_layer *layer)
{
	memset(layer, 0, sizeof(*layer));
	hub_buf_init(&layer->inner, PACKET_FAR_MAX);
}

void
smime_layer_release(struct smime_layer *layer)
{
	CMS_ContentInfo_free(layer->cms);
	layer->cms = NULL;
	hub_buf_release(&layer->inner);
}

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

/* The signature of multipart/signed: the second of its two parts. */
static bool
cut_beside(struct smime_layer *l, const struct mail_piece *body,
    const char *boundary, struct arena *arena, struct seal_proof *proof)
{
	struct mail_piece signature, more;
	struct mail_split split;
	struct mail_head head;

	mail_split_init(&split, body, boundary);
	if (boundary[0] == '\0' || !mail_split_next(&split, &l->part) ||
	    !mail_split_next(&split, &signature) ||
	    mail_split_next(&split, &more) || !split.closed)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "a signed letter has two parts, this one has not");
	signature = mail_header_cut(&signature, &l->coded);
	mail_head_read(&signature, "text/plain", arena, &head);
	if (is_type(head.type, "pkcs7-signature") &&
	    strcasecmp(head.encoding, "base64") == 0)
		return true;
	return seal_proof_fail(proof, SEAL_MALFORMED,
	    "the second part of a signed letter is no S/MIME signature");
}

/* Reads base64 of DER. */
static bool
read_cms(struct smime_layer *l, struct seal_proof *proof)
{
	const struct mail_piece *coded = &l->coded;
	struct hub_buf text;
	const uint8_t *at;
	uint8_t *der;
	long len = -1;

	hub_buf_init(&text, coded->len + 1);
	for (size_t i = 0; i < coded->len; i++)
		if (strchr(" \t\r\n", coded->at[i]) == NULL)
			hub_buf_char(&text, coded->at[i]);
	der = malloc(text.len + 1);
	if (der != NULL)
		len = digest_unbase64(hub_buf_str(&text), text.len, der);
	at = der;
	if (len > 0)
		l->cms = d2i_CMS_ContentInfo(NULL, &at, len);
	free(der);
	hub_buf_release(&text);
	ERR_clear_error();
	if (l->cms != NULL)
		return true;
	return seal_proof_fail(proof, SEAL_MALFORMED,
	    "what S/MIME holds in base64 does not read");
}

/* By what stands in the structure, not by what the header calls it. */
static bool
sort(const struct smime_layer *l, enum smime_kind *ret,
    struct seal_proof *proof)
{
	int kind = OBJ_obj2nid(CMS_get0_type(l->cms));

	if (kind == NID_pkcs7_signed)
		*ret = SMIME_SIGNED;
	else if (l->part.at == NULL &&
	    (kind == NID_pkcs7_enveloped ||
		kind == NID_id_smime_ct_authEnvelopedData))
		*ret = SMIME_ENCRYPTED;
	else
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "what S/MIME holds is neither signed nor encrypted");
	return true;
}

bool
smime_layer_read(struct smime_layer *l, const struct mail_piece *entity,
    struct arena *arena, enum smime_kind *ret_kind, struct seal_proof *proof)
{
	struct mail_piece body, header = mail_header_cut(entity, &body);
	struct mail_head head;

	mail_head_read(&header, "text/plain", arena, &head);
	*ret_kind = SMIME_NONE;
	l->coded = body;
	if (strcmp(head.type, "multipart/signed") == 0) {
		if (!cut_beside(l, &body, head.boundary, arena, proof))
			return false;
	} else if (!is_type(head.type, "pkcs7-mime")) {
		return true;
	} else if (strcasecmp(head.encoding, "base64") != 0) {
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "what S/MIME holds is not in base64");
	}
	return read_cms(l, proof) && sort(l, ret_kind, proof);
}
