/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_part.h"

#include <string.h>
#include <strings.h>

/* A name between quotes, as browsers write it into form-data. */
static void
put_quoted(struct hub_buf *to, const char *name)
{
	const char *p;

	for (p = name; *p != '\0'; p++) {
		if (*p == '"' || *p == '\r' || *p == '\n')
			hub_buf_fmt(to, "%%%02X", (unsigned)*p);
		else
			hub_buf_char(to, *p);
	}
}

/* A Content-ID without its angle brackets: a URL may name it, so what no URL
 * holds is escaped. */
static void
put_id(struct hub_buf *to, const char *name)
{
	const unsigned char *p;

	for (p = (const unsigned char *)name; *p != '\0'; p++) {
		if (*p <= ' ' || *p >= 0x7f || strchr("<>\"%", *p) != NULL)
			hub_buf_fmt(to, "%%%02X", *p);
		else
			hub_buf_char(to, (char)*p);
	}
}

/* Headers of a field of a form. */
static void
put_form(struct hub_buf *to, const struct hub_part *part)
{
	hub_buf_text(to, "Content-Disposition: form-data; name=\"");
	put_quoted(to, part->name);
	if (part->filename[0] != '\0') {
		hub_buf_text(to, "\"; filename=\"");
		put_quoted(to, part->filename);
	}
	hub_buf_text(to, "\"\r\n");
	if (part->type[0] != '\0')
		hub_buf_fmt(to, "Content-Type: %s\r\n", part->type);
}

/* Headers of a part that others refer to. */
static void
put_related(struct hub_buf *to, const struct hub_part *part)
{
	hub_buf_fmt(to, "Content-Type: %s\r\n",
	    part->type[0] != '\0' ? part->type : "application/octet-stream");
	hub_buf_text(to, "Content-Transfer-Encoding: binary\r\nContent-ID: <");
	put_id(to, part->name);
	hub_buf_text(to, ">\r\n");
	if (part->filename[0] == '\0')
		return;
	hub_buf_text(to, "Content-Disposition: attachment; filename=\"");
	put_quoted(to, part->filename);
	hub_buf_text(to, "\"\r\n");
}

/* The line break before a boundary belongs to it, but for the first. */
void
http_part_open(struct hub_buf *to, const struct hub_request *r, size_t i)
{
	const struct hub_part *part = &r->parts[i].part;

	hub_buf_fmt(to, "%s--%s\r\n", i == 0 ? "" : "\r\n", r->boundary);
	if (part->encoding == HUB_PART_FORM)
		put_form(to, part);
	else
		put_related(to, part);
	hub_buf_text(to, "\r\n");
}

/* A media type without its parameters. */
static int
bare_len(const char *type)
{
	size_t len = strcspn(type, ";");

	while (len > 0 && (type[len - 1] == ' ' || type[len - 1] == '\t'))
		len--;
	return (int)len;
}

/* The quoted value of a root part's own type parameter: MTOM wants it again
 * as start-info (SOAP 1.2 MTOM 3.2). */
static void
put_start_info(struct hub_buf *to, const char *type)
{
	const char *value = strcasestr(type, "type=\""), *end;

	while (value != NULL && value > type && value[-1] != ' ' &&
	    value[-1] != ';')
		value = strcasestr(value + 1, "type=\"");
	if (value == NULL || value == type)
		return;
	value += strlen("type=\"");
	end = strchr(value, '"');
	if (end != NULL)
		hub_buf_fmt(to, "; start-info=\"%.*s\"", (int)(end - value),
		    value);
}

/* "multipart/related" says which part is the root, and what it is. */
static void
put_root(struct hub_buf *to, const struct hub_part *root)
{
	hub_buf_fmt(to, "; type=\"%.*s\"; start=\"<", bare_len(root->type),
	    root->type);
	put_id(to, root->name);
	hub_buf_text(to, ">\"");
	put_start_info(to, root->type);
}

/* As the builder set it, with boundary and root where they belong. */
void
http_part_body_type(struct hub_buf *to, const struct hub_request *r)
{
	hub_buf_text(to, r->body_type);
	if (!request_multipart(r))
		return;
	hub_buf_fmt(to, "; boundary=\"%s\"", r->boundary);
	if (r->parts[0].part.encoding == HUB_PART_RELATED)
		put_root(to, &r->parts[0].part);
}
