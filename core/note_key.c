/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "note_key.h"

#include <openssl/crypto.h>

#include "digest.h"
#include "utf8.h"

#define PRIVATE "PRIVATE+KEY+"
#define ID_HEX (2 * NOTE_ID_SIZE)
/* The type and a key or seed, and those as base64. */
#define TYPED_SIZE (1 + ED25519_PUBLIC_SIZE)
#define TYPED_BASE64 (4 * ((TYPED_SIZE + 2) / 3))

/* A key's text, cut at its first two "+". */
struct cut {
	struct note_span name, id, base64;
};

/* What all white space of Unicode beyond ASCII is encoded as. */
static const char *const spaces[] = { "\xc2\x85", "\xc2\xa0", "\xe1\x9a\x80",
	"\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82", "\xe2\x80\x83",
	"\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87",
	"\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a", "\xe2\x80\xa8",
	"\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80", NULL };

bool
note_name_is_valid(struct note_span name)
{
	if (name.len == 0 || name.len > NOTE_NAME_MAX ||
	    !utf8_is_valid(name.at, name.len))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.at[i] <= ' ' || name.at[i] == '+')
			return false;
	for (size_t i = 0; spaces[i] != NULL; i++)
		if (memmem(name.at, name.len, spaces[i], strlen(spaces[i])) !=
		    NULL)
			return false;
	return true;
}

/* The id of a key: what its name, type and bytes hash to. */
static void
find_id(struct note_key *key)
{
	uint8_t bytes[NOTE_NAME_MAX + 1 + TYPED_SIZE], digest[DIGEST_SIZE];
	size_t len = strlen(key->name);

	memcpy(bytes, key->name, len);
	bytes[len++] = '\n';
	bytes[len++] = key->type;
	memcpy(bytes + len, key->bytes, sizeof(key->bytes));
	digest_sha256(bytes, len + sizeof(key->bytes), digest);
	memcpy(key->id, digest, NOTE_ID_SIZE);
}

/* An id as eight digits. */
static void
id_hex(const uint8_t id[NOTE_ID_SIZE], char ret[ID_HEX + 1])
{
	for (size_t i = 0; i < NOTE_ID_SIZE; i++)
		(void)snprintf(ret + 2 * i, 3, "%02x", id[i]);
}

/* Cuts a key's text; the base64 may hold "+" as well. */
static enum hub_status
cut_text(struct note_span text, struct cut *ret, struct hub_error *err)
{
	struct note_span behind;

	if (!note_span_cut(text, '+', &ret->name, &behind) ||
	    !note_span_cut(behind, '+', &ret->id, &ret->base64))
		return hub_fail(err, HUB_MALFORMED,
		    "the key is not NAME+ID+BASE64");
	if (!note_name_is_valid(ret->name))
		return hub_fail(err, HUB_MALFORMED,
		    "the key's name is not 1 to %u bytes of UTF-8 without "
		    "spaces and \"+\"",
		    NOTE_NAME_MAX);
	return HUB_OK;
}

/* The type and the 32 bytes behind it, which may be secret. */
static enum hub_status
read_typed(struct note_span base64, uint8_t ret[TYPED_SIZE],
    struct hub_error *err)
{
	uint8_t bytes[3 * TYPED_BASE64 / 4] = { 0 };
	enum hub_status status = HUB_OK;

	if (base64.len != TYPED_BASE64 ||
	    digest_unbase64(base64.at, base64.len, bytes) != TYPED_SIZE)
		status = hub_fail(err, HUB_MALFORMED,
		    "the key's base64 does not hold a type and 32 bytes");
	else if (bytes[0] != NOTE_ED25519 && bytes[0] != NOTE_COSIGNATURE)
		status = hub_fail(err, HUB_MALFORMED,
		    "the key has the type 0x%02x, expected 0x01 (Ed25519) or "
		    "0x04 (cosignature/v1)",
		    bytes[0]);
	else
		memcpy(ret, bytes, TYPED_SIZE);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return status;
}

/* Whether the id that a text tells is the key's own. */
static enum hub_status
compare_id(const struct note_key *key, struct note_span told,
    struct hub_error *err)
{
	char hex[ID_HEX + 1];

	id_hex(key->id, hex);
	if (!note_span_is(told, hex))
		return hub_fail(err, HUB_MALFORMED,
		    "the key's id is not %s, which its name and bytes hash to",
		    hex);
	return HUB_OK;
}

enum hub_status
note_key_parse(struct note_span text, struct note_key *ret,
    struct hub_error *err)
{
	uint8_t typed[TYPED_SIZE];
	struct note_key key = { .type = 0 };
	enum hub_status status;
	struct cut cut;

	status = cut_text(text, &cut, err);
	if (status == HUB_OK)
		status = read_typed(cut.base64, typed, err);
	if (status != HUB_OK)
		return status;
	memcpy(key.name, cut.name.at, cut.name.len);
	key.type = typed[0];
	memcpy(key.bytes, typed + 1, sizeof(key.bytes));
	find_id(&key);
	status = compare_id(&key, cut.id, err);
	if (status == HUB_OK)
		*ret = key;
	return status;
}

/* NAME+ID+ and the base64 of the type and 32 bytes. */
static void
write_text(const struct note_key *key, const uint8_t *bytes,
    struct hub_buf *out)
{
	char hex[ID_HEX + 1], base64[TYPED_BASE64 + 1];
	uint8_t typed[TYPED_SIZE];

	id_hex(key->id, hex);
	typed[0] = key->type;
	memcpy(typed + 1, bytes, sizeof(typed) - 1);
	digest_base64(typed, sizeof(typed), base64);
	hub_buf_text(out, key->name);
	hub_buf_char(out, '+');
	hub_buf_text(out, hex);
	hub_buf_char(out, '+');
	hub_buf_text(out, base64);
	OPENSSL_cleanse(typed, sizeof(typed));
	OPENSSL_cleanse(base64, sizeof(base64));
}

void
note_key_write(const struct note_key *key, struct hub_buf *out)
{
	write_text(key, key->bytes, out);
}

enum hub_status
note_signer_make(const char *name, uint8_t type,
    const uint8_t seed[ED25519_SEED_SIZE], struct note_signer *ret,
    struct hub_error *err)
{
	struct note_signer signer = { .key.type = type };

	if (!note_name_is_valid(note_span_of(name)))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "a key's name has 1 to %u bytes of UTF-8 without spaces "
		    "and \"+\"",
		    NOTE_NAME_MAX);
	memcpy(signer.key.name, name, strlen(name));
	if (note_ed25519_public(seed, signer.key.bytes) != HUB_OK)
		return hub_fail(err, HUB_FAULT, "no memory for a key");
	find_id(&signer.key);
	memcpy(signer.seed, seed, sizeof(signer.seed));
	*ret = signer;
	note_signer_clear(&signer);
	return HUB_OK;
}

enum hub_status
note_signer_parse(struct note_span text, struct note_signer *ret,
    struct hub_error *err)
{
	char name[NOTE_NAME_MAX + 1] = { 0 };
	uint8_t typed[TYPED_SIZE];
	struct note_signer signer;
	enum hub_status status;
	struct cut cut;

	if (!note_span_skip(&text, PRIVATE))
		return hub_fail(err, HUB_MALFORMED,
		    "the key does not begin with " PRIVATE);
	status = cut_text(text, &cut, err);
	if (status == HUB_OK)
		status = read_typed(cut.base64, typed, err);
	if (status != HUB_OK)
		return status;
	memcpy(name, cut.name.at, cut.name.len);
	status = note_signer_make(name, typed[0], typed + 1, &signer, err);
	OPENSSL_cleanse(typed, sizeof(typed));
	if (status != HUB_OK)
		return status;
	status = compare_id(&signer.key, cut.id, err);
	if (status == HUB_OK)
		*ret = signer;
	note_signer_clear(&signer);
	return status;
}

void
note_signer_write(const struct note_signer *signer, struct hub_buf *out)
{
	hub_buf_text(out, PRIVATE);
	write_text(&signer->key, signer->seed, out);
}

void
note_signer_clear(struct note_signer *signer)
{
	OPENSSL_cleanse(signer->seed, sizeof(signer->seed));
}
