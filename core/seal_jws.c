/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_jws.h"

#include <strings.h>

#include "hub_json.h"
#include "seal_base64.h"
#include "seal_ecdsa.h"

#define TIME_MAX (INT64_C(1) << 40) /* seconds; far behind any date */

/* A signature taken apart. */
struct jws {
	const char *head; /* the protected header as it stands, borrowed */
	size_t head_len;
	struct hub_buf head_text, signature;
	struct hub_json *doc;
	bool plain; /* RFC 7797: the body is covered as it is */
	uint8_t digest[DIGEST_SIZE];
};

/* Gives back what a signature holds. */
static void
release(struct jws *jws)
{
	hub_json_free(jws->doc);
	hub_buf_release(&jws->head_text);
	hub_buf_release(&jws->signature);
}

/* The one header of that name, NULL: there are more. */
static const char *
only(const struct hub_headers *headers, const char *name)
{
	const char *value = "";
	size_t count = 0;

	for (size_t i = 0; i < headers->count; i++)
		if (strcasecmp(headers->rows[i].name, name) == 0) {
			value = headers->rows[i].value;
			count++;
		}
	return count > 1 ? NULL : value;
}

/* Cuts "protected..signature" and decodes both. */
static bool
cut(struct jws *jws, const char *text, struct seal_proof *proof)
{
	const char *signature;

	jws->head = text;
	jws->head_len = strcspn(text, ".");
	signature = text + jws->head_len;
	if (jws->head_len > SEAL_JWS_MAX || strncmp(signature, "..", 2) != 0 ||
	    strchr(signature + 2, '.') != NULL)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "expected a detached JWS, protected..signature");
	signature += 2;
	if (!seal_unbase64url(&jws->head_text, text, jws->head_len) ||
	    !seal_unbase64url(&jws->signature, signature, strlen(signature)) ||
	    jws->signature.len == 0)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "a part of the JWS is not base64url");
	return true;
}

/* Reads the protected header; what it calls critical must be known. */
static bool
read_head(struct jws *jws, struct seal_proof *proof)
{
	struct hub_error err;
	size_t count;

	if (hub_json_read(hub_buf_str(&jws->head_text), jws->head_text.len,
		&jws->doc, &err) != HUB_OK)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "the protected header of the JWS is no JSON");
	count = hub_json_count(jws->doc, "crit");
	if (hub_json_has(jws->doc, "crit") && count != 1)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "crit of the JWS must name b64 and nothing else");
	if (count == 1 &&
	    strcmp(hub_json_text(hub_json_at(jws->doc, "crit", 0), ""),
		"b64") != 0)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "crit of the JWS names what is not known here");
	if (hub_json_has(jws->doc, "b64") !=
	    (count == 1 && strcmp(hub_json_kind(jws->doc, "b64"), "flag") == 0))
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "b64 of the JWS is no flag, or crit does not name it");
	jws->plain = count == 1 && !hub_json_flag(jws->doc, "b64");
	return true;
}

/* The digest of what is signed: header, full stop, body. */
static bool
digest_input(struct jws *jws, const struct seal_message *message,
    struct seal_proof *proof)
{
	struct digest *d = digest_new();
	struct hub_buf coded;

	digest_add(d, jws->head, jws->head_len);
	digest_add(d, ".", 1);
	hub_buf_init(&coded, 2 * message->body_len + 8);
	if (jws->plain) {
		digest_add(d, message->body, message->body_len);
	} else {
		seal_base64url(&coded, message->body, message->body_len);
		digest_add(d, coded.data, coded.len);
	}
	digest_final(d, jws->digest);
	digest_free(d);
	if (hub_buf_ok(&coded)) {
		hub_buf_release(&coded);
		return true;
	}
	hub_buf_release(&coded);
	return seal_proof_fail(proof, SEAL_MALFORMED, "the body is too long");
}

/* Whether the signature is that certificate's, and that is valid now. */
static bool
is_of(const struct jws *jws, const struct seal_cert *cert, int64_t now,
    struct seal_proof *proof)
{
	const char *alg = seal_alg_name(seal_cert_alg(cert));

	if (strcmp(hub_json_text(jws->doc, "alg"), alg) != 0)
		return seal_proof_fail(proof, SEAL_ALGORITHM,
		    "the JWS is not made with %s, which is the certificate's",
		    alg[0] == '\0' ? "a key that is good enough" : alg);
	if (!seal_cert_verify(cert, jws->digest,
		(const uint8_t *)jws->signature.data, jws->signature.len))
		return seal_proof_fail(proof, SEAL_WRONG,
		    "the JWS does not fit the body and the certificate");
	memcpy(proof->signer, cert->print, DIGEST_SIZE);
	return seal_cert_valid(cert, now, proof);
}

/* The certificate that came with it, in x5c. */
static bool
check_brought(const struct jws *jws, int64_t now, struct seal_proof *proof)
{
	const char *text = hub_json_text(hub_json_at(jws->doc, "x5c", 0), "");
	size_t len = strlen(text);
	struct seal_cert cert = { NULL, { 0 } };
	uint8_t der[SEAL_CERT_MAX];
	long got = len / 4 * 3 > sizeof(der) ? -1
					     : digest_unbase64(text, len, der);
	bool good;

	if (got <= 0 || !seal_cert_read(&cert, der, (size_t)got))
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "x5c of the JWS does not begin with a certificate");
	good = is_of(jws, &cert, now, proof);
	seal_cert_release(&cert);
	return good;
}

/* The believed certificate that it names by its fingerprint. */
static bool
check_named(const struct seal *seal, const struct jws *jws, int64_t now,
    struct seal_proof *proof)
{
	const char *text = hub_json_text(jws->doc, "x5t#S256");
	const struct seal_cert *cert = NULL;
	struct hub_buf print;

	hub_buf_init(&print, 2 * (size_t)DIGEST_SIZE);
	if (strlen(text) < (size_t)2 * DIGEST_SIZE &&
	    seal_unbase64url(&print, text, strlen(text)) &&
	    print.len == DIGEST_SIZE)
		cert = seal_certs_find(&seal->theirs,
		    (const uint8_t *)print.data);
	hub_buf_release(&print);
	if (cert == NULL)
		return seal_proof_fail(proof, SEAL_SIGNER,
		    "x5t#S256 of the JWS names no certificate that is "
		    "believed");
	return is_of(jws, cert, now, proof);
}

/* Any believed certificate. */
static bool
check_any(const struct seal *seal, const struct jws *jws, int64_t now,
    struct seal_proof *proof)
{
	for (size_t i = 0; i < seal->theirs.count; i++) {
		struct seal_proof one = *proof;

		if (is_of(jws, &seal->theirs.rows[i], now, &one)) {
			*proof = one;
			return true;
		}
		if (proof->verdict == SEAL_GOOD || one.verdict == SEAL_WRONG ||
		    one.verdict == SEAL_CERTIFICATE)
			*proof = one;
	}
	return false;
}

/* Whose it is. */
static bool
check_signer(const struct seal *seal, const struct jws *jws, int64_t now,
    struct seal_proof *proof)
{
	const char *alg = hub_json_text(jws->doc, "alg");

	if (strcmp(alg, seal_alg_name(SEAL_RS256)) != 0 &&
	    strcmp(alg, seal_alg_name(SEAL_ES256)) != 0)
		return seal_proof_fail(proof, SEAL_ALGORITHM,
		    "alg of the JWS must be RS256 or ES256");
	if (hub_json_has(jws->doc, "x5c"))
		return check_brought(jws, now, proof);
	if (hub_json_has(jws->doc, "x5t#S256"))
		return check_named(seal, jws, now, proof);
	return check_any(seal, jws, now, proof);
}

/* When it was made, where it says so. */
static bool
check_time(const struct seal *seal, const struct jws *jws, int64_t now,
    struct seal_proof *proof)
{
	int64_t made = hub_json_int(jws->doc, "iat", now);
	int64_t until = hub_json_int(jws->doc, "exp", now);

	if (made < 0 || made > TIME_MAX || until < 0 || until > TIME_MAX)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "iat or exp of the JWS is no time in seconds");
	if (made - now > seal->plan.tolerance)
		return seal_proof_fail(proof, SEAL_FUTURE,
		    "iat of the JWS is ahead of the hub's clock by more than "
		    "%u s",
		    seal->plan.tolerance);
	if (now - made > seal->plan.tolerance ||
	    now - until > seal->plan.tolerance)
		return seal_proof_fail(proof, SEAL_EXPIRED,
		    "iat or exp of the JWS is behind the hub's clock by more "
		    "than %u s",
		    seal->plan.tolerance);
	return true;
}

/* Leaves of the message what the signature covers. */
static void
keep_covered(const struct jws *jws, struct seal_message *message,
    struct seal_proof *proof)
{
	const char *id = hub_json_text(jws->doc, "jti");

	seal_message_strip(message);
	if (strlen(id) < sizeof(proof->key))
		(void)snprintf(proof->key, sizeof(proof->key), "%s", id);
	digest_sha256(jws->signature.data, jws->signature.len, proof->mark);
	digest_sha256(message->body, message->body_len, proof->said);
}

/* Checks the signature in a message's header. */
bool
seal_jws_check(const struct seal *seal, struct seal_message *message,
    struct seal_proof *proof)
{
	const char *name = seal->plan.in_header;
	const char *text = only(message->headers, name);
	struct jws jws = { .doc = NULL };
	bool good;

	if (text == NULL)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "%.60s stands more than once", name);
	if (text[0] == '\0')
		return seal_proof_fail(proof, SEAL_MISSING,
		    "expected a JWS in %.60s, found none", name);
	hub_buf_init(&jws.head_text, SEAL_JWS_MAX);
	hub_buf_init(&jws.signature, KEY_ANSWER_MAX);
	good = cut(&jws, text, proof) && read_head(&jws, proof) &&
	    digest_input(&jws, message, proof) &&
	    check_signer(seal, &jws, message->now, proof) &&
	    check_time(seal, &jws, message->now, proof);
	if (good)
		keep_covered(&jws, message, proof);
	release(&jws);
	return good;
}
