/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_doc.h"

#include <string.h>
#include <strings.h>

#define ROWS_MAX (UNI_RECORDS * sizeof(struct uni_record))
#define SPACE " \t\r\n"

/* Where attributes of a record may stand, and what they call code and value. */
static const char *const attribute_lists[] = { "attributes", "attribute",
	"extended_attributes" };
static const char *const code_names[] = { "code", "variable", "name", "key" };
static const char *const value_names[] = { "value", "values", "answer" };

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* One more record. */
static void
add(struct uni_doc *doc, const struct uni_record *record)
{
	hub_buf_add(&doc->rows, record, sizeof(*record));
	doc->count++;
}

/* hub_json_member_fn: stops at the first member that is an array. */
static bool
find_list(void *ctx, const char *name, const struct hub_json *value)
{
	const struct hub_json **ret = ctx;

	(void)name;
	if (strcmp(hub_json_kind(value, ""), "array") != 0)
		return true;
	*ret = value;
	return false;
}

/* The records of JSON: a list, an object around one, or a single object. */
static void
list_json(struct uni_doc *doc)
{
	const struct hub_json *list = hub_json_get(doc->json, "");
	struct uni_record record = { .json = doc->json };
	bool alone = strcmp(hub_json_kind(doc->json, ""), "object") == 0;

	if (alone && !hub_json_has(doc->json, "service_request_id") &&
	    !hub_json_has(doc->json, "service_code") &&
	    !hub_json_has(doc->json, "update_id"))
		alone = hub_json_each(doc->json, "", find_list, &list);
	if (alone) {
		add(doc, &record);
		return;
	}
	for (size_t i = 0; i < hub_json_count(list, ""); i++) {
		record.json = hub_json_at(list, "", i);
		add(doc, &record);
	}
}

/* Whether an element holds others. */
static bool
is_nest(const struct hub_xml_node *node)
{
	return hub_xml_child(node) != NULL;
}

/* The records of XML: the root's children, or the root where they are leaves;
 * the root of an empty list is none. */
static void
list_xml(struct uni_doc *doc)
{
	const struct hub_xml_node *root = hub_xml_root(doc->xml);
	struct uni_record record = { .xml = doc->xml, .node = root };
	const struct hub_xml_node *child = hub_xml_child(root);

	if (child != NULL && !is_nest(child) &&
	    hub_xml_find(root, "request/service_request_id") == NULL) {
		add(doc, &record);
		return;
	}
	for (; child != NULL; child = hub_xml_next(child)) {
		record.node = child;
		if (is_nest(child))
			add(doc, &record);
	}
}

/* Passes over a byte order mark and white space. */
static void
skip(const char **bytes, size_t *len)
{
	if (*len >= 3 && memcmp(*bytes, "\xef\xbb\xbf", 3) == 0) {
		*bytes += 3;
		*len -= 3;
	}
	while (*len > 0 && strchr(SPACE, **bytes) != NULL && **bytes != '\0') {
		(*bytes)++;
		(*len)--;
	}
}

enum hub_status
uni_doc_read(struct uni_doc *doc, const char *bytes, size_t len,
    struct hub_error *err)
{
	enum hub_status status;

	*doc = (struct uni_doc){ .json = NULL };
	hub_buf_init(&doc->rows, ROWS_MAX);
	skip(&bytes, &len);
	if (len == 0)
		return hub_fail(err, HUB_MALFORMED, "found nothing");
	if (*bytes == '<')
		status = hub_xml_read(bytes, len, &doc->xml, err);
	else
		status = hub_json_read(bytes, len, &doc->json, err);
	if (status != HUB_OK)
		return status;
	if (doc->xml != NULL &&
	    strcasecmp(hub_xml_name(hub_xml_root(doc->xml)), "html") == 0)
		return hub_fail(err, HUB_MALFORMED, "found a page of HTML");
	if (doc->xml != NULL)
		list_xml(doc);
	else
		list_json(doc);
	if (!hub_buf_ok(&doc->rows))
		return hub_fail(err, HUB_MALFORMED,
		    "a list of more than %d records", UNI_RECORDS);
	return HUB_OK;
}

void
uni_doc_free(struct uni_doc *doc)
{
	hub_buf_release(&doc->rows);
	hub_json_free(doc->json);
	hub_xml_free(doc->xml);
}

struct uni_record
uni_doc_at(const struct uni_doc *doc, size_t index)
{
	struct uni_record record;

	memcpy(&record, doc->rows.data + index * sizeof(record),
	    sizeof(record));
	return record;
}

const char *
uni_record_text(const struct uni_record *r, const char *name,
    char num[UNI_NUMBER])
{
	const char *text;

	if (r->xml != NULL)
		return hub_xml_text(r->xml, r->node, name);
	text = hub_json_text(r->json, name);
	if (text[0] != '\0')
		return text;
	(void)hub_json_loose(r->json, name, num, UNI_NUMBER);
	return num;
}

/* Whether a control character begins here, of ASCII or of C1: the hub takes
 * none in a line. */
static bool
is_control(const char *text)
{
	unsigned char c = (unsigned char)text[0];

	return c < 0x20 || c == 0x7f ||
	    (c == 0xc2 && ((unsigned char)text[1] & 0xe0) == 0x80);
}

bool
uni_line(const char *text, char *buf, size_t size)
{
	size_t len;

	buf[0] = '\0';
	text += strspn(text, SPACE);
	len = strlen(text);
	while (len > 0 && strchr(SPACE, text[len - 1]) != NULL)
		len--;
	if (len >= size)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (is_control(text + i))
			return false;
	}
	memcpy(buf, text, len);
	buf[len] = '\0';
	return true;
}

bool
uni_record_line(const struct uni_record *r, const char *name, char *buf,
    size_t size)
{
	char num[UNI_NUMBER];

	return uni_line(uni_record_text(r, name, num), buf, size);
}

void
uni_prose(const char *text, struct hub_buf *out)
{
	size_t len;

	text += strspn(text, SPACE);
	len = strlen(text);
	while (len > 0 && strchr(SPACE, text[len - 1]) != NULL)
		len--;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '\r' && text[i + 1] != '\n')
			c = '\n';
		if (c == '\n' || c == '\t' ||
		    ((unsigned char)c >= 0x20 && c != 0x7f))
			hub_buf_char(out, c);
	}
}

void
uni_record_prose(const struct uni_record *r, const char *name,
    struct hub_buf *out)
{
	char num[UNI_NUMBER];

	uni_prose(uni_record_text(r, name, num), out);
}

/* The first of several names that says something. */
static bool
first_line(const struct uni_record *r, const char *const *names, size_t count,
    char *buf, size_t size)
{
	for (size_t i = 0; i < count; i++) {
		if (uni_record_line(r, names[i], buf, size) && buf[0] != '\0')
			return true;
	}
	buf[0] = '\0';
	return false;
}

/* Whether an entry of a list of attributes is the one, and its value. */
static bool
match_entry(const struct uni_record *entry, const char *code, char *buf,
    size_t size)
{
	char name[UNI_LINE];

	if (!first_line(entry, code_names, COUNT(code_names), name,
		sizeof(name)) ||
	    strcmp(name, code) != 0)
		return false;
	(void)first_line(entry, value_names, COUNT(value_names), buf, size);
	return true;
}

/* Looks in one list of JSON: an object by its names, or an array of pairs. */
static bool
find_json(const struct hub_json *list, const char *code, char *buf, size_t size)
{
	struct uni_record entry = { .json = list };

	if (hub_json_has(list, code))
		return uni_record_line(&entry, code, buf, size);
	for (size_t i = 0; i < hub_json_count(list, ""); i++) {
		entry.json = hub_json_at(list, "", i);
		if (match_entry(&entry, code, buf, size))
			return true;
	}
	return false;
}

/* Looks in one list of XML: an element of that name, or pairs. */
static bool
find_xml(const struct uni_record *r, const struct hub_xml_node *list,
    const char *code, char *buf, size_t size)
{
	struct uni_record entry = { .xml = r->xml };

	for (const struct hub_xml_node *n = hub_xml_child(list); n != NULL;
	     n = hub_xml_next(n)) {
		entry.node = n;
		if (strcmp(hub_xml_name(n), code) == 0)
			return uni_record_line(&entry, "", buf, size);
		if (match_entry(&entry, code, buf, size))
			return true;
	}
	return false;
}

bool
uni_record_attribute(const struct uni_record *r, const char *code, char *buf,
    size_t size)
{
	for (size_t i = 0; i < COUNT(attribute_lists); i++) {
		const char *name = attribute_lists[i];
		const struct hub_xml_node *list;

		if (r->xml == NULL) {
			if (hub_json_has(r->json, name) &&
			    find_json(hub_json_get(r->json, name), code, buf,
				size))
				return true;
			continue;
		}
		list = hub_xml_find(r->node, name);
		if (list != NULL && find_xml(r, list, code, buf, size))
			return true;
	}
	buf[0] = '\0';
	return false;
}

int
uni_head(const char *text, size_t max)
{
	size_t len = strnlen(text, max + 1);

	if (len <= max)
		return (int)len;
	for (len = max; len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80;)
		len--;
	return (int)len;
}

/* FNV-1a. */
uint64_t
uni_sum(const char *text)
{
	uint64_t sum = 0xcbf29ce484222325u;

	for (; *text != '\0'; text++)
		sum = (sum ^ (unsigned char)*text) * 0x100000001b3u;
	return sum;
}
