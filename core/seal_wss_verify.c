/* SPDX-License-Identifier: Apache-2.0 */
/* The signature itself, by xmlsec: with one key that it is given, with what
 * the profile allows, and with nothing that it could look for elsewhere. */
#include "config.h"

#include "seal_wss.h"

#include <libxml/xmlerror.h>
#include <openssl/evp.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/keys.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

/* libxml2 and xmlsec say what they found in words of the message. */
static void
say_nothing(void *ctx, xmlErrorPtr error)
{
	(void)ctx;
	(void)error;
}

void
seal_wss_warm(void)
{
	xmlSetStructuredErrorFunc(NULL, say_nothing);
	(void)xmlSecInit();
	(void)xmlSecOpenSSLInit();
	xmlSecErrorsDefaultCallbackEnableOutput(0);
}

/* A certificate's public key as xmlsec has it; NULL: no memory. */
static xmlSecKey *
key_of(const struct seal_cert *cert)
{
	EVP_PKEY *public = X509_get_pubkey(cert->x509);
	xmlSecKeyData *data = public == NULL ? NULL
					     : xmlSecOpenSSLEvpKeyAdopt(public);
	xmlSecKey *key;

	if (data == NULL) {
		EVP_PKEY_free(public);
		return NULL;
	}
	key = xmlSecKeyCreate();
	if (key != NULL && xmlSecKeySetValue(key, data) == 0)
		return key;
	if (key != NULL)
		xmlSecKeyDestroy(key);
	xmlSecKeyDataDestroy(data);
	return NULL;
}

/* Allows what the profile allows; false: no memory. */
static bool
restrict_to_profile(xmlSecDSigCtx *ctx, const struct seal_wss *w)
{
	bool good = xmlSecDSigCtxEnableReferenceTransform(ctx,
			xmlSecTransformExclC14NId) == 0 &&
	    xmlSecDSigCtxEnableReferenceTransform(ctx,
		xmlSecTransformSha256Id) == 0 &&
	    xmlSecDSigCtxEnableSignatureTransform(ctx,
		xmlSecTransformExclC14NId) == 0 &&
	    xmlSecDSigCtxEnableSignatureTransform(ctx,
		xmlSecTransformRsaSha256Id) == 0 &&
	    xmlSecDSigCtxEnableSignatureTransform(ctx,
		xmlSecTransformEcdsaSha256Id) == 0;

	if (good && w->sha1)
		good = xmlSecDSigCtxEnableReferenceTransform(ctx,
			   xmlSecTransformSha1Id) == 0 &&
		    xmlSecDSigCtxEnableSignatureTransform(ctx,
			xmlSecTransformRsaSha1Id) == 0;
	ctx->enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
	ctx->flags = XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS |
	    XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES |
	    XMLSEC_DSIG_FLAGS_USE_VISA3D_HACK;
	return good;
}

/* Lets references find exactly the elements that were looked at. */
static bool
name_covered(const struct seal_wss *w)
{
	for (size_t i = 0; i < w->covered_count; i++) {
		xmlAttr *id = xmlHasNsProp(w->covered[i], (const xmlChar *)"Id",
		    (const xmlChar *)SEAL_NS_WSU);
		const xmlChar *name = id->children->content;

		if (xmlGetID(w->tree, name) == NULL &&
		    xmlAddID(NULL, w->tree, name, id) == NULL)
			return false;
	}
	return true;
}

/* Hands on what was digested; false: it is not one for each. */
static bool
give_octets(xmlSecDSigCtx *ctx, const struct seal_wss *w, seal_wss_fn *fn,
    void *fn_ctx)
{
	xmlSecPtrList *all = &ctx->signedInfoReferences;
	size_t count = xmlSecPtrListGetSize(all);

	if (count != w->covered_count)
		return false;
	for (size_t i = 0; i < count; i++) {
		xmlSecDSigReferenceCtx *one = xmlSecPtrListGetItem(all,
		    (xmlSecSize)i);
		xmlSecBuffer *bytes = one == NULL
		    ? NULL
		    : xmlSecDSigReferenceCtxGetPreDigestBuffer(one);

		if (bytes == NULL || one->status != xmlSecDSigStatusSucceeded)
			return false;
		fn(fn_ctx,
		    &(struct seal_octets){
			(const char *)xmlSecBufferGetData(bytes),
			xmlSecBufferGetSize(bytes) });
	}
	return true;
}

bool
seal_wss_verify(const struct seal_wss *w, const struct seal_cert *cert,
    seal_wss_fn *fn, void *ctx)
{
	xmlSecDSigCtx *dsig = xmlSecDSigCtxCreate(NULL);
	bool good;

	if (dsig == NULL)
		return false;
	dsig->signKey = key_of(cert);
	good = dsig->signKey != NULL && restrict_to_profile(dsig, w) &&
	    name_covered(w) && xmlSecDSigCtxVerify(dsig, w->signature) == 0 &&
	    dsig->status == xmlSecDSigStatusSucceeded &&
	    give_octets(dsig, w, fn, ctx);
	xmlSecDSigCtxDestroy(dsig);
	return good;
}
