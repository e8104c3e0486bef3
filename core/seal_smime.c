/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_smime.h"

#include <strings.h>

#include "hub_mail.h"
#include "mail_proof.h"
#include "seal_smime_layer.h"

/* A letter, and how far it is unwrapped. */
struct smime {
	struct mail_piece header; /* of the letter; borrowed */
	char from[SEAL_ADDRESS_MAX];
	struct mail_piece entity; /* the letter, then what it holds */
	bool opened, is_signed;
};

/* The address of the one From, or "". */
static void
read_sender(struct smime *s)
{
	struct hub_buf field;

	hub_buf_init(&field, HUB_MAIL_HEADER_MAX);
	mail_header_find(&s->header, "From", &field);
	if (!mail_proof_address(hub_buf_str(&field), s->from, sizeof(s->from)))
		s->from[0] = '\0';
	hub_buf_release(&field);
}

/* Takes one layer off; *ret_more: there was one. */
static bool
unwrap(struct smime *s, const struct seal *seal, struct seal_message *message,
    bool *ret_more, struct seal_proof *proof)
{
	struct smime_layer layer;
	enum smime_kind kind;
	bool good;

	smime_layer_init(&layer);
	good = smime_layer_read(&layer, &s->entity, message->arena, &kind,
	    proof);
	if (good && kind == SMIME_SIGNED)
		good = smime_layer_verify(&layer, s->from, message->now, proof);
	else if (good && kind == SMIME_ENCRYPTED)
		good = smime_layer_open(&layer, seal, proof);
	*ret_more = good && kind != SMIME_NONE;
	if (*ret_more) {
		s->entity.len = layer.inner.len;
		s->entity.at = arena_bytes(message->arena,
		    hub_buf_str(&layer.inner), layer.inner.len);
		s->is_signed = s->is_signed || kind == SMIME_SIGNED;
		s->opened = s->opened || kind == SMIME_ENCRYPTED;
	}
	smime_layer_release(&layer);
	if (arena_ok(message->arena))
		return good;
	s->entity.len = 0;
	return seal_proof_fail(proof, SEAL_MALFORMED,
	    "what S/MIME holds is too long");
}

/* From the outermost to the innermost. */
static bool
unwrap_all(struct smime *s, const struct seal *seal,
    struct seal_message *message, struct seal_proof *proof)
{
	bool more = true;

	for (unsigned i = 0; i <= SEAL_LAYERS_MAX; i++)
		if (!unwrap(s, seal, message, &more, proof))
			return false;
		else if (!more)
			break;
	if (more)
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "more than %u signatures and encryptions around each "
		    "other",
		    SEAL_LAYERS_MAX);
	return s->is_signed ||
	    seal_proof_fail(proof, SEAL_MISSING,
		s->opened ? "the letter is encrypted, and bears no S/MIME "
			    "signature"
			  : "the letter bears no S/MIME signature");
}

/* Whether a field says what the content is, which the inner one does for
 * itself. */
static bool
is_of_content(const struct mail_field *field)
{
	return (field->name.len > 8 &&
		   strncasecmp(field->name.at, "Content-", 8) == 0) ||
	    (field->name.len == 12 &&
		strncasecmp(field->name.at, "MIME-Version", 12) == 0);
}

/* The letter with the innermost entity as its content. */
static bool
replace_content(const struct smime *s, struct seal_message *message)
{
	struct mail_piece left = s->header;
	struct mail_field field;
	struct hub_buf out;
	const char *bytes;
	size_t len;

	hub_buf_init(&out, PACKET_FAR_MAX);
	while (mail_header_next(&left, &field))
		if (!is_of_content(&field)) {
			hub_buf_add(&out, field.name.at, field.name.len);
			hub_buf_text(&out, ": ");
			mail_field_value(&field, &out);
			hub_buf_text(&out, "\r\n");
		}
	hub_buf_text(&out, "MIME-Version: 1.0\r\n");
	hub_buf_add(&out, s->entity.at, s->entity.len);
	len = out.len;
	bytes = arena_bytes(message->arena, hub_buf_str(&out), len);
	if (hub_buf_ok(&out) && arena_ok(message->arena)) {
		message->body = bytes;
		message->body_len = len;
	}
	hub_buf_release(&out);
	return message->body == bytes;
}

/* What is handed on: behind a good signature what it covers, of what was only
 * encrypted what it says; else the letter as it came. */
static void
hand_on(const struct smime *s, struct seal_message *message,
    struct seal_proof *proof)
{
	bool good = proof->verdict == SEAL_GOOD;

	if ((!good && !s->opened) || s->entity.len == 0)
		return;
	if (!replace_content(s, message)) {
		(void)seal_proof_fail(proof, SEAL_MALFORMED,
		    "what S/MIME holds is too long");
		return;
	}
	digest_sha256(s->entity.at, s->entity.len, proof->said);
	if (good)
		smime_names_find(message, proof);
}

/* Takes off what is around the letter, and says what that proves. */
bool
seal_smime_check(const struct seal *seal, struct seal_message *message,
    struct seal_proof *proof)
{
	struct smime s = { .entity = { message->body, message->body_len } };
	struct mail_piece body;

	s.header = mail_header_cut(&s.entity, &body);
	read_sender(&s);
	(void)unwrap_all(&s, seal, message, proof);
	hand_on(&s, message, proof);
	return proof->verdict == SEAL_GOOD;
}
