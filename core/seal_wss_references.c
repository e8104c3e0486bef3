/* SPDX-License-Identifier: Apache-2.0 */
/* What a signature says that it covers, and how: one profile, no other. */
#include "config.h"

#include "seal_wss.h"

#define RSA_SHA1 "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
#define SHA1 "http://www.w3.org/2000/09/xmldsig#sha1"

/* The algorithm that an element names. */
static const char *
algorithm(const xmlNode *node)
{
	return node == NULL ? "" : seal_xml_attr(node, NULL, "Algorithm");
}

/* Whether an element holds nothing but, perhaps, the prefixes that exclusive
 * canonicalization is to keep. */
static bool
has_prefixes_only(const xmlNode *node)
{
	const xmlNode *child = seal_xml_first(node);

	return child == NULL ||
	    (seal_xml_is(child, SEAL_EXC_C14N, "InclusiveNamespaces") &&
		seal_xml_next(child) == NULL);
}

/* The children of an element, by name and in order; NULL at the end. */
static bool
holds(const xmlNode *node, const char *const *names)
{
	const xmlNode *at = seal_xml_first(node);

	for (; *names != NULL; names++) {
		if (!seal_xml_is(at, SEAL_NS_DS, *names))
			return false;
		at = seal_xml_next(at);
	}
	return at == NULL;
}

/* How SignedInfo is made and signed. */
static bool
read_methods(struct seal_wss *w, const xmlNode *info, bool sha1,
    struct seal_proof *proof)
{
	const xmlNode *c14n = seal_xml_child(info, SEAL_NS_DS,
	    "CanonicalizationMethod", NULL);
	const xmlNode *method = seal_xml_child(info, SEAL_NS_DS,
	    "SignatureMethod", NULL);
	const char *name = algorithm(method);

	if (strcmp(algorithm(c14n), SEAL_EXC_C14N) != 0 ||
	    !has_prefixes_only(c14n))
		return seal_proof_fail(proof, SEAL_TRANSFORM,
		    "SignedInfo must be made canonical exclusively, without "
		    "comments");
	w->sha1 = sha1 && strcmp(name, RSA_SHA1) == 0;
	w->alg = strcmp(name, SEAL_RSA_SHA256) == 0 || w->sha1 ? SEAL_RS256
	    : strcmp(name, SEAL_ECDSA_SHA256) == 0	       ? SEAL_ES256
							       : SEAL_NO_KEY;
	if (w->alg == SEAL_NO_KEY || seal_xml_first(method) != NULL)
		return seal_proof_fail(proof, SEAL_ALGORITHM,
		    "SignatureMethod must be rsa-sha256 or ecdsa-sha256%s",
		    strcmp(name, RSA_SHA1) == 0
			? ", for SHA-1 is not allowed here"
			: "");
	return true;
}

/* The transforms of a reference: exclusive canonicalization alone. */
static bool
check_transforms(const xmlNode *reference, struct seal_proof *proof)
{
	const xmlNode *all = seal_xml_child(reference, SEAL_NS_DS, "Transforms",
	    NULL);
	const xmlNode *one = seal_xml_first(all);

	if (one != NULL && seal_xml_is(one, SEAL_NS_DS, "Transform") &&
	    seal_xml_next(one) == NULL &&
	    strcmp(algorithm(one), SEAL_EXC_C14N) == 0 &&
	    has_prefixes_only(one))
		return true;
	return seal_proof_fail(proof, SEAL_TRANSFORM,
	    "a reference must have exclusive canonicalization as its only "
	    "transform");
}

/* The element that bears a name, wherever it stands, or NULL. */
static xmlNode *
find(const struct seal_wss *w, const char *id)
{
	xmlNode *root = xmlDocGetRootElement(w->tree);

	for (xmlNode *at = root; at != NULL; at = seal_xml_walk(root, at))
		if (strcmp(seal_xml_attr(at, SEAL_NS_WSU, "Id"), id) == 0)
			return at;
	return NULL;
}

/* Whether an element stands where it is read: the Body, a header block, or
 * what stands in the Security header. */
static bool
is_in_place(const struct seal_wss *w, const xmlNode *node)
{
	return node == w->body || node->parent == w->security ||
	    (node->parent == w->header && node != w->security);
}

/* The element that a reference covers. */
static bool
take_target(struct seal_wss *w, const xmlNode *reference,
    struct seal_proof *proof)
{
	const char *uri = seal_xml_attr(reference, NULL, "URI");
	xmlNode *target = uri[0] == '#' && uri[1] != '\0' ? find(w, uri + 1)
							  : NULL;

	if (target == NULL)
		return seal_proof_fail(proof, SEAL_REFERENCE,
		    "a reference points to no element with a wsu:Id of this "
		    "message");
	if (!is_in_place(w, target))
		return seal_proof_fail(proof, SEAL_MISPLACED,
		    "what is signed does not stand where it is read");
	for (size_t i = 0; i < w->covered_count; i++)
		if (w->covered[i] == target)
			return seal_proof_fail(proof, SEAL_DUPLICATE,
			    "two references point to the same element");
	w->covered[w->covered_count++] = target;
	return true;
}

/* One reference. */
static bool
read_reference(struct seal_wss *w, const xmlNode *reference, bool sha1,
    struct seal_proof *proof)
{
	static const char *const children[] = { "Transforms", "DigestMethod",
		"DigestValue", NULL };
	const xmlNode *method = seal_xml_child(reference, SEAL_NS_DS,
	    "DigestMethod", NULL);

	if (w->covered_count == SEAL_REFERENCES_MAX)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "there are more than %u references", SEAL_REFERENCES_MAX);
	if (!check_transforms(reference, proof))
		return false;
	if (!holds(reference, children))
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "a reference holds other things than it must");
	if (sha1 && strcmp(algorithm(method), SHA1) == 0)
		w->sha1 = true;
	else if (strcmp(algorithm(method), SEAL_SHA256) != 0 ||
	    seal_xml_first(method) != NULL)
		return seal_proof_fail(proof, SEAL_ALGORITHM,
		    "DigestMethod must be sha256");
	return take_target(w, reference, proof);
}

/* Whether an element is covered. */
static bool
is_covered(const struct seal_wss *w, const xmlNode *node)
{
	for (size_t i = 0; i < w->covered_count; i++)
		if (w->covered[i] == node)
			return true;
	return false;
}

bool
seal_wss_references(struct seal_wss *w, bool sha1, struct seal_proof *proof)
{
	static const char *const children[] = { "SignedInfo", "SignatureValue",
		"KeyInfo", NULL };
	const xmlNode *info = seal_xml_first(w->signature), *at;

	if (!holds(w->signature, children))
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "expected SignedInfo, SignatureValue and KeyInfo in the "
		    "Signature, and nothing else");
	if (!read_methods(w, info, sha1, proof))
		return false;
	at = seal_xml_next(seal_xml_next(seal_xml_first(info)));
	for (; at != NULL; at = seal_xml_next(at)) {
		if (!seal_xml_is(at, SEAL_NS_DS, "Reference"))
			return seal_proof_fail(proof, SEAL_MALFORMED,
			    "SignedInfo holds other things than it must");
		if (!read_reference(w, at, sha1, proof))
			return false;
	}
	if (!is_covered(w, w->body))
		return seal_proof_fail(proof, SEAL_UNCOVERED,
		    "the signature does not cover the Body");
	if (!is_covered(w, w->timestamp))
		return seal_proof_fail(proof, SEAL_UNCOVERED,
		    "the signature does not cover the Timestamp");
	return true;
}
