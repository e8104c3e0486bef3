/* SPDX-License-Identifier: Apache-2.0 */
/* Our own signature: Body, Timestamp and every header block. */
#include "config.h"

#include "seal_wss.h"

#include <libxml/c14n.h>
#include <libxml/xmlsave.h>

#include "hub_time.h"
#include "seal_ecdsa.h"

#define VALID_S 300 /* from Created to Expires */
#define TOKEN_ID "simpul-cert"

/* An envelope on its way to being signed.  What libxml2 could not make sticks
 * as NULL and fails at the end. */
struct making {
	const struct seal *seal;
	struct seal_wss w;
	xmlNode *info; /* SignedInfo */
	unsigned ids;
	bool failed; /* no memory */
};

/* A text for libxml2. */
static const xmlChar *
x(const char *text)
{
	return (const xmlChar *)text;
}

/* Adds an element of the parent's namespace, or of another. */
static xmlNode *
add(struct making *m, xmlNode *parent, xmlNs *ns, const char *name,
    const char *text)
{
	xmlNode *node = parent == NULL
	    ? NULL
	    : xmlNewTextChild(parent, ns, x(name), x(text));

	if (node == NULL)
		m->failed = true;
	return node;
}

/* Sets an attribute. */
static void
set(struct making *m, xmlNode *node, const char *name, const char *value)
{
	if (node == NULL || xmlNewProp(node, x(name), x(value)) == NULL)
		m->failed = true;
}

/* Declares a namespace on an element. */
static xmlNs *
declare(struct making *m, xmlNode *node, const char *href, const char *prefix)
{
	xmlNs *ns = node == NULL ? NULL : xmlNewNs(node, x(href), x(prefix));

	if (ns == NULL)
		m->failed = true;
	return ns;
}

/* Names an element by wsu:Id. */
static void
set_id(struct making *m, xmlNode *node, const char *id)
{
	xmlNs *ns = node == NULL
	    ? NULL
	    : xmlSearchNsByHref(m->w.tree, node, x(SEAL_NS_WSU));

	if (ns == NULL)
		ns = declare(m, node, SEAL_NS_WSU, "wsu");
	if (ns == NULL || xmlNewNsProp(node, ns, x("Id"), x(id)) == NULL)
		m->failed = true;
}

/* xmlC14NIsVisibleCallback: whether a node stands in the element. */
static int
is_inside(void *ctx, xmlNode *node, xmlNode *parent)
{
	const xmlNode *root = ctx, *at = node;

	if (node == NULL || node->type == XML_NAMESPACE_DECL)
		at = parent;
	while (at != NULL && at != root)
		at = at->parent;
	return at == root;
}

/* The digest of an element in canonical form; false: no memory. */
static bool
digest_of(const struct making *m, xmlNode *node, uint8_t out[DIGEST_SIZE])
{
	xmlBuffer *bytes = xmlBufferCreate();
	xmlOutputBuffer *to = bytes == NULL
	    ? NULL
	    : xmlOutputBufferCreateBuffer(bytes, NULL);
	bool good = to != NULL &&
	    xmlC14NExecute(m->w.tree, is_inside, node, XML_C14N_EXCLUSIVE_1_0,
		NULL, 0, to) >= 0;

	if (to != NULL)
		good = xmlOutputBufferClose(to) >= 0 && good;
	if (good)
		digest_sha256(xmlBufferContent(bytes),
		    (size_t)xmlBufferLength(bytes), out);
	xmlBufferFree(bytes);
	return good;
}

/* Adds a reference to an element. */
static void
cover(struct making *m, xmlNode *node)
{
	char id[32], uri[40], text[DIGEST_BASE64_SIZE];
	uint8_t digest[DIGEST_SIZE];
	xmlNode *reference, *at;

	(void)snprintf(id, sizeof(id), "simpul-%u", m->ids++);
	(void)snprintf(uri, sizeof(uri), "#%s", id);
	set_id(m, node, id);
	if (m->failed || !digest_of(m, node, digest)) {
		m->failed = true;
		return;
	}
	digest_base64(digest, sizeof(digest), text);
	reference = add(m, m->info, NULL, "Reference", NULL);
	set(m, reference, "URI", uri);
	at = add(m, reference, NULL, "Transforms", NULL);
	at = add(m, at, NULL, "Transform", NULL);
	set(m, at, "Algorithm", SEAL_EXC_C14N);
	at = add(m, reference, NULL, "DigestMethod", NULL);
	set(m, at, "Algorithm", SEAL_SHA256);
	(void)add(m, reference, NULL, "DigestValue", text);
}

/* Adds our certificate. */
static void
put_token(struct making *m)
{
	uint8_t *der = NULL;
	int len = i2d_X509(m->seal->ours.rows[0].x509, &der);
	char *text = len <= 0 ? NULL : malloc(4 * (((size_t)len + 2) / 3) + 1);
	xmlNode *token;

	if (text == NULL) {
		OPENSSL_free(der);
		m->failed = true;
		return;
	}
	digest_base64(der, (size_t)len, text);
	token = add(m, m->w.security, NULL, "BinarySecurityToken", text);
	set(m, token, "EncodingType", SEAL_BASE64);
	set(m, token, "ValueType", SEAL_X509V3);
	set_id(m, token, TOKEN_ID);
	free(text);
	OPENSSL_free(der);
}

/* Adds the time, and until when it is good. */
static void
put_timestamp(struct making *m, xmlNs *wsu, int64_t now)
{
	char text[HUB_TIME_SIZE];

	m->w.timestamp = add(m, m->w.security, wsu, "Timestamp", NULL);
	hub_time_text(now, text);
	(void)add(m, m->w.timestamp, NULL, "Created", text);
	hub_time_text(now + VALID_S, text);
	(void)add(m, m->w.timestamp, NULL, "Expires", text);
}

/* Adds the Security header with all but the signature. */
static void
put_security(struct making *m, int64_t now)
{
	xmlNs *wsu, *wsse;
	xmlNode *envelope = xmlDocGetRootElement(m->w.tree);

	m->w.security = add(m, m->w.header, NULL, "Security", NULL);
	wsu = declare(m, m->w.security, SEAL_NS_WSU, "wsu");
	wsse = declare(m, m->w.security, SEAL_NS_WSSE, "wsse");
	if (m->failed)
		return;
	xmlSetNs(m->w.security, wsse);
	if (envelope->ns->prefix != NULL &&
	    xmlNewNsProp(m->w.security, envelope->ns, x("mustUnderstand"),
		x("1")) == NULL)
		m->failed = true;
	put_token(m);
	put_timestamp(m, wsu, now);
}

/* Adds the Signature without its value. */
static void
put_signature(struct making *m)
{
	xmlNode *at, *block, *next;
	xmlNs *ds;

	m->w.signature = add(m, m->w.security, NULL, "Signature", NULL);
	ds = declare(m, m->w.signature, SEAL_NS_DS, "ds");
	if (m->failed)
		return;
	xmlSetNs(m->w.signature, ds);
	m->info = add(m, m->w.signature, NULL, "SignedInfo", NULL);
	at = add(m, m->info, NULL, "CanonicalizationMethod", NULL);
	set(m, at, "Algorithm", SEAL_EXC_C14N);
	at = add(m, m->info, NULL, "SignatureMethod", NULL);
	set(m, at, "Algorithm",
	    m->seal->plan.alg == SEAL_ES256 ? SEAL_ECDSA_SHA256
					    : SEAL_RSA_SHA256);
	cover(m, m->w.body);
	cover(m, m->w.timestamp);
	for (block = seal_xml_first(m->w.header); block != NULL; block = next) {
		next = seal_xml_next(block);
		if (block != m->w.security)
			cover(m, block);
	}
}

/* Has the hub sign, and adds the value and where the certificate stands. */
static enum hub_status
sign(struct making *m, struct hub_error *err)
{
	uint8_t digest[DIGEST_SIZE], plain[SEAL_ECDSA_SIZE];
	char text[4 * (KEY_ANSWER_MAX / 3) + 8];
	struct key_result made;
	enum hub_status status;
	xmlNode *at;
	xmlNs *wsse;

	if (m->failed || !digest_of(m, m->info, digest))
		return hub_fail(err, HUB_FAULT, "no memory to sign");
	status = seal_key_sign(&m->seal->key, digest, &made, err);
	if (status != HUB_OK)
		return status;
	if (m->seal->plan.alg != SEAL_ES256)
		digest_base64(made.bytes, made.len, text);
	else if (seal_ecdsa_plain(made.bytes, made.len, plain))
		digest_base64(plain, sizeof(plain), text);
	else
		return hub_fail(err, HUB_FAULT,
		    "the hub's signature is none of P-256");
	(void)add(m, m->w.signature, NULL, "SignatureValue", text);
	at = add(m, m->w.signature, NULL, "KeyInfo", NULL);
	wsse = m->w.security->ns;
	at = add(m, at, wsse, "SecurityTokenReference", NULL);
	at = add(m, at, wsse, "Reference", NULL);
	set(m, at, "URI", "#" TOKEN_ID);
	set(m, at, "ValueType", SEAL_X509V3);
	return HUB_OK;
}

/* Adds the document's bytes, without a declaration: some who read MTOM take
 * the envelope for characters, which have no encoding. */
static void
put_bytes(struct making *m, struct hub_buf *out)
{
	xmlBuffer *bytes = xmlBufferCreate();
	xmlSaveCtxt *save = bytes == NULL
	    ? NULL
	    : xmlSaveToBuffer(bytes, "UTF-8", XML_SAVE_NO_DECL);

	if (save == NULL || xmlSaveDoc(save, m->w.tree) < 0)
		m->failed = true;
	if (save != NULL && xmlSaveClose(save) < 0)
		m->failed = true;
	if (!m->failed)
		hub_buf_add(out, xmlBufferContent(bytes),
		    (size_t)xmlBufferLength(bytes));
	xmlBufferFree(bytes);
}

/* Takes an envelope of ours apart: one that bears no signature yet. */
static bool
open_own(struct making *m)
{
	struct seal_proof proof = { .verdict = SEAL_GOOD };
	xmlNode *envelope = xmlDocGetRootElement(m->w.tree);

	if (seal_wss_open(&m->w, &proof) || proof.verdict != SEAL_MISSING ||
	    m->w.body == NULL || m->w.security != NULL)
		return false;
	if (m->w.header != NULL)
		return true;
	m->w.header = xmlNewNode(envelope->ns, x("Header"));
	return m->w.header != NULL &&
	    xmlAddPrevSibling(m->w.body, m->w.header) != NULL;
}

enum hub_status
seal_wss_make(const struct seal *seal, int64_t now,
    const struct seal_octets *envelope, struct hub_buf *out,
    struct hub_error *err)
{
	struct making m = { .seal = seal };
	enum hub_status status = seal_xml_read(envelope->at, envelope->len,
	    &m.w.tree, err);

	if (status != HUB_OK)
		return hub_fail(err, HUB_FAULT,
		    "what is to be signed is no XML that the hub takes");
	if (!open_own(&m)) {
		xmlFreeDoc(m.w.tree);
		return hub_fail(err, HUB_FAULT,
		    "what is to be signed is no SOAP envelope without a "
		    "signature");
	}
	put_security(&m, now);
	if (!m.failed)
		put_signature(&m);
	status = sign(&m, err);
	if (status == HUB_OK)
		put_bytes(&m, out);
	xmlFreeDoc(m.w.tree);
	if (status == HUB_OK && (m.failed || !hub_buf_ok(out)))
		return hub_fail(err, HUB_FAULT,
		    "no memory to sign, or more than the hub sends");
	return status;
}
