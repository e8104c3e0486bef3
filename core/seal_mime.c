/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_mime.h"

#include <strings.h>

#include "mail_head.h"

bool
seal_mime_is(const char *content_type)
{
	return strncasecmp(content_type, "multipart/", 10) == 0;
}

/* The parameter `start` of a Content-Type without <>, or "". */
static const char *
start_of(const char *content_type, struct arena *arena)
{
	const char *at = strcasestr(content_type, ";");
	struct hub_buf text;
	const char *start;

	for (; at != NULL; at = strchr(at + 1, ';')) {
		at += 1 + strspn(at + 1, " \t");
		if (strncasecmp(at, "start=", 6) == 0)
			break;
	}
	if (at == NULL)
		return "";
	at += 6;
	at += strspn(at, "\"<");
	hub_buf_init(&text, SEAL_ID_SIZE);
	hub_buf_add(&text, at, strcspn(at, "\">; \t"));
	start = arena_text(arena, hub_buf_str(&text));
	hub_buf_release(&text);
	return start;
}

/* Finds the root: the part that `start` names, else the first. */
static bool
find_root(struct seal_mime *mime, const char *start, struct arena *arena)
{
	for (size_t i = 0; i < mime->count; i++) {
		struct mail_head head;
		struct mail_piece content,
		    header = mail_header_cut(&mime->parts[i], &content);

		mail_head_read(&header, "text/plain", arena, &head);
		if (start[0] != '\0' && strcmp(head.content_id, start) != 0)
			continue;
		mime->root = i;
		mime->envelope = content;
		return strcasecmp(head.encoding, "base64") != 0 &&
		    strcasecmp(head.encoding, "quoted-printable") != 0;
	}
	return false;
}

bool
seal_mime_read(struct seal_mime *mime, const char *content_type,
    const struct seal_message *message, struct seal_proof *proof)
{
	struct mail_piece body = { message->body, message->body_len };
	struct mail_split split;
	struct mail_head head;

	mime->count = 0;
	mail_head_type(content_type, message->arena, &head);
	if (head.boundary[0] == '\0')
		return seal_proof_fail(proof, SEAL_MALFORMED,
		    "the body has parts and no boundary");
	mail_split_init(&split, &body, head.boundary);
	while (mime->count < SEAL_MIME_PARTS &&
	    mail_split_next(&split, &mime->parts[mime->count]))
		mime->count++;
	if (split.closed && mime->count < SEAL_MIME_PARTS &&
	    find_root(mime, start_of(content_type, message->arena),
		message->arena))
		return true;
	return seal_proof_fail(proof, SEAL_MALFORMED,
	    "the parts of the body have no end or no root, or are more than %u",
	    SEAL_MIME_PARTS - 1);
}

/* Whether the signed text names a part by the SHA-256 of its content. */
static bool
is_named(const struct mail_piece *part, const char *envelope)
{
	uint8_t digest[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];
	struct mail_piece content;

	(void)mail_header_cut(part, &content);
	digest_sha256(content.at, content.len, digest);
	digest_hex(digest, hex);
	return strstr(envelope, hex) != NULL;
}

/* A boundary that nothing in the envelope can hold on purpose. */
static void
choose_boundary(const char *envelope, char out[48])
{
	uint8_t digest[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];

	digest_sha256(envelope, strlen(envelope), digest);
	digest_hex(digest, hex);
	(void)snprintf(out, 48, "simpul-%.32s", hex);
}

bool
seal_mime_put(const struct seal_mime *mime, const char *envelope,
    struct seal_message *message, const char **ret_type)
{
	struct hub_buf out;
	char boundary[48], type[160];

	choose_boundary(envelope, boundary);
	(void)snprintf(type, sizeof(type),
	    "multipart/related; type=\"application/xop+xml\"; boundary=\"%s\"",
	    boundary);
	hub_buf_init(&out, PACKET_FAR_MAX);
	hub_buf_fmt(&out, "--%s\r\nContent-Type: application/xop+xml\r\n\r\n",
	    boundary);
	hub_buf_text(&out, envelope);
	for (size_t i = 0; i < mime->count; i++) {
		if (i == mime->root || !is_named(&mime->parts[i], envelope))
			continue;
		hub_buf_fmt(&out, "\r\n--%s\r\n", boundary);
		hub_buf_add(&out, mime->parts[i].at, mime->parts[i].len);
	}
	hub_buf_fmt(&out, "\r\n--%s--\r\n", boundary);
	message->body_len = out.len;
	message->body = arena_bytes(message->arena, hub_buf_str(&out), out.len);
	*ret_type = arena_text(message->arena, type);
	if (!hub_buf_ok(&out))
		message->body_len = 0;
	hub_buf_release(&out);
	return message->body_len > 0 && arena_ok(message->arena);
}
