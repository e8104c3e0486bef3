/* SPDX-License-Identifier: Apache-2.0 */
/* The certificate that KeyInfo points to or holds. */
#include "config.h"

#include "seal_wss.h"

/* Reads a certificate in base64. */
static bool
read_cert(const xmlNode *node, struct seal_cert *ret, struct seal_proof *proof)
{
	uint8_t der[SEAL_CERT_MAX];
	struct hub_buf text;
	long len = -1;

	hub_buf_init(&text, SEAL_CERT_MAX / 3 * 4);
	if (seal_xml_word(node, &text))
		len = digest_unbase64(hub_buf_str(&text), text.len, der);
	hub_buf_release(&text);
	if (len > 0 && seal_cert_read(ret, der, (size_t)len))
		return true;
	return seal_proof_fail(proof, SEAL_MALFORMED,
	    "what KeyInfo points to is no X.509 certificate in base64");
}

/* A token of the same Security header. */
static bool
read_token(const struct seal_wss *w, const xmlNode *reference,
    struct seal_cert *ret, struct seal_proof *proof)
{
	const char *uri = seal_xml_attr(reference, NULL, "URI");
	const xmlNode *at = seal_xml_first(w->security);

	for (; at != NULL && uri[0] == '#'; at = seal_xml_next(at))
		if (seal_xml_is(at, SEAL_NS_WSSE, "BinarySecurityToken") &&
		    strcmp(seal_xml_attr(at, SEAL_NS_WSU, "Id"), uri + 1) == 0)
			return read_cert(at, ret, proof);
	return seal_proof_fail(proof, SEAL_REFERENCE,
	    "KeyInfo points to no BinarySecurityToken of this message");
}

/* X509Data: the certificate itself, or only whose it is. */
static bool
read_data(const xmlNode *data, struct seal_cert *ret, struct seal_proof *proof)
{
	size_t count;
	const xmlNode *cert = seal_xml_child(data, SEAL_NS_DS,
	    "X509Certificate", &count);

	if (count > 1)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "KeyInfo holds more than one certificate");
	return cert == NULL || read_cert(cert, ret, proof);
}

bool
seal_wss_token(const struct seal_wss *w, struct seal_cert *ret,
    struct seal_proof *proof)
{
	const xmlNode *info = seal_xml_child(w->signature, SEAL_NS_DS,
	    "KeyInfo", NULL);
	const xmlNode *at = seal_xml_first(info);

	ret->x509 = NULL;
	if (at == NULL || seal_xml_next(at) != NULL)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "expected one thing in KeyInfo, found none or more");
	if (seal_xml_is(at, SEAL_NS_WSSE, "SecurityTokenReference"))
		at = seal_xml_first(at);
	if (at == NULL || seal_xml_next(at) != NULL)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "expected one thing in the SecurityTokenReference");
	if (seal_xml_is(at, SEAL_NS_WSSE, "Reference"))
		return read_token(w, at, ret, proof);
	if (seal_xml_is(at, SEAL_NS_DS, "X509Data"))
		return read_data(at, ret, proof);
	if (seal_xml_is(at, SEAL_NS_WSSE, "KeyIdentifier"))
		return strcmp(seal_xml_attr(at, NULL, "ValueType"),
			   SEAL_X509V3) != 0 ||
		    read_cert(at, ret, proof);
	return seal_proof_fail(proof, SEAL_REFERENCE,
	    "KeyInfo names its key in a way that is not looked for here");
}
