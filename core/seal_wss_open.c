/* SPDX-License-Identifier: Apache-2.0 */
/* Where things stand in an envelope: each once, and in its place. */
#include "config.h"

#include "seal_wss.h"

/* Takes the one child of that name; false, and said, when it is not one. */
static bool
only(const xmlNode *of, const char *ns, const char *name, xmlNode **ret,
    struct seal_proof *proof)
{
	size_t count;

	*ret = seal_xml_child(of, ns, name, &count);
	if (count == 1)
		return true;
	return seal_proof_fail(proof, SEAL_MISPLACED,
	    "expected one %s in the %s, found %zu", name,
	    (const char *)of->name, count);
}

/* Envelope, Header at most, one Body, and nothing behind it. */
static bool
open_envelope(struct seal_wss *w, struct seal_proof *proof)
{
	xmlNode *root = xmlDocGetRootElement(w->tree), *at;

	if (seal_xml_is(root, SEAL_NS_SOAP11, "Envelope"))
		w->soap = SEAL_NS_SOAP11;
	else if (seal_xml_is(root, SEAL_NS_SOAP12, "Envelope"))
		w->soap = SEAL_NS_SOAP12;
	else
		return seal_proof_fail(proof, SEAL_MISSING,
		    "expected a SOAP envelope, which bears a signature");
	at = seal_xml_first(root);
	if (seal_xml_is(at, w->soap, "Header")) {
		w->header = at;
		at = seal_xml_next(at);
	}
	if (!only(root, w->soap, "Body", &w->body, proof))
		return false;
	if (at == w->body && seal_xml_next(at) == NULL)
		return true;
	return seal_proof_fail(proof, SEAL_MISPLACED,
	    "an envelope holds a Header and a Body, this one more");
}

/* The Security header and what stands in it. */
static bool
open_security(struct seal_wss *w, struct seal_proof *proof)
{
	size_t count = 0, signatures = 0;

	w->security = seal_xml_child(w->header, SEAL_NS_WSSE, "Security",
	    &count);
	w->signature = seal_xml_child(w->security, SEAL_NS_DS, "Signature",
	    &signatures);
	if (count == 0 || (count == 1 && signatures == 0))
		return seal_proof_fail(proof, SEAL_MISSING,
		    "expected a Signature in a Security header, found none");
	if (count > 1 || signatures > 1)
		return seal_proof_fail(proof, SEAL_MISPLACED,
		    "expected one Security header with one Signature, found "
		    "more");
	return only(w->security, SEAL_NS_WSU, "Timestamp", &w->timestamp,
	    proof);
}

/* Whether an id is one that no expression could be made of. */
static bool
is_plain(const char *id)
{
	size_t len = strlen(id);

	return len > 0 && len < SEAL_ID_SIZE &&
	    strspn(id,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789._-") == len;
}

/* No two elements have the same name, wherever they stand, and there is but
 * one kind of names. */
static bool
check_ids(const struct seal_wss *w, struct seal_proof *proof)
{
	const xmlNode *root = xmlDocGetRootElement(w->tree);
	const char *seen[SEAL_IDS_MAX];
	size_t count = 0;

	for (const xmlNode *at = root; at != NULL;
	     at = seal_xml_walk(root, at)) {
		const char *id = seal_xml_attr(at, SEAL_NS_WSU, "Id");

		if (seal_xml_attr(at, (const char *)XML_XML_NAMESPACE,
			"id")[0] != '\0')
			return seal_proof_fail(proof, SEAL_DUPLICATE,
			    "an element is named by xml:id, expected wsu:Id");
		if (id[0] == '\0')
			continue;
		if (!is_plain(id) || count == SEAL_IDS_MAX)
			return seal_proof_fail(proof, SEAL_MALFORMED,
			    "a wsu:Id is not plain, or there are more than %u",
			    SEAL_IDS_MAX);
		for (size_t i = 0; i < count; i++)
			if (strcmp(seen[i], id) == 0)
				return seal_proof_fail(proof, SEAL_DUPLICATE,
				    "two elements have the same wsu:Id");
		seen[count++] = id;
	}
	return true;
}

bool
seal_wss_open(struct seal_wss *w, struct seal_proof *proof)
{
	return open_envelope(w, proof) && open_security(w, proof) &&
	    check_ids(w, proof);
}
