/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_base64.h"

#include <stdint.h>
#include <string.h>

#define NONE 255u
#define PIECE 3072u /* bytes that are appended at once */

/* What each letter stands for. */
static void
fill_values(unsigned char values[256])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789+/";

	memset(values, (int)NONE, 256);
	for (unsigned i = 0; i < 64; i++)
		values[(unsigned char)letters[i]] = (unsigned char)i;
}

/* The letters of a text, in bytes; *ret_end is what ended them. */
static size_t
read_letters(const char *text, struct hub_buf *out, const char **ret_end)
{
	unsigned char values[256], piece[PIECE];
	size_t letters = 0, len = 0;
	uint32_t bits = 0;

	fill_values(values);
	for (; *text != '\0' && *text != '='; text++) {
		unsigned char value = values[(unsigned char)*text];

		if (strchr(" \t\r\n", *text) != NULL)
			continue;
		if (value == NONE)
			break;
		bits = bits << 6 | value;
		if (letters++ % 4 != 0)
			piece[len++] = (unsigned char)(bits >>
			    (6 - 2 * ((letters - 1) % 4)));
		if (len == PIECE) {
			hub_buf_add(out, piece, len);
			len = 0;
		}
	}
	hub_buf_add(out, piece, len);
	*ret_end = text;
	return letters;
}

bool
omb_base64_read(const char *text, struct hub_buf *out)
{
	size_t letters = read_letters(text, out, &text), pads = 0;

	for (; *text != '\0'; text++) {
		if (*text == '=')
			pads++;
		else if (strchr(" \t\r\n", *text) == NULL)
			return false;
	}
	return letters % 4 == 0 ? pads == 0
				: letters % 4 + pads == 4 && pads < 3;
}
