/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utf8.h - whether bytes are text that the hub takes: valid UTF-8 (RFC 3629,
 * shortest form, no surrogates), no NUL, no C0 control but tab and newline.
 * Carriage returns are allowed only before a newline.
 */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* Valid UTF-8, whichever characters. */
bool utf8_is_valid(const char *bytes, size_t len);
bool utf8_is_text(const char *bytes, size_t len);
/* The same without any control character at all: names, ids, subjects. */
bool utf8_is_line(const char *bytes, size_t len);

#endif
