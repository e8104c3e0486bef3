/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_head.h"

#include <gmime/gmime.h>

#include "hub_mail.h"
#include "mail_charset.h"
#include "mail_word.h"
#include "utf8.h"

/* What a header may grow when it is decoded. */
#define MEMORY_PER_BYTE 4u

/* Bytes of a type or disposition that are read; gmime makes an object of each
 * parameter. */
#define PARAMETERS_MAX 4096u

/* Comments of one field that are read as such. */
#define COMMENTS_MAX 8

/* What a part is whose type cannot be read. */
#define TYPE_UNREADABLE "application/octet-stream"

/* A text as one line in the arena; "" when it is none. */
static const char *
keep_line(struct arena *arena, const char *text)
{
	if (text == NULL || !utf8_is_line(text, strlen(text)))
		return "";
	return arena_text(arena, text);
}

/* A parameter as it was written, words in it decoded. */
static const char *
keep_decoded(struct arena *arena, const char *text)
{
	struct hub_buf buf;
	const char *kept;
	char *shown;

	if (text == NULL)
		return "";
	shown = g_strdup(text);
	mail_word_show(shown);
	hub_buf_init(&buf, HUB_MAIL_HEADER_MAX * MEMORY_PER_BYTE);
	mail_word_decode(shown, &buf);
	kept = keep_line(arena, hub_buf_str(&buf));
	hub_buf_release(&buf);
	g_free(shown);
	return kept;
}

/* The same in lower case. */
static const char *
keep_lower(struct arena *arena, const char *text)
{
	char *lower = text != NULL ? g_ascii_strdown(text, -1) : NULL;
	const char *kept = keep_line(arena, lower);

	g_free(lower);
	return kept;
}

/* The last part of a path, whichever way its folders are set apart; "" when
 * nothing is left of it that could name a file. */
static const char *
without_path(const char *name)
{
	const char *at;

	for (at = name; *at != '\0'; at++) {
		if (*at == '/' || *at == '\\')
			name = at + 1;
	}
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ? "" : name;
}

/* A boundary as it was written. */
static const char *
keep_boundary(struct arena *arena, const char *text)
{
	char *shown = g_strdup(text != NULL ? text : "");
	const char *kept;

	mail_word_show(shown);
	kept = keep_line(arena, shown);
	g_free(shown);
	return kept;
}

/* From a Content-Type that was made ready. */
static void
read_type(const char *value, struct arena *arena, struct mail_head *head)
{
	GMimeContentType *type = g_mime_content_type_parse(NULL, value);
	char *name;

	head->type = TYPE_UNREADABLE;
	if (type == NULL)
		return;
	name = g_mime_content_type_get_mime_type(type);
	head->type = keep_lower(arena, name);
	if (*head->type == '\0')
		head->type = TYPE_UNREADABLE;
	head->boundary = keep_boundary(arena,
	    g_mime_content_type_get_parameter(type, "boundary"));
	head->charset = keep_line(arena,
	    g_mime_content_type_get_parameter(type, "charset"));
	head->filename = without_path(
	    keep_line(arena, g_mime_content_type_get_parameter(type, "name")));
	g_free(name);
	g_object_unref(type);
}

/* From a Content-Disposition that was made ready; its file name goes before the
 * one of the type. */
static void
read_disposition(const char *value, struct arena *arena, struct mail_head *head)
{
	GMimeContentDisposition *found = g_mime_content_disposition_parse(NULL,
	    value);
	const char *filename;

	if (found == NULL)
		return;
	head->disposition = keep_lower(arena,
	    g_mime_content_disposition_get_disposition(found));
	head->name = keep_decoded(arena,
	    g_mime_content_disposition_get_parameter(found, "name"));
	filename = without_path(keep_decoded(arena,
	    g_mime_content_disposition_get_parameter(found, "filename")));
	if (*filename != '\0')
		head->filename = filename;
	g_object_unref(found);
}

/* Takes all but the first few comments away: for each that is not closed,
 * gmime looks through the rest. */
static void
limit_comments(char *value)
{
	int left = COMMENTS_MAX;

	for (; *value != '\0'; value++) {
		if (*value == '(' && left-- <= 0)
			*value = '_';
	}
}

/* Nothing in it that gmime would decode its own way, or slowly. */
static void
make_ready(struct hub_buf *value)
{
	if (value->len == 0 || !hub_buf_ok(value))
		return;
	if (value->len > PARAMETERS_MAX)
		value->data[PARAMETERS_MAX] = '\0';
	limit_comments(value->data);
	mail_word_hide(value->data);
	mail_charset_mask(value->data);
}

/* The value of a field, "" for none; borrowed from buf. */
static const char *
field_of(const struct mail_piece *header, const char *name, struct hub_buf *buf)
{
	hub_buf_clear(buf);
	mail_header_find(header, name, buf);
	return hub_buf_str(buf);
}

/* The same, ready for gmime. */
static const char *
parameters_of(const struct mail_piece *header, const char *name,
    struct hub_buf *buf)
{
	(void)field_of(header, name, buf);
	make_ready(buf);
	return hub_buf_str(buf);
}

/* A text without what stands around it: "<id>" is id. */
static const char *
keep_id(struct arena *arena, char *text)
{
	size_t len = strlen(text);

	if (len >= 2 && text[0] == '<' && text[len - 1] == '>') {
		text[len - 1] = '\0';
		text++;
	}
	return keep_line(arena, text);
}

/* Nothing said. */
static void
init(struct mail_head *head)
{
	*head = (struct mail_head){ "", "", "", "", "", "", "", "" };
}

/* Field by field. */
void
mail_head_read(const struct mail_piece *header, const char *type_if_none,
    struct arena *arena, struct mail_head *ret_head)
{
	struct hub_buf buf;
	const char *value;

	init(ret_head);
	hub_buf_init(&buf, HUB_MAIL_HEADER_MAX);
	value = parameters_of(header, "Content-Type", &buf);
	if (*value != '\0')
		read_type(value, arena, ret_head);
	else
		ret_head->type = type_if_none;
	value = parameters_of(header, "Content-Disposition", &buf);
	if (*value != '\0')
		read_disposition(value, arena, ret_head);
	ret_head->encoding = keep_lower(arena,
	    field_of(header, "Content-Transfer-Encoding", &buf));
	(void)field_of(header, "Content-ID", &buf);
	if (buf.len > 0)
		ret_head->content_id = keep_id(arena, buf.data);
	hub_buf_release(&buf);
}

/* From a copy, since masking writes. */
void
mail_head_type(const char *content_type, struct arena *arena,
    struct mail_head *ret_head)
{
	struct hub_buf buf;

	init(ret_head);
	hub_buf_init(&buf, HUB_MAIL_HEADER_MAX);
	hub_buf_text(&buf, content_type);
	make_ready(&buf);
	read_type(hub_buf_str(&buf), arena, ret_head);
	hub_buf_release(&buf);
}
