/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "utf16.h"

#include <stdint.h>

/* The unit of two bytes at the start. */
static uint32_t
unit(const char *bytes, bool big_endian)
{
	uint32_t first = (unsigned char)bytes[0];
	uint32_t second = (unsigned char)bytes[1];

	return big_endian ? first << 8 | second : second << 8 | first;
}

/* One character as UTF-8. */
static void
put(struct hub_buf *out, uint32_t c)
{
	static const unsigned char marks[] = { 0, 0xc0, 0xe0, 0xf0 };
	unsigned tail = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	char bytes[4];

	for (unsigned i = tail; i > 0; i--) {
		bytes[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	bytes[0] = (char)(marks[tail] | c);
	hub_buf_add(out, bytes, tail + 1);
}

/* Character by character, two units for one above the first plane. */
bool
utf16_to_utf8(const char *bytes, size_t len, bool big_endian,
    struct hub_buf *out)
{
	if (len % 2 != 0)
		return false;
	for (size_t i = 0; i < len; i += 2) {
		uint32_t c = unit(bytes + i, big_endian), low;

		if (c >= 0xdc00 && c <= 0xdfff)
			return false;
		if (c >= 0xd800 && c <= 0xdbff) {
			i += 2;
			low = i < len ? unit(bytes + i, big_endian) : 0;
			if (low < 0xdc00 || low > 0xdfff)
				return false;
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		}
		put(out, c);
	}
	return true;
}
