/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_header.h"

#include <strings.h>

/* The line in front, with its break. */
static struct mail_piece
line_of(const struct mail_piece *bytes)
{
	const char *end = bytes->len == 0 ? NULL
					  : memchr(bytes->at, '\n', bytes->len);

	if (end == NULL)
		return *bytes;
	return (struct mail_piece){ bytes->at, (size_t)(end - bytes->at) + 1 };
}

/* Go past what is in front. */
static void
advance(struct mail_piece *bytes, size_t len)
{
	bytes->at += len;
	bytes->len -= len;
}

/* Does the line continue a field? */
static bool
continues(const struct mail_piece *line)
{
	return line->len > 0 && (line->at[0] == ' ' || line->at[0] == '\t');
}

/* Is there nothing on the line? */
static bool
is_empty(const struct mail_piece *line)
{
	return line->len == 0 || line->at[0] == '\n' ||
	    (line->at[0] == '\r' && (line->len == 1 || line->at[1] == '\n'));
}

/* How long the field's name is that begins the line; 0 if none does. */
static size_t
name_length(const struct mail_piece *line)
{
	size_t len = 0;

	while (len < line->len && line->at[len] > ' ' && line->at[len] < 0x7f &&
	    line->at[len] != ':')
		len++;
	return len < line->len && line->at[len] == ':' ? len : 0;
}

/* Line by line to the end of the header. */
struct mail_piece
mail_header_cut(const struct mail_piece *bytes, struct mail_piece *ret_body)
{
	struct mail_piece left = *bytes, line = line_of(&left);

	while (left.len > 0 && !is_empty(&line) &&
	    (name_length(&line) > 0 ||
		(continues(&line) && left.at > bytes->at))) {
		advance(&left, line.len);
		line = line_of(&left);
	}
	*ret_body = left;
	if (left.len > 0 && is_empty(&line))
		advance(ret_body, line.len);
	return (struct mail_piece){ bytes->at, (size_t)(left.at - bytes->at) };
}

/* A name, a colon, and every line of the value. */
bool
mail_header_next(struct mail_piece *left, struct mail_field *ret_field)
{
	struct mail_piece line = line_of(left);
	size_t name = name_length(&line);

	if (name == 0)
		return false;
	ret_field->name = (struct mail_piece){ line.at, name };
	advance(left, line.len);
	ret_field->value = (struct mail_piece){ line.at + name + 1,
		line.len - name - 1 };
	for (line = line_of(left); continues(&line); line = line_of(left)) {
		ret_field->value.len += line.len;
		advance(left, line.len);
	}
	return true;
}

/* Is it white space or part of a line break? */
static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Without line breaks, without white space at the ends. */
void
mail_field_value(const struct mail_field *field, struct hub_buf *out)
{
	struct mail_piece value = field->value;

	while (value.len > 0 && is_space(value.at[0]))
		advance(&value, 1);
	while (value.len > 0 && is_space(value.at[value.len - 1]))
		value.len--;
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] != '\r' && value.at[i] != '\n')
			hub_buf_char(out, value.at[i]);
	}
}

/* Field by field up to that name. */
void
mail_header_find(const struct mail_piece *header, const char *name,
    struct hub_buf *out)
{
	struct mail_piece left = *header;
	struct mail_field field;

	while (mail_header_next(&left, &field)) {
		if (field.name.len == strlen(name) &&
		    strncasecmp(field.name.at, name, field.name.len) == 0) {
			mail_field_value(&field, out);
			return;
		}
	}
}
