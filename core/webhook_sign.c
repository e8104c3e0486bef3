/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "webhook_sign.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <strings.h>

#include "digest.h"
#include "limits.h"

#define SECRET_PREFIX "whsec_"
#define SIGNATURE_PREFIX "v1,"
#define BASE64_LEN (DIGEST_BASE64_SIZE - 1)
#define HEX_LEN (DIGEST_HEX_SIZE - 1)

/* The bytes of a secret "whsec_<base64>"; -1 when it is none. */
static long
secret_bytes(const char *secret, uint8_t out[WEBHOOK_SECRET_MAX])
{
	size_t len;

	if (strncmp(secret, SECRET_PREFIX, strlen(SECRET_PREFIX)) == 0)
		secret += strlen(SECRET_PREFIX);
	len = strlen(secret);
	if (len == 0 || len / 4 * 3 > WEBHOOK_SECRET_MAX)
		return -1;
	return digest_unbase64(secret, len, out);
}

/* Seconds since 1970 in digits, nothing else around them. */
static bool
read_seconds(const char *text, int64_t *ret_seconds)
{
	size_t len = strlen(text);
	int64_t seconds = 0;

	if (len == 0 || len > 15 || strspn(text, "0123456789") != len)
		return false;
	for (; *text != '\0'; text++)
		seconds = seconds * 10 + (*text - '0');
	*ret_seconds = seconds;
	return true;
}

/* Whether one of the signatures fits; *ret_read: how many were readable. */
static bool
one_fits(const char *list, const uint8_t own[DIGEST_SIZE], size_t *ret_read)
{
	uint8_t theirs[DIGEST_SIZE + 1];
	bool fits = false;
	size_t len;

	*ret_read = 0;
	for (; *list != '\0'; list += len) {
		list += strspn(list, " ");
		len = strcspn(list, " ");
		if (len != strlen(SIGNATURE_PREFIX) + BASE64_LEN ||
		    strncmp(list, SIGNATURE_PREFIX, strlen(SIGNATURE_PREFIX)) !=
			0 ||
		    digest_unbase64(list + strlen(SIGNATURE_PREFIX), BASE64_LEN,
			theirs) != DIGEST_SIZE)
			continue;
		(*ret_read)++;
		if (digest_equal(theirs, own, DIGEST_SIZE))
			fits = true;
	}
	return fits;
}

/* The signature over "<id>.<timestamp>.<body>"; false: the secret is none. */
static bool
sign(const struct conf_credential *by, const struct webhook_message *message,
    uint8_t out[DIGEST_SIZE])
{
	const char *id = hub_header(message->headers, "webhook-id");
	const char *at = hub_header(message->headers, "webhook-timestamp");
	const struct digest_part parts[] = { { id, strlen(id) }, { ".", 1 },
		{ at, strlen(at) }, { ".", 1 },
		{ message->body, message->body_len } };
	uint8_t secret[WEBHOOK_SECRET_MAX];
	long len = secret_bytes(by->secret, secret);

	if (len > 0)
		digest_hmac_parts(secret, (size_t)len, parts,
		    sizeof(parts) / sizeof(*parts), out);
	OPENSSL_cleanse(secret, sizeof(secret));
	return len > 0;
}

/* Is the id one that can be kept, and the time within the window? */
static struct webhook_proof
check_head(const struct conf_credential *by, const char *id, const char *at,
    int64_t now)
{
	int64_t seconds, off;

	if (strlen(id) >= WEBHOOK_KEY_SIZE || strpbrk(id, ". ") != NULL)
		return webhook_end(WEBHOOK_MALFORMED,
		    "webhook-id: expected at most %d characters, no full "
		    "stop, no space",
		    WEBHOOK_KEY_SIZE - 1);
	if (!read_seconds(at, &seconds))
		return webhook_end(WEBHOOK_MALFORMED,
		    "webhook-timestamp: expected seconds since 1970");
	off = now - seconds;
	if (off > by->tolerance || -off > by->tolerance)
		return webhook_end(WEBHOOK_STALE,
		    "webhook-timestamp is %lld s %s the hub's clock, at most "
		    "%u are taken",
		    (long long)(off < 0 ? -off : off),
		    off < 0 ? "ahead of" : "behind", by->tolerance);
	return webhook_end(WEBHOOK_GENUINE, "%s", "");
}

/* A message signed as Standard Webhooks prescribe. */
struct webhook_proof
webhook_standard(const struct conf_credential *by,
    const struct webhook_message *message)
{
	const char *id = hub_header(message->headers, "webhook-id");
	const char *at = hub_header(message->headers, "webhook-timestamp");
	const char *list = hub_header(message->headers, "webhook-signature");
	struct webhook_proof proof;
	uint8_t own[DIGEST_SIZE];
	size_t read;

	if (id[0] == '\0' || at[0] == '\0' || list[0] == '\0')
		return webhook_end(WEBHOOK_MISSING,
		    "expected webhook-id, webhook-timestamp and "
		    "webhook-signature, found no %s",
		    id[0] == '\0'	? "webhook-id"
			: at[0] == '\0' ? "webhook-timestamp"
					: "webhook-signature");
	proof = check_head(by, id, at, message->now);
	if (proof.verdict != WEBHOOK_GENUINE)
		return proof;
	if (!sign(by, message, own))
		return webhook_end(WEBHOOK_UNPROVEN,
		    "the secret on our side is not whsec_ and base64");
	if (!one_fits(list, own, &read))
		return read == 0
		    ? webhook_end(WEBHOOK_MALFORMED,
			  "webhook-signature: expected v1, and 44 characters "
			  "of base64")
		    : webhook_end(WEBHOOK_WRONG,
			  "webhook-signature does not fit the body and the "
			  "secret");
	(void)snprintf(proof.key, sizeof(proof.key), "%s", id);
	return proof;
}

/* The value of a hex digit, -1 for another character. */
static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* 32 bytes out of hex or base64. */
static bool
read_digest(const char *text, uint8_t out[DIGEST_SIZE])
{
	uint8_t bytes[DIGEST_SIZE + 1];
	size_t len = strlen(text);

	if (len == BASE64_LEN &&
	    digest_unbase64(text, len, bytes) == DIGEST_SIZE) {
		memcpy(out, bytes, DIGEST_SIZE);
		return true;
	}
	if (len != HEX_LEN)
		return false;
	for (size_t i = 0; i < DIGEST_SIZE; i++) {
		int high = hex_value(text[2 * i]);
		int low = hex_value(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

/* A message whose body alone is signed. */
struct webhook_proof
webhook_hmac(const struct conf_credential *by,
    const struct webhook_message *message)
{
	const char *text = hub_header(message->headers, by->header);
	uint8_t own[DIGEST_SIZE], theirs[DIGEST_SIZE];

	if (text[0] == '\0')
		return webhook_end(WEBHOOK_MISSING,
		    "expected a signature in %s, found none", by->header);
	if (strncasecmp(text, "sha256=", strlen("sha256=")) == 0)
		text += strlen("sha256=");
	if (!read_digest(text, theirs))
		return webhook_end(WEBHOOK_MALFORMED,
		    "%s: expected HMAC-SHA256 as hex or base64", by->header);
	digest_hmac(by->secret, strlen(by->secret), message->body,
	    message->body_len, own);
	if (!digest_equal(own, theirs, DIGEST_SIZE))
		return webhook_end(WEBHOOK_WRONG,
		    "%s does not fit the body and the secret", by->header);
	return webhook_end(WEBHOOK_GENUINE, "%s", "");
}
