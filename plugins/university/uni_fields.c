/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_fields.h"

#include <string.h>
#include <strings.h>

#include "hub_http.h"

#define FIELD_MAX (256u * 1024u)
#define ATTRIBUTES_MAX 200 /* of one message */
#define FORM_DATA "multipart/form-data"
#define ATTRIBUTE "attribute["

/* The names of the standard and of the extension, each a bit of `seen`. */
static const char *const names[] = { "jurisdiction_id", "service_code", "lat",
	"long", "address_string", "address_id", "email", "device_id",
	"account_id", "first_name", "last_name", "phone", "description",
	"media_url", "title", "service_request_id", "service_request_id_ext",
	"update_id", "updated_datetime", "status" };

#define NAMES (sizeof(names) / sizeof(*names))

/* Fields on their way into one JSON object. */
struct writing {
	struct hub_json_out out;
	bool attributes; /* which of the two passes */
	unsigned seen;
	unsigned count; /* of attributes */
	bool lost;	/* something that does not fit */
};

/* Undoes form-urlencoding; what encodes a NUL is dropped. */
static void
decode(const char *text, size_t len, struct hub_buf *out)
{
	for (size_t i = 0; i < len; i++) {
		int byte = len - i > 2 ? hub_percent(text + i) : -1;

		if (byte < 0) {
			hub_buf_char(out, text[i] == '+' ? ' ' : text[i]);
			continue;
		}
		if (byte != 0)
			hub_buf_char(out, (char)byte);
		i += 2;
	}
}

/* One attribute as a pair. */
static void
put_attribute(struct writing *w, const char *name, const char *value)
{
	char code[UNI_LINE];
	size_t len = strcspn(name + strlen(ATTRIBUTE), "]");

	if (len >= sizeof(code) || w->count++ == ATTRIBUTES_MAX) {
		w->lost = true;
		return;
	}
	memcpy(code, name + strlen(ATTRIBUTE), len);
	code[len] = '\0';
	hub_json_open(&w->out, NULL, '{');
	hub_json_put_text(&w->out, "code", code);
	hub_json_put_text(&w->out, "value", value);
	hub_json_close(&w->out, '}');
}

/* One field, in the pass that it belongs to. */
static void
put(struct writing *w, const char *name, const char *value)
{
	bool attribute = strncmp(name, ATTRIBUTE, strlen(ATTRIBUTE)) == 0;

	if (attribute != w->attributes || w->lost)
		return;
	if (attribute) {
		put_attribute(w, name, value);
		return;
	}
	for (size_t i = 0; i < NAMES; i++) {
		if (strcmp(name, names[i]) != 0 || (w->seen & (1u << i)) != 0)
			continue;
		w->seen |= 1u << i;
		hub_json_put_text(&w->out, name, value);
	}
}

/* Every field of a urlencoded form. */
static void
put_form(struct writing *w, const char *body, size_t len)
{
	struct hub_buf name, value;

	hub_buf_init(&name, UNI_LINE * 2);
	hub_buf_init(&value, FIELD_MAX);
	while (len > 0) {
		const char *amp = memchr(body, '&', len);
		size_t size = amp == NULL ? len : (size_t)(amp - body);
		const char *mark = memchr(body, '=', size);
		size_t key = mark == NULL ? size : (size_t)(mark - body);

		hub_buf_clear(&name);
		hub_buf_clear(&value);
		decode(body, key, &name);
		if (mark != NULL)
			decode(mark + 1, size - key - 1, &value);
		w->lost = w->lost || !hub_buf_ok(&value);
		if (hub_buf_ok(&name))
			put(w, hub_buf_str(&name), hub_buf_str(&value));
		body += size + (amp != NULL);
		len -= size + (amp != NULL);
	}
	hub_buf_release(&name);
	hub_buf_release(&value);
}

/* Every part that is no file. */
static void
put_parts(struct writing *w, const struct hub_mail *mail)
{
	for (size_t i = 0; i < hub_mail_count(mail); i++) {
		const struct hub_mail_part *part = hub_mail_part(mail, i);

		if (part->filename[0] == '\0')
			put(w, part->name, part->data);
	}
}

/* All fields as one object. */
static enum hub_status
convert(struct uni_fields *f, const struct hub_message *m,
    struct hub_error *err)
{
	struct writing w = { .seen = 0 };
	struct hub_buf buf;
	enum hub_status status;

	hub_buf_init(&buf, HUB_JSON_MAX);
	hub_json_out_init(&w.out, &buf);
	hub_json_open(&w.out, NULL, '{');
	for (int pass = 0; pass < 2; pass++) {
		w.attributes = pass == 1;
		if (w.attributes)
			hub_json_open(&w.out, "attributes", '[');
		if (f->mail != NULL)
			put_parts(&w, f->mail);
		else
			put_form(&w, m->body, m->body_len);
		if (w.attributes)
			hub_json_close(&w.out, ']');
	}
	hub_json_close(&w.out, '}');
	if (w.lost)
		status = hub_fail(err, HUB_MALFORMED,
		    "a field is longer than %u KB, or there are more than %d "
		    "attributes or one has a long code",
		    FIELD_MAX / 1024, ATTRIBUTES_MAX);
	else if (hub_buf_ok(&buf))
		status = hub_json_read(buf.data, buf.len, &f->doc.json, err);
	else
		status = hub_fail(err, HUB_MALFORMED,
		    "the form is no UTF-8 or too long");
	hub_buf_release(&buf);
	f->record = (struct uni_record){ .json = f->doc.json };
	return status;
}

/* A body of JSON or XML: its first record. */
static enum hub_status
take_document(struct uni_fields *f, const struct hub_message *m,
    struct hub_error *err)
{
	enum hub_status status;

	status = uni_doc_read(&f->doc, m->body, m->body_len, err);
	if (status != HUB_OK)
		return status;
	if (f->doc.count != 1)
		return hub_fail(err, HUB_MALFORMED,
		    "found %zu records, expected one", f->doc.count);
	f->record = uni_doc_at(&f->doc, 0);
	return HUB_OK;
}

enum hub_status
uni_fields_read(struct uni_fields *ret, const struct hub_message *message,
    struct hub_error *err)
{
	const char *type = hub_header(message->headers, "Content-Type");
	char first = message->body_len > 0 ? message->body[0] : '\0';
	enum hub_status status;

	*ret = (struct uni_fields){ .mail = NULL };
	hub_buf_init(&ret->doc.rows, 0);
	if (strncasecmp(type, FORM_DATA, strlen(FORM_DATA)) == 0) {
		status = hub_mail_read_multipart(type, message->body,
		    message->body_len, &ret->mail, err);
		return status == HUB_OK ? convert(ret, message, err) : status;
	}
	if (first == '{' || first == '[' || first == '<')
		return take_document(ret, message, err);
	return convert(ret, message, err);
}

void
uni_fields_release(struct uni_fields *fields)
{
	uni_doc_free(&fields->doc);
	hub_mail_free(fields->mail);
}

void
uni_fields_files(const struct uni_fields *fields, struct hub_events *events)
{
	if (fields->mail == NULL)
		return;
	for (size_t i = 0; i < hub_mail_count(fields->mail); i++) {
		const struct hub_mail_part *part = hub_mail_part(fields->mail,
		    i);

		if (part->filename[0] != '\0')
			hub_emit_attachment(events, part->filename, part->type,
			    part->data, part->len);
	}
}
