/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utf16.h - UTF-16 (RFC 2781) made into UTF-8.
 *
 * A surrogate without its other half, and half a unit at the end, are wrong.
 */
#ifndef UTF16_H
#define UTF16_H

#include <stdbool.h>
#include <stddef.h>

#include "hub_buf.h"

/* Appends to out; false when the bytes are not UTF-16.  Whether out could
 * hold it is out's to say. */
bool utf16_to_utf8(const char *bytes, size_t len, bool big_endian,
    struct hub_buf *out);

#endif
