/* SPDX-License-Identifier: Apache-2.0 */
/* Digests and other bytes as text: hex and base64. */
#include "config.h"

#include "digest.h"

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "0123456789+/";

/* The value of each base64 digit plus one, 0 for all other bytes. */
/* clang-format off */
static const uint8_t base64_values[256] = {
	['A'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
	19, 20, 21, 22, 23, 24, 25, 26,
	['a'] = 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42,
	43, 44, 45, 46, 47, 48, 49, 50, 51, 52,
	['0'] = 53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
	['+'] = 63,
	['/'] = 64,
};
/* clang-format on */

/* Lower-case hex with a NUL behind. */
void
digest_hex(const uint8_t in[DIGEST_SIZE], char out[DIGEST_HEX_SIZE])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < DIGEST_SIZE; i++) {
		out[2 * i] = digits[in[i] >> 4];
		out[2 * i + 1] = digits[in[i] & 15];
	}
	out[2 * DIGEST_SIZE] = '\0';
}

/* Base64 with a NUL behind. */
void
digest_base64(const void *in, size_t len, char *out)
{
	const uint8_t *from = in;
	uint32_t v;

	for (; len >= 3; len -= 3, from += 3) {
		v = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
		*out++ = base64_digits[v >> 18];
		*out++ = base64_digits[v >> 12 & 63];
		*out++ = base64_digits[v >> 6 & 63];
		*out++ = base64_digits[v & 63];
	}
	if (len > 0) {
		v = (uint32_t)from[0] << 16;
		if (len == 2)
			v |= (uint32_t)from[1] << 8;
		*out++ = base64_digits[v >> 18];
		*out++ = base64_digits[v >> 12 & 63];
		*out++ = len == 2 ? base64_digits[v >> 6 & 63] : '=';
		*out++ = '=';
	}
	*out = '\0';
}

/* Four digits as 24 bits; false when one is none. */
static bool
quad(const char *in, uint32_t *ret_bits)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < 4; i++) {
		uint8_t value = base64_values[(uint8_t)in[i]];

		if (value == 0)
			return false;
		bits = bits << 6 | (uint32_t)(value - 1);
	}
	*ret_bits = bits;
	return true;
}

/* The last four characters, which may be padded: how many bytes, or -1. */
static long
last_quad(const char *in, uint8_t *out)
{
	char four[4] = { in[0], in[1], in[2], in[3] };
	long count = 3;
	uint32_t bits;

	if (four[3] == '=') {
		four[3] = 'A';
		count = 2;
		if (four[2] == '=') {
			four[2] = 'A';
			count = 1;
		}
	}
	if (!quad(four, &bits))
		return -1;
	if ((bits & (0xffffffu >> (8 * count))) != 0)
		return -1;
	for (long i = 0; i < count; i++)
		out[i] = (uint8_t)(bits >> (16 - 8 * i));
	return count;
}

/* Strict base64 into bytes. */
long
digest_unbase64(const char *in, size_t len, uint8_t *out)
{
	const uint8_t *start = out;
	uint32_t bits;
	long count;

	if (len % 4 != 0)
		return -1;
	if (len == 0)
		return 0;
	for (; len > 4; len -= 4, in += 4) {
		if (!quad(in, &bits))
			return -1;
		*out++ = (uint8_t)(bits >> 16);
		*out++ = (uint8_t)(bits >> 8);
		*out++ = (uint8_t)bits;
	}
	count = last_quad(in, out);
	return count < 0 ? -1 : (long)(out - start) + count;
}
