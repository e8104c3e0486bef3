/* SPDX-License-Identifier: Apache-2.0 */
/* tus's Upload-Metadata; see api_attachment.h. */
#include "config.h"

#include <string.h>

#include "api_attachment.h"
#include "utf8.h"

#define VALUE_MAX 1024 /* base64 of one value */

/* The base64 behind a key, and its length; NULL: the key is absent. */
static const char *
find(const char *header, const char *key, size_t *ret_len)
{
	size_t key_len = strlen(key);

	while (*header != '\0') {
		size_t pair = strcspn(header, ",");

		if (pair > key_len && strncmp(header, key, key_len) == 0 &&
		    header[key_len] == ' ') {
			*ret_len = pair - key_len - 1;
			return header + key_len + 1;
		}
		header += pair;
		header += strspn(header, ", ");
	}
	return NULL;
}

/* What stands behind the last separator of folders. */
static const char *
without_folders(const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *other = strrchr(name, '\\');

	if (slash == NULL || (other != NULL && other > slash))
		slash = other;
	return slash == NULL ? name : slash + 1;
}

bool
tus_metadata(const char *header, const char *key, char *buf, size_t size)
{
	uint8_t value[VALUE_MAX];
	const char *base64, *text;
	size_t base64_len;
	long len;

	buf[0] = '\0';
	base64 = find(header, key, &base64_len);
	if (base64 == NULL)
		return true;
	if (base64_len > VALUE_MAX)
		return false;
	len = digest_unbase64(base64, base64_len, value);
	if (len < 0 || (size_t)len >= size ||
	    !utf8_is_line((const char *)value, (size_t)len))
		return false;
	memcpy(buf, value, (size_t)len);
	buf[len] = '\0';
	if (strcmp(key, "filename") == 0) {
		text = without_folders(buf);
		memmove(buf, text, strlen(text) + 1);
	}
	return true;
}
