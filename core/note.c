/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "note.h"

#include "digest.h"
#include "utf8.h"

#define DASH "\xe2\x80\x94 " /* U+2014 and a space begin a signature */
#define STAMP_SIZE 8	     /* the time of a cosignature */
#define STAMPED_TEXT "cosignature/v1\ntime %llu\n"
#define STAMPED_MAX 64 /* of that */
#define SIGNED_MAX (NOTE_ID_SIZE + STAMP_SIZE + ED25519_SIGNATURE_SIZE)
#define BASE64_MAX (4 * ((NOTE_SIGNATURE_MAX + 2) / 3))

/* UTF-8 lines without control characters, each with its newline. */
static bool
is_text(struct note_span text)
{
	if (text.len == 0 || text.at[text.len - 1] != '\n')
		return false;
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] < ' ' && text.at[i] != '\n')
			return false;
	return utf8_is_valid(text.at, text.len);
}

/* Cuts one line, "- NAME BASE64", with a dash of its own. */
static enum hub_status
parse_signature(struct note_span line, struct note_signature *ret,
    struct hub_error *err)
{
	uint8_t bytes[3 * BASE64_MAX / 4];
	long len = -1;

	if (!note_span_skip(&line, DASH) ||
	    !note_span_cut(line, ' ', &ret->name, &ret->base64))
		return hub_fail(err, HUB_MALFORMED,
		    "a signature is not a dash (U+2014), a name and base64");
	if (!note_name_is_valid(ret->name))
		return hub_fail(err, HUB_MALFORMED,
		    "the name of a signature is not 1 to %u bytes without "
		    "spaces and \"+\"",
		    NOTE_NAME_MAX);
	if (ret->base64.len <= BASE64_MAX)
		len = digest_unbase64(ret->base64.at, ret->base64.len, bytes);
	if (len <= NOTE_ID_SIZE)
		return hub_fail(err, HUB_MALFORMED,
		    "a signature is not base64 of %d to %u bytes",
		    NOTE_ID_SIZE + 1, NOTE_SIGNATURE_MAX);
	memcpy(ret->id, bytes, NOTE_ID_SIZE);
	return HUB_OK;
}

/* Finds the last empty line: the text ends before it. */
static bool
split(struct note_span bytes, struct note_span *ret_text,
    struct note_span *ret_lines)
{
	const char *at = memrchr(bytes.at, '\n', bytes.len);

	while (at != NULL && at > bytes.at && at[-1] != '\n')
		at = memrchr(bytes.at, '\n', (size_t)(at - bytes.at));
	if (at == NULL || at == bytes.at)
		return false;
	ret_text->at = bytes.at;
	ret_text->len = (size_t)(at - bytes.at);
	ret_lines->at = at + 1;
	ret_lines->len = bytes.len - ret_text->len - 1;
	return ret_lines->len > 0;
}

enum hub_status
note_parse(struct note_span bytes, struct note *ret, struct hub_error *err)
{
	struct note_span lines, line;
	enum hub_status status;

	if (bytes.len > NOTE_MAX)
		return hub_fail(err, HUB_MALFORMED,
		    "the note has %zu bytes, expected at most %u", bytes.len,
		    NOTE_MAX);
	if (!is_text(bytes))
		return hub_fail(err, HUB_MALFORMED,
		    "the note is not UTF-8 lines without control characters");
	if (!split(bytes, &ret->text, &lines))
		return hub_fail(err, HUB_MALFORMED,
		    "the note has no empty line with signatures behind it");
	ret->count = 0;
	while (note_span_line(&lines, &line)) {
		if (ret->count >= NOTE_SIGNATURES_MAX)
			return hub_fail(err, HUB_MALFORMED,
			    "the note has more than %u signatures",
			    NOTE_SIGNATURES_MAX);
		status = parse_signature(line, &ret->signatures[ret->count],
		    err);
		if (status != HUB_OK)
			return status;
		ret->count++;
	}
	return HUB_OK;
}

/* What a cosigner signs: the time, and the text. */
static enum hub_status
stamp(struct note_span text, uint64_t time, struct hub_buf *ret)
{
	hub_buf_init(ret, text.len + STAMPED_MAX);
	hub_buf_fmt(ret, STAMPED_TEXT, (unsigned long long)time);
	hub_buf_add(ret, text.at, text.len);
	return hub_buf_ok(ret) ? HUB_OK : HUB_FAULT;
}

/* Eight bytes, the highest first, as a number. */
static uint64_t
read_stamp(const uint8_t bytes[STAMP_SIZE])
{
	uint64_t time = 0;

	for (size_t i = 0; i < STAMP_SIZE; i++)
		time = time << 8 | bytes[i];
	return time;
}

/* A number as eight bytes, the highest first. */
static void
write_stamp(uint64_t time, uint8_t ret[STAMP_SIZE])
{
	for (size_t i = 0; i < STAMP_SIZE; i++)
		ret[i] = (uint8_t)(time >> (8 * (STAMP_SIZE - 1 - i)));
}

/* Checks a cosignature: its time and 64 bytes. */
static enum hub_status
check_stamped(struct note_span text, const struct note_key *key,
    const uint8_t *bytes, uint64_t *ret_time)
{
	uint64_t time = read_stamp(bytes);
	struct hub_buf said;
	enum hub_status status;

	if (time > INT64_MAX)
		return HUB_MALFORMED;
	status = stamp(text, time, &said);
	if (status == HUB_OK)
		status = note_ed25519_check(key->bytes, said.data, said.len,
		    bytes + STAMP_SIZE);
	hub_buf_release(&said);
	if (status == HUB_OK)
		*ret_time = time;
	return status;
}

/* Checks one signature that says it is by that key. */
static enum hub_status
check_signature(struct note_span text, const struct note_signature *signature,
    const struct note_key *key, uint64_t *ret_time)
{
	uint8_t bytes[3 * BASE64_MAX / 4];
	long len = digest_unbase64(signature->base64.at, signature->base64.len,
	    bytes);

	*ret_time = 0;
	if (key->type == NOTE_ED25519 &&
	    len == NOTE_ID_SIZE + ED25519_SIGNATURE_SIZE)
		return note_ed25519_check(key->bytes, text.at, text.len,
		    bytes + NOTE_ID_SIZE);
	if (key->type == NOTE_COSIGNATURE && len == SIGNED_MAX)
		return check_stamped(text, key, bytes + NOTE_ID_SIZE, ret_time);
	return HUB_MALFORMED;
}

/* Whether a signature says that it is by that key. */
static bool
is_by(const struct note_signature *signature, const struct note_key *key)
{
	return memcmp(signature->id, key->id, NOTE_ID_SIZE) == 0 &&
	    note_span_is(signature->name, key->name);
}

/* What one key said: all its signatures must be good. */
static enum hub_status
check_key(const struct note *note, const struct note_key *key,
    struct note_seal *ret, struct hub_error *err)
{
	struct note_seal seal = { .good = false };
	enum hub_status status;
	uint64_t time;

	for (size_t i = 0; i < note->count; i++) {
		if (!is_by(&note->signatures[i], key))
			continue;
		status = check_signature(note->text, &note->signatures[i], key,
		    &time);
		if (status == HUB_FAULT)
			return hub_fail(err, status,
			    "no memory to check a signature");
		if (status != HUB_OK)
			return hub_fail(err, status,
			    "the signature by %.100s is bad", key->name);
		seal.good = true;
		if (seal.time < time)
			seal.time = time;
	}
	*ret = seal;
	return HUB_OK;
}

enum hub_status
note_check(const struct note *note, const struct note_key *keys, size_t count,
    struct note_seal *ret_seals, struct hub_error *err)
{
	enum hub_status status = HUB_OK;

	for (size_t i = 0; i < count && status == HUB_OK; i++)
		status = check_key(note, &keys[i], &ret_seals[i], err);
	return status;
}

enum hub_status
note_check_one(const struct note *note, const struct note_key *key,
    struct note_seal *ret, struct hub_error *err)
{
	enum hub_status status;
	struct note_seal seal;

	status = check_key(note, key, &seal, err);
	if (status != HUB_OK)
		return status;
	if (!seal.good)
		return hub_fail(err, HUB_MALFORMED,
		    "the note has no signature by %.100s", key->name);
	*ret = seal;
	return HUB_OK;
}

enum hub_status
note_write(struct hub_buf *out, struct note_span text, struct hub_error *err)
{
	if (text.len > NOTE_MAX || !is_text(text))
		return hub_fail(err, HUB_FAULT,
		    "a note's text is not UTF-8 lines without control "
		    "characters");
	hub_buf_add(out, text.at, text.len);
	hub_buf_char(out, '\n');
	return hub_buf_ok(out) ? HUB_OK
			       : hub_fail(err, HUB_FAULT, "no room for a note");
}

/* Signs as the type of the key says; gives the bytes behind the id. */
static enum hub_status
sign_typed(struct note_span text, const struct note_signer *signer,
    uint64_t time, uint8_t *ret, size_t *ret_len)
{
	struct hub_buf said;
	enum hub_status status;

	if (signer->key.type == NOTE_ED25519) {
		*ret_len = ED25519_SIGNATURE_SIZE;
		return note_ed25519_sign(signer->seed, text.at, text.len, ret);
	}
	if (signer->key.type != NOTE_COSIGNATURE || time > INT64_MAX)
		return HUB_FAULT;
	status = stamp(text, time, &said);
	if (status == HUB_OK)
		status = note_ed25519_sign(signer->seed, said.data, said.len,
		    ret + STAMP_SIZE);
	hub_buf_release(&said);
	write_stamp(time, ret);
	*ret_len = STAMP_SIZE + ED25519_SIGNATURE_SIZE;
	return status;
}

enum hub_status
note_sign(struct hub_buf *out, struct note_span text,
    const struct note_signer *signer, uint64_t time, struct hub_error *err)
{
	char base64[4 * ((SIGNED_MAX + 2) / 3) + 1];
	uint8_t bytes[SIGNED_MAX];
	size_t len = 0;

	memcpy(bytes, signer->key.id, NOTE_ID_SIZE);
	if (sign_typed(text, signer, time, bytes + NOTE_ID_SIZE, &len) !=
	    HUB_OK)
		return hub_fail(err, HUB_FAULT, "cannot sign as %.100s",
		    signer->key.name);
	digest_base64(bytes, NOTE_ID_SIZE + len, base64);
	hub_buf_text(out, DASH);
	hub_buf_text(out, signer->key.name);
	hub_buf_char(out, ' ');
	hub_buf_text(out, base64);
	hub_buf_char(out, '\n');
	return hub_buf_ok(out)
	    ? HUB_OK
	    : hub_fail(err, HUB_FAULT, "no room for a signature");
}
