/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "webhook.h"

#include <openssl/crypto.h>
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

#include "digest.h"
#include "limits.h"
#include "webhook_sign.h"

#define API_KEY_NAME "api_key" /* unless the section says another */

static const char *const names[] = {
	[WEBHOOK_GENUINE] = "genuine",
	[WEBHOOK_MISSING] = "missing",
	[WEBHOOK_MALFORMED] = "malformed",
	[WEBHOOK_WRONG] = "wrong",
	[WEBHOOK_STALE] = "stale",
	[WEBHOOK_UNPROVEN] = "unproven",
};

/* The word of a verdict. */
const char *
webhook_verdict_name(enum webhook_verdict verdict)
{
	if ((unsigned)verdict >= sizeof(names) / sizeof(*names))
		return "";
	return names[verdict];
}

/* A proof with its sentence and no key. */
struct webhook_proof
webhook_end(enum webhook_verdict verdict, const char *fmt, ...)
{
	struct webhook_proof proof = { .verdict = verdict };
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(proof.text, sizeof(proof.text), fmt, ap);
	va_end(ap);
	return proof;
}

/* Whether two texts are the same, in a time that tells nothing of either. */
static bool
same_text(const char *a, size_t a_len, const char *b, size_t b_len)
{
	uint8_t one[DIGEST_SIZE], other[DIGEST_SIZE];

	digest_sha256(a, a_len, one);
	digest_sha256(b, b_len, other);
	return digest_equal(one, other, DIGEST_SIZE);
}

/* Is the text that came the secret?  where: what it came in. */
static struct webhook_proof
match(const struct conf_credential *by, const char *text, const char *where)
{
	if (text[0] == '\0')
		return webhook_end(WEBHOOK_MISSING,
		    "expected a credential in %s, found none", where);
	if (!same_text(text, strlen(text), by->secret, strlen(by->secret)))
		return webhook_end(WEBHOOK_WRONG,
		    "the credential in %s is not the one configured", where);
	return webhook_end(WEBHOOK_GENUINE, "%s", "");
}

/* What stands behind the scheme in Authorization, NULL for another one. */
static const char *
behind_scheme(const char *value, const char *scheme)
{
	size_t len = strlen(scheme);

	if (strncasecmp(value, scheme, len) != 0 || value[len] != ' ')
		return NULL;
	value += len;
	return value + strspn(value, " ");
}

/* Authorization: <scheme> <secret>. */
static struct webhook_proof
check_scheme(const struct conf_credential *by,
    const struct webhook_message *message, const char *scheme)
{
	const char *value = hub_header(message->headers, "Authorization");
	const char *text = behind_scheme(value, scheme);

	if (value[0] != '\0' && text == NULL)
		return webhook_end(WEBHOOK_MALFORMED,
		    "Authorization: expected %s", scheme);
	return match(by, text == NULL ? "" : text, "Authorization");
}

/* Authorization: Basic base64(user:secret). */
static struct webhook_proof
check_basic(const struct conf_credential *by,
    const struct webhook_message *message)
{
	const char *value = hub_header(message->headers, "Authorization");
	const char *text = behind_scheme(value, "Basic");
	size_t text_len = text == NULL ? 0 : strlen(text);
	size_t user_len = strlen(by->user);
	uint8_t plain[WEBHOOK_BASIC_MAX];
	bool user, secret;
	long len;

	if (value[0] == '\0')
		return match(by, "", "Authorization");
	if (text_len == 0 || text_len / 4 * 3 > sizeof(plain))
		return webhook_end(WEBHOOK_MALFORMED,
		    "Authorization: expected Basic");
	len = digest_unbase64(text, text_len, plain);
	if (len < 0 || memchr(plain, ':', (size_t)len) == NULL)
		return webhook_end(WEBHOOK_MALFORMED,
		    "Authorization: expected base64 of user:secret");
	user = (size_t)len > user_len && plain[user_len] == ':' &&
	    same_text((const char *)plain, user_len, by->user, user_len);
	secret = user &&
	    same_text((const char *)plain + user_len + 1,
		(size_t)len - user_len - 1, by->secret, strlen(by->secret));
	OPENSSL_cleanse(plain, sizeof(plain));
	if (!secret)
		return webhook_end(WEBHOOK_WRONG,
		    "the credential in Authorization is not the one "
		    "configured");
	return webhook_end(WEBHOOK_GENUINE, "%s", "");
}

/* A key in a header or in the query, under the same name. */
static struct webhook_proof
check_api_key(const struct conf_credential *by,
    const struct webhook_message *message)
{
	const char *name = by->header[0] != '\0' ? by->header : API_KEY_NAME;
	const char *text = hub_header(message->headers, name);
	char value[WEBHOOK_API_KEY_MAX];
	struct webhook_proof proof;

	if (text[0] != '\0')
		return match(by, text, name);
	if (!hub_query(message->query, name, value, sizeof(value)))
		value[0] = '\0';
	proof = match(by, value, name);
	OPENSSL_cleanse(value, sizeof(value));
	return proof;
}

/* The certificate that the TLS connection was made with. */
static struct webhook_proof
check_cert(const struct conf_institution *inst,
    const struct webhook_message *message)
{
	char hex[DIGEST_HEX_SIZE];

	if (message->client_cert == NULL)
		return webhook_end(WEBHOOK_MISSING,
		    "expected a client certificate, found none");
	digest_hex(message->client_cert, hex);
	if (strcmp(hex, inst->tls_client) != 0)
		return webhook_end(WEBHOOK_WRONG,
		    "the client certificate is not the one configured");
	return webhook_end(WEBHOOK_GENUINE, "%s", "");
}

/* Whether a kind of credential is a secret that must be there. */
static bool
needs_secret(enum conf_auth kind)
{
	return kind == AUTH_BEARER || kind == AUTH_TOKEN ||
	    kind == AUTH_BASIC || kind == AUTH_HEADER || kind == AUTH_API_KEY ||
	    kind == AUTH_WEBHOOK || kind == AUTH_HMAC;
}

/* Is it theirs? */
struct webhook_proof
webhook_verify(const struct conf_institution *inst,
    const struct webhook_message *message)
{
	const struct conf_credential *by = &inst->in;

	if (needs_secret(by->kind) && by->secret[0] == '\0')
		return webhook_end(WEBHOOK_UNPROVEN,
		    "no secret is configured for what comes in");
	switch (by->kind) {
	case AUTH_BEARER:
		return check_scheme(by, message, "Bearer");
	case AUTH_TOKEN:
		return check_scheme(by, message, "token");
	case AUTH_BASIC:
		return check_basic(by, message);
	case AUTH_HEADER:
		return match(by, hub_header(message->headers, by->header),
		    by->header);
	case AUTH_API_KEY:
		return check_api_key(by, message);
	case AUTH_TLS:
		return check_cert(inst, message);
	case AUTH_WEBHOOK:
		return webhook_standard(by, message);
	case AUTH_HMAC:
		return webhook_hmac(by, message);
	default:
		return webhook_end(WEBHOOK_UNPROVEN,
		    "nothing in auth_in proves who sends before the body is "
		    "read");
	}
}
