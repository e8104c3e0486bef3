/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_wss.h"

#include <strings.h>

#include "hub_time.h"
#include "hub_xml.h"
#include "seal_mime.h"
#include "utf8.h"

/* What is put together from the octets that were digested. */
struct covered {
	const struct seal_wss *w;
	size_t next; /* the reference whose octets come next */
	struct hub_buf blocks, body;
	struct digest *all; /* of everything: a replay has it, too */
	char id[SEAL_KEY_SIZE];
};

/* Reads a time of the Timestamp; false: it is none. */
static bool
read_time(const xmlNode *node, int64_t *ret)
{
	struct hub_buf text;
	bool good;

	hub_buf_init(&text, HUB_TIME_SIZE * 2);
	good = seal_xml_word(node, &text) &&
	    hub_time_parse(hub_buf_str(&text), ret);
	hub_buf_release(&text);
	return good;
}

/* Whether it was made about now, and is good still. */
static bool
check_time(const struct seal *seal, const struct seal_wss *w, int64_t now,
    struct seal_proof *proof)
{
	size_t begins, ends;
	const xmlNode *made = seal_xml_child(w->timestamp, SEAL_NS_WSU,
	    "Created", &begins);
	const xmlNode *over = seal_xml_child(w->timestamp, SEAL_NS_WSU,
	    "Expires", &ends);
	int64_t created, expires = INT64_MAX, most = seal->plan.tolerance;

	if (begins != 1 || ends > 1 || !read_time(made, &created) ||
	    (over != NULL && !read_time(over, &expires)))
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "the Timestamp must have Created, and may have Expires, "
		    "each with its zone");
	if (created - now > most)
		return seal_proof_fail(proof, SEAL_FUTURE,
		    "Created is ahead of the hub's clock by more than %u s",
		    seal->plan.tolerance);
	if (now - created > most || now > expires)
		return seal_proof_fail(proof, SEAL_EXPIRED,
		    "Expires has passed, or Created is behind the hub's clock "
		    "by more than %u s",
		    seal->plan.tolerance);
	return true;
}

/* Keeps the message's id. */
static void
take_id(struct covered *c, const xmlNode *block)
{
	struct hub_buf text;

	if (!seal_xml_is(block, SEAL_NS_WSA, "MessageID"))
		return;
	hub_buf_init(&text, SEAL_KEY_SIZE - 1);
	if (seal_xml_word(block, &text) &&
	    utf8_is_line(hub_buf_str(&text), text.len))
		(void)snprintf(c->id, sizeof(c->id), "%s", hub_buf_str(&text));
	hub_buf_release(&text);
}

/* seal_wss_fn: the octets of one covered element, in order. */
static void
take_octets(void *ctx, const struct seal_octets *octets)
{
	struct covered *c = ctx;
	const struct seal_wss *w = c->w;
	const xmlNode *node = w->covered[c->next++];

	digest_add(c->all, octets->at, octets->len);
	if (node == w->body) {
		hub_buf_add(&c->body, octets->at, octets->len);
	} else if (node->parent == w->header) {
		hub_buf_add(&c->blocks, octets->at, octets->len);
		take_id(c, node);
	}
}

/* What stands in the Body, without the Body's own tag, whose wsu:Id is another
 * each time. */
static struct seal_octets
inside(const struct hub_buf *body)
{
	const char *at = body->data, *end = at + body->len;
	char quote = '\0';

	for (; at < end && (quote != '\0' || *at != '>'); at++)
		if (quote == '\0' && *at == '"')
			quote = '"';
		else if (*at == quote)
			quote = '\0';
	return (struct seal_octets){ at, (size_t)(end - at) };
}

/* The envelope that is handed on. */
static bool
put_envelope(const struct covered *c, struct hub_buf *out)
{
	hub_buf_fmt(out, "<soap:Envelope xmlns:soap=\"%s\"><soap:Header>",
	    c->w->soap);
	hub_buf_add(out, c->blocks.data, c->blocks.len);
	hub_buf_text(out, "</soap:Header>");
	hub_buf_add(out, c->body.data, c->body.len);
	hub_buf_text(out, "</soap:Envelope>");
	return hub_buf_ok(&c->blocks) && hub_buf_ok(&c->body) &&
	    hub_buf_ok(out) && memchr(out->data, 0, out->len) == NULL;
}

/* Leaves of the message what the signature covers. */
static bool
keep_covered(struct covered *c, const struct seal_mime *mime,
    struct seal_message *message, struct seal_proof *proof)
{
	struct seal_octets said = inside(&c->body);
	struct hub_buf out;
	const char *type = NULL;
	bool good;

	hub_buf_init(&out, PACKET_FAR_MAX);
	good = put_envelope(c, &out);
	if (good && mime != NULL) {
		good = seal_mime_put(mime, hub_buf_str(&out), message, &type);
	} else if (good) {
		message->body = arena_bytes(message->arena, out.data, out.len);
		message->body_len = out.len;
		good = arena_ok(message->arena);
	}
	hub_buf_release(&out);
	if (!good)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "what the signature covers is too long");
	seal_message_strip(message);
	if (type != NULL && message->headers->count > 0)
		message->headers->rows[0].value = type;
	digest_final(c->all, proof->mark);
	digest_sha256(said.at, said.len, proof->said);
	(void)snprintf(proof->key, sizeof(proof->key), "%s", c->id);
	return true;
}

/* Whether the signature is that certificate's, and that is valid now. */
static bool
is_of(struct covered *c, const struct seal_cert *cert, int64_t now,
    struct seal_proof *proof)
{
	if (seal_cert_alg(cert) != c->w->alg)
		return seal_proof_fail(proof, SEAL_ALGORITHM,
		    "SignatureMethod does not go with the certificate's key");
	c->next = 0;
	c->id[0] = '\0';
	hub_buf_clear(&c->blocks);
	hub_buf_clear(&c->body);
	if (!seal_wss_verify(c->w, cert, take_octets, c))
		return seal_proof_fail(proof, SEAL_WRONG,
		    "the signature does not fit the message and the "
		    "certificate");
	memcpy(proof->signer, cert->print, DIGEST_SIZE);
	return seal_cert_valid(cert, now, proof);
}

/* Any believed certificate, where the message brings none. */
static bool
is_of_any(const struct seal *seal, struct covered *c, int64_t now,
    struct seal_proof *proof)
{
	(void)seal_proof_fail(proof, SEAL_WRONG,
	    "the signature is that of no certificate that is believed");
	for (size_t i = 0; i < seal->theirs.count; i++) {
		struct seal_proof one = { .verdict = SEAL_GOOD };

		if (seal_cert_alg(&seal->theirs.rows[i]) != c->w->alg)
			continue;
		if (is_of(c, &seal->theirs.rows[i], now, &one) ||
		    one.verdict == SEAL_CERTIFICATE) {
			*proof = one;
			return one.verdict == SEAL_GOOD;
		}
	}
	return false;
}

/* Whose the signature is. */
static bool
check_signer(const struct seal *seal, struct covered *c, int64_t now,
    struct seal_proof *proof)
{
	struct seal_cert cert;
	bool good;

	if (!seal_wss_token(c->w, &cert, proof))
		return false;
	if (cert.x509 == NULL)
		return is_of_any(seal, c, now, proof);
	good = is_of(c, &cert, now, proof);
	seal_cert_release(&cert);
	return good;
}

/* An envelope in its tree. */
static bool
check_tree(const struct seal *seal, struct seal_wss *w,
    const struct seal_mime *mime, struct seal_message *message,
    struct seal_proof *proof)
{
	struct covered c = { .w = w };
	bool good;

	if (!seal_wss_open(w, proof) ||
	    !seal_wss_references(w, seal->plan.sha1, proof) ||
	    !check_time(seal, w, message->now, proof))
		return false;
	hub_buf_init(&c.blocks, HUB_XML_MAX);
	hub_buf_init(&c.body, HUB_XML_MAX);
	c.all = digest_new();
	good = check_signer(seal, &c, message->now, proof) &&
	    keep_covered(&c, mime, message, proof);
	digest_free(c.all);
	hub_buf_release(&c.blocks);
	hub_buf_release(&c.body);
	return good;
}

bool
seal_wss_check(const struct seal *seal, struct seal_message *message,
    struct seal_proof *proof)
{
	const char *type = hub_header(message->headers, "Content-Type");
	struct seal_octets xml = { message->body, message->body_len };
	struct seal_wss w = { .tree = NULL };
	struct seal_mime mime;
	struct hub_error err;
	bool parts = seal_mime_is(type), good;

	if (parts) {
		if (!seal_mime_read(&mime, type, message, proof))
			return false;
		xml = (struct seal_octets){ mime.envelope.at,
			mime.envelope.len };
	}
	if (seal_xml_read(xml.at, xml.len, &w.tree, &err) != HUB_OK)
		return seal_proof_fail(proof, SEAL_MALFORMED, "%.150s",
		    err.text);
	good = check_tree(seal, &w, parts ? &mime : NULL, message, proof);
	xmlFreeDoc(w.tree);
	return good;
}
