/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_file.h"

#include <string.h>

#include "hub_http.h"
#include "hub_schema.h"
#include "omb_base64.h"
#include "omb_out.h"

#define ID_SIZE 256 /* of a Content-ID, with its NUL */
#define ANY_TYPE "application/octet-stream"
#define AT_HUB "@simpul"
#define INCLUDE "<xop:Include "

void
omb_file_put(struct hub_buf *out, const struct hub_attachment *file, bool part)
{
	omb_out_open(out, "attachment");
	omb_out_text(out, "id", file->id);
	omb_out_text(out, "name", file->name);
	omb_out_text(out, "type", file->type);
	omb_out_count(out, "size", file->size);
	omb_out_text(out, "sha256", file->sha256);
	if (part)
		hub_buf_fmt(out,
		    "<content>" INCLUDE "xmlns:xop=\"" HUB_SCHEMA_XOP "\" "
		    "href=\"cid:%s" AT_HUB "\"/></content>",
		    file->id);
	omb_out_close(out, "attachment");
}

/* The media type of a file. */
static const char *
type_of(const char *type)
{
	return type[0] != '\0' ? type : ANY_TYPE;
}

void
omb_file_send(struct hub_request *r, const struct hub_buf *envelope,
    const char *type, const struct hub_handoff *h)
{
	struct hub_part part = { HUB_PART_RELATED, "envelope" AT_HUB, "",
		type };
	struct hub_buf id;

	hub_request_part(r, &part, envelope->data, envelope->len);
	hub_buf_init(&id, ID_SIZE);
	for (size_t i = 0; i < h->attachment_count; i++) {
		hub_buf_clear(&id);
		hub_buf_fmt(&id, "%s" AT_HUB, h->attachments[i].id);
		part.name = hub_buf_str(&id);
		part.type = type_of(h->attachments[i].type);
		hub_request_attach(r, &part, h->attachments[i].id);
	}
	hub_buf_release(&id);
}

void
omb_file_send_inline(struct hub_request *r, const struct hub_buf *envelope,
    const char *type, const struct hub_handoff *h)
{
	const char *at = hub_buf_str(envelope), *end = at + envelope->len;
	struct hub_part raw = { HUB_PART_RAW, "", "", type };
	struct hub_part file = { HUB_PART_BASE64, "", "", "" };

	for (size_t i = 0; i < h->attachment_count; i++) {
		const char *mark = strstr(at, INCLUDE);

		hub_request_part(r, &raw, at, (size_t)(mark - at));
		hub_request_attach(r, &file, h->attachments[i].id);
		at = strchr(mark, '>') + 1;
	}
	hub_request_part(r, &raw, at, (size_t)(end - at));
}

/* The element that stands for bytes elsewhere, or NULL. */
static const struct hub_xml_node *
include_in(const struct hub_xml_node *content)
{
	const struct hub_xml_node *only = hub_xml_child(content);

	return strcmp(hub_xml_ns(only), HUB_SCHEMA_XOP) == 0 ? only : NULL;
}

/* The Content-ID that a "cid:" URL names (RFC 2392), or false. */
static bool
read_cid(const char *href, char id[ID_SIZE])
{
	size_t len = 0;

	if (strncasecmp(href, "cid:", 4) != 0)
		return false;
	for (href += 4; *href != '\0' && len + 1 < ID_SIZE; href++) {
		int byte = hub_percent(href);

		if (byte >= 0)
			href += 2;
		id[len++] = byte < 0 ? *href : (char)byte;
	}
	id[len] = '\0';
	return len > 0 && *href == '\0';
}

/* The part of that Content-ID; *ret_count: how many there are. */
static const struct hub_mail_part *
part_named(const struct hub_mail *mail, const char *id, size_t *ret_count)
{
	const struct hub_mail_part *found = NULL;
	size_t count = 0;

	for (size_t i = 0; mail != NULL && i < hub_mail_count(mail); i++) {
		const struct hub_mail_part *part = hub_mail_part(mail, i);

		if (strcmp(part->content_id, id) != 0 || part->undecoded)
			continue;
		found = part;
		count++;
	}
	*ret_count = count;
	return found;
}

/* The part that an include names. */
static enum hub_status
find_part(struct hub_xml *doc, const struct hub_xml_node *include,
    const struct hub_mail *mail, const struct hub_mail_part **ret,
    struct hub_error *err)
{
	const char *href = hub_xml_attribute(doc, include, "href");
	char id[ID_SIZE];
	size_t count;

	if (href[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "attachment: xop:Include has no href, expected cid: and "
		    "the Content-ID of a part");
	if (!read_cid(href, id))
		return hub_fail(err, HUB_MALFORMED,
		    "attachment: href of xop:Include names no part, expected "
		    "cid: and a Content-ID");
	*ret = part_named(mail, id, &count);
	if (count == 1)
		return HUB_OK;
	return hub_fail(err, HUB_MALFORMED,
	    "attachment: %s the Content-ID that xop:Include names",
	    count == 0 ? "no part has" : "several parts have");
}

/* Bytes of a part. */
static enum hub_status
get_part(const struct omb_in *file, const struct hub_xml_node *include,
    const struct hub_mail *mail, struct hub_events *events,
    struct hub_error *err)
{
	const struct hub_mail_part *part = NULL;
	const char *name = omb_in_text(file, "name");
	const char *type = omb_in_text(file, "type");
	const char *sha256 = omb_in_text(file, "sha256");
	enum hub_status status;

	if (hub_xml_next(include) != NULL ||
	    strcmp(hub_xml_name(include), "Include") != 0)
		return hub_fail(err, HUB_MALFORMED,
		    "attachment: found more than one xop:Include");
	status = find_part(file->doc, include, mail, &part, err);
	if (status == HUB_OK && sha256[0] != '\0' &&
	    !hub_mail_part_is(part, sha256))
		return hub_fail(err, HUB_MALFORMED,
		    "attachment: the part that xop:Include names is not what "
		    "sha256 says");
	if (status == HUB_OK && events != NULL)
		hub_emit_attachment(events,
		    name[0] != '\0' ? name : part->filename,
		    type[0] != '\0' ? type : part->type, part->data, part->len);
	return status;
}

/* Bytes in place. */
static enum hub_status
get_inline(const struct omb_in *file, struct hub_events *events,
    struct hub_error *err)
{
	const char *text = omb_in_text(file, "content");
	enum hub_status status = HUB_OK;
	struct hub_buf bytes;

	hub_buf_init(&bytes, strlen(text));
	if (!omb_base64_read(text, &bytes))
		status = hub_fail(err, HUB_MALFORMED,
		    "attachment: content is no base64");
	else if (!hub_buf_ok(&bytes))
		status = hub_fail(err, HUB_FAULT, "no memory for a file");
	else if (events != NULL)
		hub_emit_attachment(events, omb_in_text(file, "name"),
		    type_of(omb_in_text(file, "type")), hub_buf_str(&bytes),
		    bytes.len);
	hub_buf_release(&bytes);
	return status;
}

/* One file. */
static enum hub_status
get_one(const struct omb_in *file, const struct hub_mail *mail,
    struct hub_events *events, struct hub_error *err)
{
	struct omb_in content = omb_in_at(file, "content");
	const struct hub_xml_node *include = include_in(content.node);

	if (content.node == NULL)
		return hub_fail(err, HUB_MALFORMED,
		    "attachment: found no content, expected the file");
	return include != NULL ? get_part(file, include, mail, events, err)
			       : get_inline(file, events, err);
}

/* Whether what stands for bytes stands where bytes belong. */
static bool
is_well_placed(const struct hub_xml_node *node, bool content)
{
	const struct hub_xml_node *child = hub_xml_child(node);

	for (; child != NULL; child = hub_xml_next(child)) {
		if (strcmp(hub_xml_ns(child), HUB_SCHEMA_XOP) == 0 && !content)
			return false;
		if (!is_well_placed(child,
			strcmp(hub_xml_name(child), "content") == 0))
			return false;
	}
	return true;
}

enum hub_status
omb_file_get(const struct omb_in *in, const struct hub_mail *mail,
    struct hub_events *events, struct hub_error *err)
{
	struct omb_in file = omb_in_at(in, "attachment");
	enum hub_status status = HUB_OK;

	if (!is_well_placed(in->node, false))
		return hub_fail(err, HUB_MALFORMED,
		    "xop:Include stands where no file's content is expected");
	while (status == HUB_OK && file.node != NULL) {
		status = get_one(&file, mail, events, err);
		file.node = hub_xml_next(file.node);
	}
	return status;
}
