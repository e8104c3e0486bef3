/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_row.h"

/* The section of that name. */
const struct conf_section *
conf_section_find(const char *name)
{
	const struct conf_section *section;

	for (section = conf_sections; section->name != NULL; section++)
		if (strcmp(section->name, name) == 0)
			return section;
	return NULL;
}

/* The row of that name in a block of a section. */
const struct conf_row *
conf_row_find(const struct conf_section *section, const char *group,
    const char *name)
{
	const struct conf_row *row;

	for (row = section->rows; row->name != NULL; row++)
		if (strcmp(row->group, group) == 0 &&
		    strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

/* What a value of that kind looks like. */
const char *
conf_kind_text(enum conf_kind kind)
{
	static const char *const texts[] = {
		[CONF_TEXT] = "one line of text",
		[CONF_ID] = "a name of at most 63 characters of a-z, 0-9 and -",
		[CONF_CHOICE] = "one of the known words",
		[CONF_REGION] = "a region code such as 51.71, or 51* for all "
				"that begin so",
		[CONF_DATE] = "a date such as 2026-12-31",
		[CONF_ZONE] = "a time zone such as Asia/Makassar",
		[CONF_MAIL] = "a mail address such as pengaduan@example.go.id",
		[CONF_HOST] = "a host name such as media.example.go.id",
		[CONF_SHA256] = "a SHA-256 of 64 hexadecimal digits",
		[CONF_LISTEN] = "an address and port such as 127.0.0.1:8443 "
				"or [::]:8443",
		[CONF_URL] = "an address such as https://host/path",
		[CONF_IMAP] = "an address such as imaps://host",
		[CONF_SMTP] = "an address such as smtps://host",
		[CONF_PATH] = "a path",
		[CONF_FILE] = "a file that can be read",
		[CONF_PRIVATE] = "a file that only its owner may read",
		[CONF_SECRET] = "a file that only its owner may read",
		[CONF_CERTS] = "a file of certificates in PEM",
		[CONF_KEY] = "a file of a private key in PEM that only its "
			     "owner may read",
		[CONF_LIST] = "a list such as { \"a\", \"b\" }",
		[CONF_WORD] = "one of the known words",
		[CONF_FLAG] = "true or false",
		[CONF_COUNT] = "a whole number",
		[CONF_SECONDS] = "a duration such as 250ms, 30s, 15m, 12h "
				 "or 5d",
		[CONF_DURATION] = "a duration such as 250ms, 30s, 15m, 12h "
				  "or 5d",
		[CONF_SIZE] = "a size such as 512K, 16M or 1G",
	};

	return texts[kind];
}

/* Whether two lists hold the same texts in the same order. */
static bool
same_list(const char *const *a, const char *const *b)
{
	while (*a != NULL && *b != NULL && strcmp(*a, *b) == 0) {
		a++;
		b++;
	}
	return *a == NULL && *b == NULL;
}

/* The bytes that a value takes which is no pointer, 0 for those that are. */
static size_t
width(enum conf_kind kind)
{
	switch (kind) {
	case CONF_FLAG:
		return sizeof(bool);
	case CONF_WORD:
	case CONF_COUNT:
	case CONF_SECONDS:
		return sizeof(unsigned);
	case CONF_DURATION:
		return sizeof(int64_t);
	case CONF_SIZE:
		return sizeof(size_t);
	default:
		return 0;
	}
}

/* Whether a setting has one value in both structs. */
bool
conf_row_same(const struct conf_row *row, const void *a, const void *b)
{
	const char *in_a = (const char *)a + row->offset;
	const char *in_b = (const char *)b + row->offset;
	size_t size = width(row->kind);

	if (size > 0)
		return memcmp(in_a, in_b, size) == 0;
	if (row->kind == CONF_LIST)
		return same_list(*(const char *const *const *)(const void *)
				     in_a,
		    *(const char *const *const *)(const void *)in_b);
	return strcmp(*(const char *const *)(const void *)in_a,
		   *(const char *const *)(const void *)in_b) == 0;
}
