/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_json.h"

#include <jansson.h>

#include "json_lift.h"
#include "json_scan.h"

/* What was found, by jansson's code; its own sentences quote the document. */
static const struct {
	enum json_error_code code;
	const char *found;
} failures[] = {
	{ json_error_invalid_utf8, "found bytes that are not UTF-8" },
	{ json_error_premature_end_of_input,
	    "the document ends here, expected its rest" },
	{ json_error_end_of_input_expected,
	    "expected the end, found more behind the document" },
	{ json_error_null_character, "found a NUL character in a text" },
	{ json_error_null_byte_in_key, "found a NUL character in a name" },
	{ json_error_duplicate_key, "found a member of that name before" },
	{ json_error_numeric_overflow, "found a number that is too large" },
	{ json_error_invalid_syntax,
	    "found a byte that cannot stand here in JSON" },
};

/* The value behind the opaque pointer. */
static const json_t *
value_of(const struct hub_json *v)
{
	return (const json_t *)(const void *)v;
}

/* A value as plugins see it. */
static const struct hub_json *
opaque(const json_t *value)
{
	return (const struct hub_json *)(const void *)value;
}

/* Jansson's failure as ours. */
static enum hub_status
fail(const json_error_t *error, struct hub_error *err)
{
	enum json_error_code code = json_error_code(error);
	const char *found = "is not JSON";

	/* without memory jansson often says no place and no code */
	if (code == json_error_out_of_memory || error->line < 0)
		return hub_fail(err, HUB_FAULT, "no memory to read JSON");
	for (size_t i = 0; i < sizeof(failures) / sizeof(*failures); i++) {
		if (failures[i].code == code)
			found = failures[i].found;
	}
	return hub_fail(err, HUB_MALFORMED, "JSON, line %d, column %d: %s",
	    error->line, error->column < 0 ? 0 : error->column, found);
}

/* Make jansson choose its hash seed, for which it opens a device. */
void
hub_json_warm(void)
{
	json_object_seed(0);
}

/* The values of a document whose long texts were taken out, or NULL: then
 * the whole document says what is wrong with it. */
static json_t *
load_short(const char *bytes, size_t len)
{
	struct json_lift lift;
	json_t *doc;

	if (!json_lift_init(&lift, bytes, len))
		return NULL;
	doc = json_loadb(lift.doc, lift.doc_len, JSON_REJECT_DUPLICATES, NULL);
	if (doc != NULL && !json_lift_settle(&lift, doc)) {
		json_decref(doc);
		doc = NULL;
	}
	json_lift_release(&lift);
	return doc;
}

/* A document out of bytes; a byte order mark is passed over. */
enum hub_status
hub_json_read(const char *bytes, size_t len, struct hub_json **ret_doc,
    struct hub_error *err)
{
	json_error_t error;
	enum hub_status status;
	json_t *doc;

	if (len > HUB_JSON_MAX)
		return hub_fail(err, HUB_MALFORMED,
		    "JSON of %zu bytes, at most %u are taken", len,
		    HUB_JSON_MAX);
	if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		bytes += 3;
		len -= 3;
	}
	if (len == 0)
		return hub_fail(err, HUB_MALFORMED,
		    "an empty body, expected a JSON object or array");
	status = json_scan(bytes, len, err);
	if (status != HUB_OK)
		return status;
	doc = load_short(bytes, len);
	if (doc == NULL)
		doc = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, &error);
	if (doc == NULL)
		return fail(&error, err);
	*ret_doc = (struct hub_json *)(void *)doc;
	return HUB_OK;
}

/* Give the document and all its values back. */
void
hub_json_free(struct hub_json *doc)
{
	json_decref((json_t *)(void *)doc);
}

/* The value at the end of the path, or NULL. */
static const json_t *
find(const struct hub_json *v, const char *path)
{
	const json_t *at = value_of(v);

	while (at != NULL && *path != '\0') {
		size_t len = strcspn(path, ".");

		at = json_object_getn(at, path, len);
		path += len;
		if (*path == '.')
			path++;
	}
	return at;
}

/* The value at the end of the path. */
const struct hub_json *
hub_json_get(const struct hub_json *v, const char *path)
{
	return opaque(find(v, path));
}

/* A text, or "". */
const char *
hub_json_text(const struct hub_json *v, const char *path)
{
	const json_t *found = find(v, path);

	return json_is_string(found) ? json_string_value(found) : "";
}

/* A whole number, or the fallback. */
int64_t
hub_json_int(const struct hub_json *v, const char *path, int64_t fallback)
{
	const json_t *found = find(v, path);

	return json_is_integer(found) ? json_integer_value(found) : fallback;
}

/* Whether it is true. */
bool
hub_json_flag(const struct hub_json *v, const char *path)
{
	return json_is_true(find(v, path));
}

/* Whether there is such a member, of whatever type. */
bool
hub_json_has(const struct hub_json *v, const char *path)
{
	return find(v, path) != NULL;
}

/* What kind of value it is. */
const char *
hub_json_kind(const struct hub_json *v, const char *path)
{
	static const char *const kinds[] = {
		[JSON_OBJECT] = "object",
		[JSON_ARRAY] = "array",
		[JSON_STRING] = "text",
		[JSON_INTEGER] = "number",
		[JSON_REAL] = "number",
		[JSON_TRUE] = "flag",
		[JSON_FALSE] = "flag",
		[JSON_NULL] = "null",
	};
	const json_t *found = find(v, path);

	return found == NULL ? "" : kinds[json_typeof(found)];
}

/* How many an array holds. */
size_t
hub_json_count(const struct hub_json *v, const char *path)
{
	return json_array_size(find(v, path));
}

/* One of an array, or NULL. */
const struct hub_json *
hub_json_at(const struct hub_json *v, const char *path, size_t index)
{
	return opaque(json_array_get(find(v, path), index));
}

/* Every member of an object. */
bool
hub_json_each(const struct hub_json *v, const char *path,
    hub_json_member_fn *fn, void *ctx)
{
	json_t *object = (json_t *)(uintptr_t)find(v, path);

	for (void *at = json_object_iter(object); at != NULL;
	     at = json_object_iter_next(object, at)) {
		if (!fn(ctx, json_object_iter_key(at),
			opaque(json_object_iter_value(at))))
			return false;
	}
	return true;
}

/* A real number in the fewest digits that read back as the same. */
static int
put_real(double value, char *buf, size_t size)
{
	int len = -1;

	for (int digits = 15; digits <= 17; digits++) {
		len = snprintf(buf, size, "%.*g", digits, value);
		if (len < 0 || (size_t)len >= size ||
		    !(strtod(buf, NULL) < value || strtod(buf, NULL) > value))
			return len;
	}
	return len;
}

/* The text of a scalar into buf. */
bool
hub_json_loose(const struct hub_json *v, const char *path, char *buf,
    size_t size)
{
	const json_t *found = find(v, path);
	int len = -1;

	if (json_is_string(found))
		len = snprintf(buf, size, "%s", json_string_value(found));
	else if (json_is_integer(found))
		len = snprintf(buf, size, "%" JSON_INTEGER_FORMAT,
		    json_integer_value(found));
	else if (json_is_real(found))
		len = put_real(json_real_value(found), buf, size);
	else if (json_is_boolean(found))
		len = snprintf(buf, size, "%s",
		    json_is_true(found) ? "true" : "false");
	if (len >= 0 && (size_t)len < size)
		return true;
	if (size > 0)
		buf[0] = '\0';
	return false;
}
