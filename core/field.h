/* SPDX-License-Identifier: Apache-2.0 */
/*
 * field.h - what may stand in a header, a path, a query and a media type.
 *
 * Rules of RFC 9110 and RFC 3986, for what plugins build and for what comes
 * back from a worker: whoever passes them cannot begin a header, a request or
 * a host of their own.
 */
#ifndef FIELD_H
#define FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "hub_buf.h"

#define FIELD_VALUE_MAX 4096u /* of one header */

/* A header's name, a secret's name, a boundary: 1 to 70 characters. */
bool field_is_token(const char *text);
/* A header's value: one line of UTF-8. */
bool field_is_value(const char *text);
/* A header that the core writes itself: host, length, credentials... */
bool field_is_ours(const char *name);
/* A header of a letter that the core writes itself. */
bool field_is_letters(const char *name);
/* A method that a plugin may use. */
bool field_is_method(const char *text);
/* "type/subtype" with parameters. */
bool field_is_media_type(const char *text);
/* An absolute path of len bytes, percent-encoded, with no dot segments. */
bool field_is_path(const char *text, size_t len);
/* A query without "?", percent-encoded. */
bool field_is_query(const char *text);

/* Adds text with all but unreserved characters percent-encoded. */
void field_encode(struct hub_buf *out, const char *text);
/* Undoes percent-encoding and "+"; the length, or -1 when a "%" is broken, a
 * NUL comes out, or the result with its NUL is longer than size. */
long field_decode(const char *text, size_t len, char *buf, size_t size);

#endif
