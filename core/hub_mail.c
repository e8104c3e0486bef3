/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_mail.h"

#include <gmime/gmime.h>
#include <strings.h>

#include "arena.h"
#include "digest.h"
#include "mail_charset.h"
#include "mail_head.h"
#include "mail_header.h"
#include "mail_parts.h"
#include "mail_word.h"
#include "utf8.h"

/* What a letter may take: a character of one byte becomes three in UTF-8, and
 * header texts stand beside. */
#define MEMORY_PER_BYTE 4u
#define MEMORY_LEAST (4u * 1024u * 1024u)

struct hub_mail {
	struct arena arena; /* owns every text and the list of fields */
	struct field {
		const char *name, *value;
	} * fields;
	size_t field_count;
	struct mail_parts parts;
};

/* How many fields a header has. */
static size_t
count_fields(struct mail_piece header)
{
	struct mail_field field;
	size_t count = 0;

	while (mail_header_next(&header, &field))
		count++;
	return count;
}

/* Decode every field of the letter's own header. */
static void
keep_fields(struct hub_mail *mail, struct mail_piece header)
{
	size_t room = count_fields(header);
	struct mail_field field;
	struct hub_buf raw, text;

	mail->fields = arena_take(&mail->arena, room * sizeof(*mail->fields));
	hub_buf_init(&raw, HUB_MAIL_HEADER_MAX);
	hub_buf_init(&text, MEMORY_PER_BYTE * HUB_MAIL_HEADER_MAX);
	while (mail->fields != NULL && mail->field_count < room &&
	    mail_header_next(&header, &field)) {
		struct field *kept = &mail->fields[mail->field_count++];

		hub_buf_clear(&raw);
		hub_buf_clear(&text);
		mail_field_value(&field, &raw);
		mail_word_decode(hub_buf_str(&raw), &text);
		kept->name = arena_bytes(&mail->arena, field.name.at,
		    field.name.len);
		if (utf8_is_line(hub_buf_str(&text), text.len))
			kept->value = arena_bytes(&mail->arena,
			    hub_buf_str(&text), text.len);
		else
			kept->value = "";
	}
	hub_buf_release(&raw);
	hub_buf_release(&text);
}

/* An empty one whose memory follows from the size; NULL without memory. */
static struct hub_mail *
new_mail(size_t len, struct hub_error *err)
{
	struct hub_mail *mail = calloc(1, sizeof(*mail));

	if (mail == NULL)
		return NULL;
	arena_init(&mail->arena, MEMORY_PER_BYTE * len + MEMORY_LEAST);
	mail->parts.arena = &mail->arena;
	mail->parts.err = err;
	return mail;
}

/* Hand it over, or give it back after a failure. */
static enum hub_status
finish(struct hub_mail *mail, enum hub_status status,
    struct hub_mail **ret_mail)
{
	if (status == HUB_OK && !arena_ok(&mail->arena))
		status = hub_fail(mail->parts.err, HUB_FAULT,
		    "no memory to read mail");
	mail->parts.err = NULL;
	if (status == HUB_OK)
		*ret_mail = mail;
	else
		hub_mail_free(mail);
	return status;
}

/* Set up gmime and load the charsets. */
void
hub_mail_warm(void)
{
	uint8_t digest[DIGEST_SIZE];

	g_mime_init();
	mail_charset_warm();
	digest_sha256("", 0, digest);
}

/* A letter without the line that mailboxes in files have before each. */
static struct mail_piece
past_envelope(const char *bytes, size_t len)
{
	struct mail_piece whole = { bytes, len };
	const char *end = memchr(bytes, '\n', len);

	if (len > 5 && memcmp(bytes, "From ", 5) == 0 && end != NULL) {
		whole.at = end + 1;
		whole.len -= (size_t)(whole.at - bytes);
	}
	return whole;
}

/* Header, then body. */
enum hub_status
hub_mail_read(const char *bytes, size_t len, struct hub_mail **ret_mail,
    struct hub_error *err)
{
	struct mail_piece whole, header, body;
	struct mail_head head;
	enum hub_status status;
	struct hub_mail *mail;

	if (len > HUB_MAIL_MAX)
		return hub_fail(err, HUB_MALFORMED,
		    "mail of %zu bytes, at most %u are taken", len,
		    HUB_MAIL_MAX);
	whole = past_envelope(bytes, len);
	header = mail_header_cut(&whole, &body);
	if (header.len == 0)
		return hub_fail(err, HUB_MALFORMED,
		    "mail: found no header, expected one at the start");
	mail = new_mail(len, err);
	if (mail == NULL)
		return hub_fail(err, HUB_FAULT, "no memory to read mail");
	status = mail_parts_check(&mail->parts, &header);
	if (status != HUB_OK)
		return finish(mail, status, ret_mail);
	keep_fields(mail, header);
	mail_head_read(&header, "text/plain", &mail->arena, &head);
	return finish(mail, mail_parts_add(&mail->parts, &head, &body),
	    ret_mail);
}

/* The parts of a body whose type stood elsewhere; one that is cut short is
 * refused, for its sender can send it again. */
enum hub_status
hub_mail_read_multipart(const char *content_type, const char *bytes, size_t len,
    struct hub_mail **ret_mail, struct hub_error *err)
{
	struct mail_piece body = { bytes, len };
	struct mail_head head;
	struct hub_mail *mail;

	if (len > HUB_MAIL_MAX)
		return hub_fail(err, HUB_MALFORMED,
		    "a multipart body of %zu bytes, at most %u are taken", len,
		    HUB_MAIL_MAX);
	mail = new_mail(len, err);
	if (mail == NULL)
		return hub_fail(err, HUB_FAULT, "no memory to read mail");
	mail_head_type(content_type, &mail->arena, &head);
	return finish(mail, mail_parts_add_whole(&mail->parts, &head, &body),
	    ret_mail);
}

/* Give the letter, its parts and texts back. */
void
hub_mail_free(struct hub_mail *mail)
{
	if (mail == NULL)
		return;
	arena_release(&mail->arena);
	free(mail);
}

/* The first field of that name. */
const char *
hub_mail_header(const struct hub_mail *mail, const char *name)
{
	for (size_t i = 0; i < mail->field_count; i++) {
		if (strcasecmp(mail->fields[i].name, name) == 0)
			return mail->fields[i].value;
	}
	return "";
}

/* How many parts there are. */
size_t
hub_mail_count(const struct hub_mail *mail)
{
	return mail->parts.count;
}

/* One of the parts, or NULL. */
const struct hub_mail_part *
hub_mail_part(const struct hub_mail *mail, size_t index)
{
	return index < mail->parts.count ? &mail->parts.rows[index] : NULL;
}

bool
hub_mail_part_is(const struct hub_mail_part *part, const char *sha256)
{
	uint8_t digest[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];

	digest_sha256(part->data, part->len, digest);
	digest_hex(digest, hex);
	return strcasecmp(hex, sha256) == 0;
}
