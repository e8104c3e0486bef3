/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_dkim.h"

#include <stdlib.h>
#include <strings.h>

#include "hub_buf.h"
#include "limits.h"
#include "mail_proof.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* Fields that tokens stand in; first the addresses. */
static const char *const fields[] = { "To", "Cc", "In-Reply-To", "References",
	"Subject" };
#define ADDRESSES 2u

void
mail_names_add(struct mail_names *names, const char *text,
    const uint8_t key[MAIL_TOKEN_KEY])
{
	int64_t one;

	while (names->count < MAIL_NAMES_MAX &&
	    mail_token_next(&text, key, &one)) {
		size_t i = 0;

		while (i < names->count && names->deliveries[i] != one)
			i++;
		names->deliveries[i] = one;
		names->count += i == names->count;
	}
}

/* Adds what stands between two places, without white space. */
static void
put_tight(struct hub_buf *out, const char *at, const char *end)
{
	for (; at < end; at++)
		if (*at != ' ' && *at != '\t')
			hub_buf_char(out, *at);
}

/* The value of a tag of a signature, without white space, into out; false: it
 * is not there. */
static bool
find_tag(const char *value, const char *name, struct hub_buf *out)
{
	const char *at = value + strspn(value, " \t;"), *is, *end;

	hub_buf_clear(out);
	for (; *at != '\0'; at = end + strspn(end, " \t;")) {
		end = at + strcspn(at, ";");
		is = memchr(at, '=', (size_t)(end - at));
		if (is != NULL && strcspn(at, " \t=") == strlen(name) &&
		    strncmp(at, name, strlen(name)) == 0) {
			put_tight(out, is + 1, end);
			return true;
		}
	}
	return false;
}

/* Whether a signature is the one that is asked about. */
static bool
is_asked(const struct mail_dkim *by, const char *value, struct hub_buf *room)
{
	return find_tag(value, "d", room) &&
	    mail_proof_aligned(hub_buf_str(room), by->domain) &&
	    find_tag(value, "b", room) &&
	    strncmp(hub_buf_str(room), by->begins, strlen(by->begins)) == 0;
}

/* Whether a field has that name. */
static bool
is_named(const struct mail_field *field, const char *name)
{
	return field->name.len == strlen(name) &&
	    strncasecmp(field->name.at, name, field->name.len) == 0;
}

/* The one signature that is asked about into out; false: none, or several. */
static bool
find_signature(const struct mail_dkim *by, const struct mail_piece *header,
    struct hub_buf *out)
{
	struct mail_piece left = *header;
	struct mail_field field;
	struct hub_buf value, room;
	size_t count = 0;

	hub_buf_init(&value, MAIL_SCAN_MAX);
	hub_buf_init(&room, MAIL_SCAN_MAX);
	while (mail_header_next(&left, &field)) {
		if (!is_named(&field, "DKIM-Signature"))
			continue;
		hub_buf_clear(&value);
		mail_field_value(&field, &value);
		if (!is_asked(by, hub_buf_str(&value), &room))
			continue;
		hub_buf_clear(out);
		hub_buf_text(out, hub_buf_str(&value));
		count++;
	}
	hub_buf_release(&value);
	hub_buf_release(&room);
	return count == 1 && hub_buf_ok(out);
}

/* Whether a list of fields, "a:b:c", has that one. */
static bool
is_listed(const char *list, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = list; *at != '\0'; at += *at == ':') {
		size_t n = strcspn(at, ":");

		if (n == len && strncasecmp(at, name, len) == 0)
			return true;
		at += n;
	}
	return false;
}

/* The value of a field that stands once in a header; false: it does not, and
 * then it is not known which of them is covered. */
static bool
find_once(const struct mail_piece *header, const char *name,
    struct hub_buf *out)
{
	struct mail_piece left = *header;
	struct mail_field field;
	size_t count = 0;

	hub_buf_clear(out);
	while (mail_header_next(&left, &field))
		if (is_named(&field, name) && count++ == 0)
			mail_field_value(&field, out);
	return count == 1;
}

/* What the signature is known by. */
static bool
make_mark(const struct hub_buf *made, uint8_t ret_mark[DIGEST_SIZE])
{
	uint8_t *bytes = malloc(made->len + 1);
	long len = bytes == NULL
	    ? -1
	    : digest_unbase64(hub_buf_str(made), made->len, bytes);

	if (len > 0)
		digest_sha256(bytes, (size_t)len, ret_mark);
	free(bytes);
	return len > 0;
}

bool
mail_dkim_read(const struct mail_dkim *by, const struct mail_piece *letter,
    struct mail_names *ret_names, uint8_t ret_mark[DIGEST_SIZE])
{
	struct mail_piece body, header = mail_header_cut(letter, &body);
	struct hub_buf signature, tag, value;
	bool good;

	hub_buf_init(&signature, MAIL_SCAN_MAX);
	hub_buf_init(&tag, MAIL_SCAN_MAX);
	hub_buf_init(&value, MAIL_SCAN_MAX);
	/* A line that is no field hides those behind it.  Of several From
	 * fields the one that is signed may stand anywhere in the header. */
	good = body.at != header.at + header.len &&
	    find_once(&header, "From", &value) &&
	    find_signature(by, &header, &signature) &&
	    !find_tag(hub_buf_str(&signature), "l", &tag) &&
	    find_tag(hub_buf_str(&signature), "b", &tag) &&
	    make_mark(&tag, ret_mark) &&
	    find_tag(hub_buf_str(&signature), "h", &tag);
	for (size_t i = 0; good && i < LENGTH(fields); i++) {
		if (!is_listed(hub_buf_str(&tag), fields[i]) ||
		    !find_once(&header, fields[i], &value))
			continue;
		mail_names_add(ret_names, hub_buf_str(&value), by->key);
		if (i < ADDRESSES)
			mail_aims_add(&ret_names->aims, hub_buf_str(&value),
			    by->key);
	}
	hub_buf_release(&signature);
	hub_buf_release(&tag);
	hub_buf_release(&value);
	return good;
}
